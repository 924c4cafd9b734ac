"""What is filled in about people: who she is, from when to when, the mission's note, a meeting, a group."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accord.people.actions import Newcomer, Note
from accord.people.queries import zones
from accord.web.templatetags.accord import city
from accord.web.zones import ZoneSelect

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

NOTE_LIMIT = 10 * 1024 * 1024


class OfficialTimeField(forms.DateTimeField):
    """An instant typed on the group's official clock, whatever clock the reader has."""

    zone = ZoneInfo("UTC")

    def to_python(self, value: Any) -> datetime | None:
        """Read what was typed as a time of the official zone."""
        with timezone.override(self.zone):
            return super().to_python(value)


def moment_input() -> forms.DateTimeInput:
    """Return the browser's own field for a date and a time."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def day_input() -> forms.DateInput:
    """Return the browser's own field for a date."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonForm(forms.Form):
    """A person as somebody else names her."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("A personal address, not the mission’s: the link that opens the account is sent there."),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("of letters and pages", "Language"),
        choices=settings.LANGUAGES,
        help_text=_("Letters are written in it. It can be changed later by its reader."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever names her mostly reads what she reads.
        self.initial.setdefault("language", get_language())

    def newcomer(self, zone: str) -> Newcomer:
        """Return the person who was named, reading on the clock of the zone until she chooses another."""
        said = self.cleaned_data
        return Newcomer(said["given_name"], said["family_name"], said["email"], said["language"], zone)


class AppointForm(PersonForm):
    """A focal point, or her successor, by the mission's note."""

    starts_at = OfficialTimeField(label=_("From"), required=False, widget=moment_input())
    note = forms.FileField(
        label=_("The mission’s note"),
        help_text=_("The note by which the mission appoints: PDF, Word (.docx) or a picture, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
    )

    def on_clock(self, zone: str) -> "AppointForm":
        """Read the times of this form on the clock of the zone, and say so beside each."""
        for name in ("starts_at", "ends_at"):
            field = self.fields.get(name)
            if isinstance(field, OfficialTimeField):
                field.zone = ZoneInfo(zone)
                clock = _now("On the official clock, %(city)s.") % {"city": city(zone)}
                field.help_text = clock if field.required else clock + " " + _now("Empty means at once.")
        return self

    def clean_note(self) -> Note:
        """Refuse a file beyond the limit before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["note"]
        if (file.size or 0) > NOTE_LIMIT:
            raise forms.ValidationError(_("The note is larger than 10 MB. Send a smaller scan."), code="too_large")
        return Note(file.name or "", file.read())


class ActingForm(AppointForm):
    """An acting focal point, for a stated time."""

    field_order = ("given_name", "family_name", "email", "language", "starts_at", "ends_at", "note")
    ends_at = OfficialTimeField(label=_("Until"), widget=moment_input())


class ConfirmForm(forms.Form):
    """Nothing to fill in: a button that does what the page says."""


class SeatForm(forms.Form):
    """The party whose delegation is seated."""

    party = forms.ChoiceField(label=_("Party"))

    def offer(self, parties: list[tuple[str, str]]) -> "SeatForm":
        """Offer these parties (code and name)."""
        field = self.fields["party"]
        if isinstance(field, forms.ChoiceField):
            # Nobody is chosen beforehand: the first of the alphabet would be seated by a press of the button.
            field.choices = [("", _("Choose a party")), *parties]
        return self


class OfficerForm(PersonForm):
    """An officer of the group."""

    field_order = ("role", "given_name", "family_name", "email", "language")
    role = forms.ChoiceField(
        label=_("Office"),
        choices=[
            ("", _("Choose an office")),
            ("chair", _("Chair (takes over from the present one)")),
            ("vice_chair", _("Vice-Chair")),
            ("secretariat", _("Technical Secretariat")),
        ],
    )


class AddresseeForm(forms.Form):
    """Where the group's documents go officially."""

    name = forms.CharField(
        label=_("Addressee"), max_length=160, help_text=_("As letters call it: a mission, a ministry, an organ.")
    )
    office = forms.CharField(label=_("For the attention of"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=pgettext_lazy("of letters and pages", "Language"), choices=settings.LANGUAGES)
    party = forms.ChoiceField(
        label=_("Party"), required=False, help_text=_("If the addressee is a party’s own, such as its mission.")
    )

    def offer(self, parties: list[tuple[str, str]]) -> "AddresseeForm":
        """Offer the parties that take part (code and name), and none."""
        field = self.fields["party"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("None: an organ or an office")), *parties]
        self.initial.setdefault("language", get_language())
        return self


class MeetingForm(forms.Form):
    """A formal meeting of the body."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=9999)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("As the order of business has it.")
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=day_input())
    closes_on = forms.DateField(
        label=_("Closes on"), widget=day_input(), required=False, help_text=_("Empty means on the same day.")
    )


class ConveneForm(forms.Form):
    """A new group: its body, its name, its clock, its languages, its Chair, its parties."""

    field_order = (
        "body",
        "name",
        "kind",
        "official_zone",
        "official_place",
        "languages",
        "given_name",
        "family_name",
        "email",
        "parties",
    )
    body = forms.CharField(
        label=_("Body"),
        max_length=200,
        help_text=_("The organ that established the group, such as the Permanent Council."),
    )
    name = forms.CharField(label=_("Name of the group"), max_length=200)
    kind = forms.ChoiceField(
        label=_("How it works"),
        widget=forms.RadioSelect,
        initial="two_level",
        choices=[
            ("two_level", _("Negotiation at two levels: delegations, and each with its own capital")),
            ("plain", _("One level: its members together")),
        ],
    )
    official_zone = forms.ChoiceField(
        label=_("Official clock"), choices=zones, initial="America/New_York", widget=ZoneSelect
    )
    official_place = forms.CharField(
        label=_("Name of its place"),
        max_length=80,
        required=False,
        help_text=_("As clocks and letters call it, such as Washington. Empty means the city of the clock."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    parties = forms.MultipleChoiceField(
        label=_("Delegations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each party has one delegation; more can be seated later."),
    )
    given_name = forms.CharField(label=_("Chair: given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Chair: family name"), max_length=80, required=False)
    email = forms.EmailField(label=_("Chair: e-mail"), required=False, help_text=_("May be named later as well."))

    def offer(self, parties: list[tuple[str, str]]) -> "ConveneForm":
        """Offer these parties (code and name)."""
        field = self.fields["parties"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = parties
        return self

    def clean(self) -> None:
        """Ask for the Chair's name and address together, or for neither."""
        given, email = self.cleaned_data.get("given_name"), self.cleaned_data.get("email")
        if bool(given) != bool(email):
            missing = "email" if given else "given_name"
            self.add_error(missing, _("Give the Chair’s name and e-mail, or leave both empty."))

    def chair(self) -> Newcomer | None:
        """Return the Chair who was named, if one was."""
        said = self.cleaned_data
        if not said["email"]:
            return None
        language = (said["languages"] or ["en"])[0]
        return Newcomer(said["given_name"], said["family_name"], said["email"], language, said["official_zone"])


class EnterForm(PersonForm):
    """A person for the register."""

    is_secretariat = forms.BooleanField(
        label=_("Staff of the Secretariat: may convene groups and enter persons"), required=False
    )
    send = forms.BooleanField(label=_("Send the link that opens the account"), required=False, initial=True)
