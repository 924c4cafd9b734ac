"""Pages: sign in, sign out, open the account, my account, my password, where I am signed in."""

from django.urls import URLPattern

from accord.web.accounts import views
from accord.web.door import anyone, page, signed_in

urlpatterns: list[URLPattern] = [
    page("sign-in/", views.sign_in, door=anyone, name="sign-in", methods=("GET", "POST")),
    page("sign-out/", views.sign_out, door=signed_in, name="sign-out", methods=("POST",)),
    page("activate/<str:secret>", views.activate, door=anyone, name="activate", methods=("GET", "POST")),
    page("account/", views.account, door=signed_in, name="account", methods=("GET", "POST")),
    page("account/password/", views.password, door=signed_in, name="change-password", methods=("GET", "POST")),
    page("account/sessions/", views.sessions, door=signed_in, name="sessions", methods=("GET", "POST")),
]
