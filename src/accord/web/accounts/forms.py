"""What a person fills in for her own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.people.queries import zones

USERNAME_HINT = _("3 to 30 small letters a–z, digits, dots or dashes. It is chosen once and can never be changed.")
PASSWORD_HINT = _("At least 12 characters. Four or five words that do not belong together are strong and easy to keep.")


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_username(self) -> str:
        """Take the user name as it is written on the letter: small letters, no spaces around it."""
        return str(self.cleaned_data["username"]).strip().lower()


def new_password(label: Any) -> forms.CharField:
    """Return the field in which a password is chosen, under a (lazily) translated label."""
    return forms.CharField(
        label=label,
        max_length=1000,
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewPasswordForm(forms.Form):
    """A password, typed twice."""

    new = new_password(_("New password"))
    again = forms.CharField(
        label=_("The same again"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        """Refuse two that differ, and a weak one with the reason in words."""
        first, second = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", ValidationError(_("The two are not the same."), code="differ"))
        if first:
            for validator in get_default_password_validators():
                try:
                    validator.validate(first, None)
                except ValidationError as error:
                    self.add_error("new", error)


class ActivationForm(NewPasswordForm):
    """The choice of user name, once, and of a password."""

    field_order = ("username", "new", "again")
    new = new_password(_("Password"))
    username = forms.CharField(
        label=_("User name"),
        max_length=30,
        help_text=USERNAME_HINT,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class PasswordForm(NewPasswordForm):
    """The present password, and a new one."""

    field_order = ("current", "new", "again")
    current = forms.CharField(
        label=_("Present password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SettingsForm(forms.Form):
    """In which language and on which clock one reads."""

    language = forms.ChoiceField(label=pgettext_lazy("of the pages", "Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(
        label=_("My clock"),
        choices=zones,
        help_text=_("Deadlines are shown on the official clock, on your capital’s, and on this one."),
    )
