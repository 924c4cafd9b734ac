"""What a person fills in for her own account."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.people.queries import zones
from accord.web.passwords import DerivedField
from accord.web.zones import ZoneSelect

USERNAME_HINT = _("3 to 30 small letters a–z, digits, dots or dashes. It is chosen once and can never be changed.")
PASSWORD_HINT = _("At least 12 characters. Four or five words that do not belong together are strong and easy to keep.")

NO_PASSKEY = _("Your browser sent no passkey. Allow this page its own script, load it again and press once more.")


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = DerivedField(label=_("Password"), autocomplete="current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_username(self) -> str:
        """Take the user name as it is written on the letter: small letters, no spaces around it."""
        return str(self.cleaned_data["username"]).strip().lower()


class NewPasswordForm(forms.Form):
    """What was derived from a new password; the page has compared it with the same typed again, and judged it."""

    new = DerivedField(label=_("New password"), autocomplete="new-password", help_text=PASSWORD_HINT)


class ActivationForm(NewPasswordForm):
    """The choice of user name, once, and of a password."""

    field_order = ("username", "new")
    new = DerivedField(label=_("Password"), autocomplete="new-password", help_text=PASSWORD_HINT)
    username = forms.CharField(
        label=_("User name"),
        max_length=30,
        help_text=USERNAME_HINT,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class PasswordForm(NewPasswordForm):
    """The present password, and a new one."""

    field_order = ("current", "new")
    current = DerivedField(label=_("Present password"), autocomplete="current-password")


class SettingsForm(forms.Form):
    """In which language and on which clock one reads."""

    language = forms.ChoiceField(label=pgettext_lazy("of the pages", "Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(
        label=_("My clock"),
        choices=zones,
        widget=ZoneSelect,
        help_text=_("Deadlines are shown on the official clock, on your capital’s, and on this one."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        clock = self.fields["zone"]
        if isinstance(clock, forms.ChoiceField):
            clock.choices = zones(str(self.initial.get("zone", "")))


class ConfirmForm(forms.Form):
    """The password, typed once more by who is signed in."""

    current = DerivedField(label=_("Password"), autocomplete="current-password")


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class PairingForm(CodeForm):
    """The first code of an app, and the key it was given, sealed."""

    sealed = forms.CharField(max_length=400, widget=forms.HiddenInput)


class PasskeyForm(forms.Form):
    """What a browser answered, as JSON; static/js/passkey.js writes it here."""

    credential = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        """Return what the browser answered; a page without script answers nothing."""
        try:
            answer = json.loads(self.cleaned_data["credential"])
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ValidationError(NO_PASSKEY, code="no_passkey")
        return answer


class NewPasskeyForm(PasskeyForm):
    """A new passkey, and how its owner will know it again."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Such as: telephone, computer of the mission."))
