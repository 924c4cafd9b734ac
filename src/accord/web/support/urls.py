"""Pages: technical support, and the case number."""

from django.urls import URLPattern

from accord.web.door import anyone, page
from accord.web.support import views

urlpatterns: list[URLPattern] = [
    page("support/", views.support, door=anyone, name="support", methods=("GET", "POST")),
    page("support/sent/<str:case>/", views.sent, door=anyone, name="support-sent"),
]
