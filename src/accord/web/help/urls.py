"""Pages: the guide of the reader's role, and that of each other one."""

from django.urls import URLPattern

from accord.web.door import anyone, page
from accord.web.help import views

urlpatterns: list[URLPattern] = [
    page("help/", views.help_page, door=anyone, name="help"),
    page("help/<slug:guide>/", views.guide, door=anyone, name="guide"),
]
