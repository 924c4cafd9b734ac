"""Addresses for machines that watch over the server; the same for everybody."""

from django.urls import URLPattern

from accord.web.door import page, public
from accord.web.health import views

urlpatterns: list[URLPattern] = [
    page("health", views.health, door=public, name="health"),
    page("health/live", views.live, door=public, name="health-live"),
]
