"""The demo's own pages; outside the demo there are none."""

from django.conf import settings
from django.urls import URLPattern

from accord.web.demo import views
from accord.web.door import anyone, page

PAGES = [
    page("demo/", views.cast_page, door=anyone, name="demo"),
    page("demo/enter/<str:username>/", views.enter, door=anyone, name="demo-enter", methods=("POST",)),
    page("demo/outbox/", views.outbox, door=anyone, name="demo-outbox"),
    page("demo/outbox/<int:letter>/", views.letter, door=anyone, name="demo-letter"),
    page("demo/files/<str:name>", views.sample, door=anyone, name="demo-file"),
]

urlpatterns: list[URLPattern] = PAGES if settings.ACCORD_DEMO else []
