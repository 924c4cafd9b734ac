"""What officers fill in about their body: its customs, delegations that speak together, a question for silence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.negotiation.actions import BodyCustoms
from accord.web.negotiation.forms import LocalTimeField, at


class CustomsForm(forms.Form):
    """How the body does things."""

    revision_label = forms.CharField(
        label=_("How a revision is named"),
        max_length=40,
        help_text=_("{n} stands for its number: Rev.{n} gives Rev.1, Rev.2 …"),
    )
    bracket_style = forms.ChoiceField(
        label=_("Who proposes, in brackets"),
        choices=[
            ("suffix", _("Delegations after the words")),
            ("prefix", _("Delegations before the words")),
            ("footnote", _("Delegations in footnotes")),
            ("unattributed", _("Nobody named")),
        ],
    )
    mark_up = forms.ChoiceField(
        label=_("How brackets are printed"),
        choices=[
            ("brackets", _("Brackets alone")),
            ("bold", _("With bold and strike-through")),
            ("symbols", _("With ADD, MOD, SUP, NOC")),
        ],
    )
    silence = forms.BooleanField(label=_("The body’s rules allow a silence procedure"), required=False)
    silence_rule = forms.CharField(
        label=_("The rule that allows it"), max_length=500, required=False, help_text=_("As it is cited: Article 12.")
    )
    silence_hours = forms.IntegerField(label=_("It lasts at least, in hours"), min_value=1, max_value=24 * 366)

    def customs(self) -> BodyCustoms:
        """Return what was filled in."""
        return BodyCustoms(**self.cleaned_data)


class CaucusForm(forms.Form):
    """Delegations that may speak through one of them."""

    code = forms.CharField(label=_("Code"), max_length=12, help_text=_("Such as EU or SIDS."))
    name = forms.CharField(label=_("What they are called together"), max_length=120)
    members = forms.MultipleChoiceField(label=_("Delegations"), widget=forms.CheckboxSelectMultiple)

    def offer(self, delegations: list[tuple[str, str]]) -> "CaucusForm":
        """Offer the delegations of the group (code and name)."""
        field = self.fields["members"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = delegations
        return self


class SilenceForm(forms.Form):
    """A question that silence answers, and until when, on the group's official clock."""

    question = forms.CharField(
        label=_("What silence answers"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the words that every delegation reads."),
    )
    expires = LocalTimeField(label=_("It ends on"))

    def __init__(self, *args: Any, zone: str, city: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["expires"].help_text = _("On the clocks of %(city)s.") % {"city": city}

    def clean(self) -> dict[str, Any]:
        """Give the time its zone."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("expires"):
            try:
                cleaned["expires_at"] = at(cleaned["expires"], self.zone)
            except forms.ValidationError as error:
                self.add_error("expires", error)
        return cleaned
