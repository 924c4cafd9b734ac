"""Pages: signing in and out, opening the account; my account, password, second step, passkeys, sessions."""

from django.urls import URLPattern

from accord.web.accounts import passkeys, second_step, views
from accord.web.door import anyone, page, signed_in

FORM = ("GET", "POST")
urlpatterns: list[URLPattern] = [
    page("sign-in/", views.sign_in, door=anyone, name="sign-in", methods=FORM),
    page("sign-out/", views.sign_out, door=signed_in, name="sign-out", methods=("POST",)),
    page("activate/<str:secret>", views.activate, door=anyone, name="activate", methods=FORM),
    page("account/", views.account, door=signed_in, name="account", methods=FORM),
    page("account/password/", views.password, door=signed_in, name="change-password", methods=FORM),
    page("account/sessions/", views.sessions, door=signed_in, name="sessions", methods=FORM),
    page("sign-in/code/", second_step.code, door=anyone, name="sign-in-code", methods=FORM),
    page("account/confirm/", second_step.confirm_password, door=signed_in, name="confirm-password", methods=FORM),
    page("account/second-step/", second_step.overview, door=signed_in, name="second-step"),
    page("account/second-step/on/", second_step.turn_on, door=signed_in, name="second-step-on", methods=FORM),
    page("account/second-step/off/", second_step.turn_off, door=signed_in, name="second-step-off", methods=FORM),
    page("account/second-step/codes/", second_step.recovery_codes, door=signed_in, name="recovery-codes", methods=FORM),
    page("sign-in/passkey/", passkeys.sign_in, door=anyone, name="sign-in-passkey", methods=FORM),
    page("account/passkeys/", passkeys.overview, door=signed_in, name="passkeys"),
    page("account/passkeys/new/", passkeys.add, door=signed_in, name="passkey-new", methods=FORM),
    page(
        "account/passkeys/<int:passkey>/remove/", passkeys.remove, door=signed_in, name="passkey-remove", methods=FORM
    ),
]
