"""Pages: home, a group's overview, the choice of language."""

from django.urls import URLPattern

from accord.web.door import anyone, group_member, page
from accord.web.home import views

urlpatterns: list[URLPattern] = [
    page("", views.home, door=anyone, name="home"),
    page("g/<slug:group>/", views.overview, door=group_member, name="overview"),
    page("language/", views.language, door=anyone, name="language", methods=("POST",)),
]
