"""The table of contents: every area's pages, and what is shown when there is no page."""

from django.urls import URLPattern

from accord.web import assets
from accord.web.accounts import urls as accounts
from accord.web.demo import urls as demo
from accord.web.door import page, public
from accord.web.health import urls as health
from accord.web.help import urls as guide
from accord.web.home import urls as home
from accord.web.library import urls as library
from accord.web.negotiation import urls as negotiation
from accord.web.people import urls as people
from accord.web.record import urls as record
from accord.web.support import urls as support
from accord.web.work import urls as work

urlpatterns: list[URLPattern] = [
    page("assets/<slug:stamp>/<str:name>", assets.asset, door=public, name="asset"),
    *health.urlpatterns,
    *home.urlpatterns,
    *accounts.urlpatterns,
    *people.urlpatterns,
    *library.urlpatterns,
    *negotiation.urlpatterns,
    *record.urlpatterns,
    *guide.urlpatterns,
    *support.urlpatterns,
    *work.urlpatterns,
    *demo.urlpatterns,
]

handler400 = "accord.web.errors.views.bad_request"
handler403 = "accord.web.errors.views.forbidden"
handler404 = "accord.web.errors.views.not_found"
handler500 = "accord.web.errors.views.broken"
