"""What people fill in on the pages of the negotiation: a file to send, a round to schedule, another close to set."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.negotiation.queries.values import WrittenEdit

Choices = Iterable[tuple[str, str]]

LONGEST_FILE_NAME = 180


class LocalTimeField(forms.Field):
    """A date and a time of day as a person writes them, without a zone: `at` gives them one."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {  # noqa: RUF012 - Django's own shape
        "required": _("Give a date and a time."),
        "invalid": _("Write the date and the time as 2026-11-30 18:00."),
    }

    def to_python(self, value: Any) -> datetime | None:
        """Return the naive local time, or None when nothing was written."""
        if isinstance(value, datetime) or not value:
            return value or None
        try:
            said = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return said.replace(tzinfo=None, second=0, microsecond=0)


def at(local: datetime, zone: str) -> datetime:
    """Return the instant of a local time in a zone; ValidationError for a time that the clocks there leave out."""
    instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise forms.ValidationError(_("The clocks there leave this hour out. Choose another time."), code="gap")
    return instant


class UploadForm(forms.Form):
    """The delegation's Word file."""

    file = forms.FileField(
        label=_("Your Word file"),
        help_text=_("A .docx file. You may drop it here. Its name is given by the system."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
        error_messages={
            "required": _("Choose the Word file first."),
            "empty": _("This file is empty. Save it once more in Word and send it again."),
        },
    )

    def upload(self) -> tuple[str, bytes]:
        """Return the file's name, shortened from its beginning when it is longer than a name may be, and its bytes."""
        file = self.cleaned_data["file"]
        return str(file.name or "")[-LONGEST_FILE_NAME:], file.read()


class EditedForm(UploadForm):
    """The next version as somebody edited it in Word, for the version that was on the page."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("The next version")
        self.fields["file"].help_text = _("A .docx file. You may drop it here.")


class AssignForm(forms.Form):
    """Whose a difference is; the wordings that were ticked come beside it."""

    revision = forms.IntegerField()
    ordinal = forms.IntegerField()
    chair = forms.BooleanField(required=False)
    note = forms.CharField(required=False, max_length=2000)


class AnswerForm(forms.Form):
    """Whether merged words are right for a delegation."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody at the delegations level can read them."),
    )


class ScheduleForm(forms.Form):
    """A round: on what, before which meeting, from when to when and in which zone, and who sees what when."""

    version = forms.ChoiceField(label=_("Official document"), help_text=_("Delegations will amend this version."))
    meeting = forms.ChoiceField(label=_("Before the formal meeting"))
    opens = LocalTimeField(label=_("Opens"))
    closes = LocalTimeField(label=_("Closes"))
    zone = forms.ChoiceField(
        label=_("On the clocks of"), help_text=_("Everybody also reads it on the clocks of the capital and on her own.")
    )
    sees = forms.ChoiceField(
        label=_("Delegations see each other’s proposals"),
        widget=forms.RadioSelect,
        choices=[
            ("at_once", _("at once, as each is sent")),
            ("after_close", _("only after the round has closed; until then nobody sees them, not even the Chair")),
        ],
        initial="at_once",
    )

    def __init__(self, *args: Any, versions: Choices, meetings: Choices, zones: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("version", versions), ("meeting", meetings), ("zone", zones)):
            chosen = self.fields[name]
            if isinstance(chosen, forms.ChoiceField):
                chosen.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Give both times their zone, and refuse a close that does not come after the opening."""
        cleaned: dict[str, Any] = super().clean() or {}
        zone = cleaned.get("zone")
        for name in ("opens", "closes"):
            if zone and cleaned.get(name):
                try:
                    cleaned[f"{name}_at"] = at(cleaned[name], zone)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        if cleaned.get("opens_at") and cleaned.get("closes_at") and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes", _("The round must close after it opens."))
        return cleaned


class CloseForm(forms.Form):
    """Another close for a round, on the clocks of the round's own zone."""

    closes = LocalTimeField(label=_("Closes"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every delegation reads it with the new time."),
        error_messages={"required": _("Give the reason: the delegations will ask for it.")},
    )

    def __init__(self, *args: Any, zone: str, city: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["closes"].help_text = _("On the clocks of %(city)s.") % {"city": city}

    def clean(self) -> dict[str, Any]:
        """Give the time its zone."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("closes"):
            try:
                cleaned["closes_at"] = at(cleaned["closes"], self.zone)
            except forms.ValidationError as error:
                self.add_error("closes", error)
        return cleaned


class OutputForm(forms.Form):
    """As of when the texts for the meeting are wanted, on the clocks of the round's own zone; now when left empty."""

    as_of = LocalTimeField(
        label=_("Date and time"), required=False, help_text=_("On the clocks of the round. Leave it empty for now.")
    )


class PublishForm(forms.Form):
    """The day that the next version bears, and its label where it is to be another than the body's own."""

    day = forms.DateField(
        label=_("Date of the version"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the date that the version bears."),
            "invalid": _("Write the date as 2026-11-30."),
        },
    )
    label = forms.CharField(label=_("Label"), max_length=24, required=False)


class EditForm(forms.Form):
    """What is written at one place; which button was pressed says whether words, a new paragraph or a move."""

    do = forms.ChoiceField(choices=[(each, each) for each in ("save", "preview", "delete", "move", "restore")])
    op = forms.ChoiceField(choices=[("words", "words"), ("add", "add")], required=False)
    words = forms.CharField(required=False, strip=False)
    reason = forms.CharField(required=False, strip=False)
    ordinal = forms.IntegerField(required=False, min_value=0, max_value=100)
    after = forms.CharField(required=False, max_length=120)
    seen = forms.IntegerField(required=False, min_value=0, max_value=10**9)
    bridges = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def clean_seen(self) -> int:
        """Return the turn that was seen, 0 for none."""
        return self.cleaned_data["seen"] or 0

    def clean_words(self) -> str:
        """Return the words with the line ends of one kind: a browser sends two characters for each."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    def edit(self, place: str, official: str) -> WrittenEdit:
        """Return the edit that the button asks for at this place, whose official words these are."""
        given = self.cleaned_data
        do, reason = given["do"], given["reason"]
        if do == "restore":
            return WrittenEdit(place, "words", official, reason)
        if do == "delete":
            return WrittenEdit(place, "delete", reason=reason)
        if do == "move":
            return WrittenEdit(place, "move", reason=reason, after=given["after"])
        if given["op"] == "add":
            return WrittenEdit(place, "add", given["words"], reason, "", given["ordinal"] or 1, given["bridges"])
        return WrittenEdit(place, "words", given["words"], reason, bridges=given["bridges"])


class PlaceForm(forms.Form):
    """A place at which something is written."""

    place = forms.CharField(max_length=120)
    ordinal = forms.IntegerField(min_value=0, max_value=100)


class SendForm(forms.Form):
    """The turns that she looked at before she sends."""

    seen = forms.IntegerField(min_value=0)
