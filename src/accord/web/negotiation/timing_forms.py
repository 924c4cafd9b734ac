"""What people fill in about a round's time: its rules, their capital's deadline, what came on paper, a translation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.negotiation.actions import Evidence
from accord.web.negotiation.forms import LONGEST_FILE_NAME, LocalTimeField, at

_WORD = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CHOOSE = {"required": _("Choose the file first."), "empty": _("This file is empty. Choose the file again.")}


class RuleForm(forms.Form):
    """What becomes of late proposals, and how many hours before the close delegations are reminded."""

    late = forms.ChoiceField(
        label=_("Proposals that come after the close"),
        widget=forms.RadioSelect,
        choices=[
            ("refuse", _("are refused")),
            ("stamp", _("are accepted, marked as late and listed apart, until the formal meeting begins")),
        ],
    )
    reminders = forms.CharField(
        label=_("Remind, so many hours before the close"),
        required=False,
        max_length=40,
        help_text=_("Delegations that have not proposed get a letter. At most four times, such as: 48, 6"),
    )

    def clean_reminders(self) -> tuple[int, ...]:
        """Return the hours; an empty field reminds nobody."""
        said = str(self.cleaned_data["reminders"]).replace(",", " ").replace(";", " ").split()
        if not all(each.isascii() and each.isdecimal() for each in said):
            raise forms.ValidationError(_("Write whole hours with commas between them, such as: 48, 6"), code="hours")
        return tuple(int(each) for each in said)


class InternalForm(forms.Form):
    """Until when one's own capital is to send its word, on the clock of the capital."""

    at = LocalTimeField(label=_("Until when"))
    note = forms.CharField(
        label=_("What you need from them"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your experts alone read it."),
    )

    def __init__(self, *args: Any, zone: str, city: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["at"].help_text = _("On the clocks of %(city)s.") % {"city": city}

    def clean_at(self) -> Any:
        """Give the time the zone of the capital."""
        return at(self.cleaned_data["at"], self.zone)


class LodgeForm(forms.Form):
    """A delegation's proposal as the Secretariat typed it, and what it was received as."""

    delegation = forms.ChoiceField(label=_("Delegation"), error_messages={"required": _("Choose the delegation.")})
    file = forms.FileField(
        label=_("The proposal as a Word file"),
        help_text=_("The official text with the delegation’s changes tracked, exactly as it gave them."),
        widget=forms.ClearableFileInput(attrs={"accept": _WORD}),
        error_messages=_CHOOSE,
    )
    source = forms.ChoiceField(
        label=_("How it was received"),
        choices=[("paper", _("on paper")), ("mail", _("by mail")), ("fax", _("by fax"))],
    )
    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day."), "invalid": _("Write the day as 2026-11-30.")},
    )
    evidence = forms.FileField(
        label=_("What was received"),
        required=False,
        help_text=_("A scan as PDF, or the letter as a Word file. The delegation and you alone see it."),
        error_messages={"empty": _CHOOSE["empty"]},
    )
    note = forms.CharField(
        label=_("Remark for the delegation"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, delegations: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["delegation"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(str(pk), name) for pk, name in delegations]

    def upload(self) -> tuple[str, bytes]:
        """Return the Word file's name and bytes."""
        return named(self.cleaned_data["file"])

    def lodged(self) -> Evidence:
        """Return how it was received, with what was."""
        said = self.cleaned_data
        name, data = named(said["evidence"]) if said["evidence"] else ("", b"")
        return Evidence(said["source"], said["received_on"], said["note"], name, data)


class AnswerForm(forms.Form):
    """Why what was lodged is not one's own."""

    reason = forms.CharField(
        label=_("Why it is not yours"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The Secretariat reads it."),
        error_messages={"required": _("Say why: whoever put it in for you reads it.")},
    )


class TranslationForm(forms.Form):
    """A courtesy translation."""

    file = forms.FileField(label=_("The translation"), help_text=_("A Word file or a PDF."), error_messages=_CHOOSE)

    def upload(self) -> tuple[str, bytes]:
        """Return the file's name and bytes."""
        return named(self.cleaned_data["file"])


def named(file: Any) -> tuple[str, bytes]:
    """Return a file's name, shortened from its beginning when it is longer than a name may be, and its bytes."""
    return str(file.name or "")[-LONGEST_FILE_NAME:], file.read()
