"""Pages: what could not be done, to be tried again or set aside."""

from django.urls import URLPattern

from accord.web.door import page, secretariat
from accord.web.work import views

FAILED = "failed/<str:kind>/<int:failed>"

urlpatterns: list[URLPattern] = [
    page("failed/", views.failed, door=secretariat, name="failed"),
    page(f"{FAILED}/again/", views.again, door=secretariat, name="failed-again", methods=("POST",)),
    page(f"{FAILED}/aside/", views.aside, door=secretariat, name="failed-aside", methods=("POST",)),
]
