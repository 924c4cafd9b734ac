"""What is asked of whoever turns to support: her words; the rest is filled in, and hers to change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Lines(forms.Textarea):
    """A box for one line that is shown whole on a telephone too, where it takes two."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 2, "class": "lines"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return what was typed as the one line it is."""
        return " ".join(str(super().value_from_datadict(data, files, name) or "").split())


class SupportForm(forms.Form):
    """Her words, where and when it was, and where the answer goes."""

    words = forms.CharField(
        label=_("What did you want to do, and what happened instead?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what you wanted to do.")},
    )
    reply_to = forms.EmailField(
        label=_("Where the answer goes"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    page = forms.CharField(label=_("Page"), max_length=200, required=False, widget=Lines)
    seen_at = forms.CharField(label=_("Time"), max_length=100, required=False, widget=Lines)
    number = forms.CharField(
        label=_("Number of the page"),
        max_length=16,
        required=False,
        help_text=_("By this number, support finds in the server’s log what happened. It says nothing about you."),
    )
