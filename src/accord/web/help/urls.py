"""Pages: help and support."""

from django.urls import URLPattern

from accord.web.door import anyone, page
from accord.web.help import views

urlpatterns: list[URLPattern] = [page("help/", views.help_page, door=anyone, name="help")]
