"""The table of contents: every area's pages, and what is shown when there is no page."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

from accord.web import assets
from accord.web.door import page, public

AREAS = ("home", "accounts", "people", "library", "negotiation", "record", "demo", "help")

urlpatterns: list[URLPattern] = [
    page("assets/<slug:stamp>/<str:name>", assets.asset, door=public, name="asset"),
    *(
        pattern
        for area in AREAS
        if find_spec(f"accord.web.{area}") and find_spec(f"accord.web.{area}.urls")
        for pattern in import_module(f"accord.web.{area}.urls").urlpatterns
    ),
]

handler400 = "accord.web.errors.views.bad_request"
handler403 = "accord.web.errors.views.forbidden"
handler404 = "accord.web.errors.views.not_found"
handler500 = "accord.web.errors.views.broken"
