"""What a field says when something stands in its way: Accord's words in the place of Django's, on every form."""

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _


def speak() -> None:
    """Put the sentences in place; called once, before any form is made."""
    forms.Field.default_error_messages["required"] = _("Fill this in.")
    forms.ChoiceField.default_error_messages["required"] = _("Choose one.")
    forms.MultipleChoiceField.default_error_messages["required"] = _("Choose at least one.")
    forms.FileField.default_error_messages["required"] = _("Choose the file first.")
    forms.DateField.default_error_messages["invalid"] = _("Write the date as 2026-11-30.")
    forms.DateTimeField.default_error_messages["required"] = _("Give a date and a time.")
    forms.DateTimeField.default_error_messages["invalid"] = _("Write the date and the time as 2026-11-30 18:00.")
    validators.EmailValidator.message = _("This is not a whole e-mail address. One looks like name@example.org.")
    validators.MaxLengthValidator.message = _(
        "Too long: %(limit_value)d characters fit, and this has %(show_value)d. Shorten it."
    )
    validators.ProhibitNullCharactersValidator.message = _("This holds a sign that cannot be kept. Type it once more.")
