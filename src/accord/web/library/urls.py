"""Pages: the documents of a group in their three folders, one document, its files, and what is needed to publish."""

from django.urls import URLPattern

from accord.web.door import administers, group_member, page
from accord.web.library import views

BOTH = ("GET", "POST")

urlpatterns: list[URLPattern] = [
    page("g/<slug:group>/documents/", views.documents, door=group_member, name="documents"),
    page("g/<slug:group>/documents/new/", views.publish, door=administers, name="document-new", methods=BOTH),
    page("g/<slug:group>/documents/folder/", views.folder, door=administers, name="document-folder", methods=BOTH),
    page("g/<slug:group>/documents/<int:document>/", views.document, door=group_member, name="document"),
    page(
        "g/<slug:group>/documents/<int:document>/versions/new/",
        views.version,
        door=administers,
        name="document-version-new",
        methods=BOTH,
    ),
    page(
        "g/<slug:group>/documents/versions/<int:version>/languages/new/",
        views.language,
        door=administers,
        name="document-language-new",
        methods=BOTH,
    ),
    page("g/<slug:group>/documents/files/<int:file>/", views.file, door=group_member, name="document-file"),
]
