"""Wordings and who proposes them, what delegations and the Chair say of them, and where each paragraph stands (O19)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Wording(models.Model):
    """What is asked for at one place of a base, by whomever: its name is the engine's id of it (`ask`).

    `place` is the address beside which its card stands; `contents` identifies each paragraph it adds, whose numbers
    are in AddedLabel.
    """

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    ask = models.CharField(max_length=160)
    place = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    removed = models.TextField(blank=True)
    added = models.TextField(blank=True)
    contents = models.JSONField(default=list)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["base", "ask"], name="negotiation_wording_once")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.place}"


class ChairWording(models.Model):
    """Words that the Chair puts beside the delegations', as the Chair's own; `amendments` are the engine's values."""

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    note = models.TextField(blank=True)
    amendments = models.JSONField()
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base", "place"], condition=Q(ended_at__isnull=True), name="negotiation_one_chair_wording"
            )
        ]

    def __str__(self) -> str:
        return f"the Chair's words at {self.place}"


class Sponsorship(models.Model):
    """That a proposal, or the Chair, asks for a wording; it counts while that proposal stands."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="sponsorships")
    proposal = models.ForeignKey("negotiation.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    chair = models.ForeignKey(ChairWording, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wording", "proposal"], name="negotiation_sponsored_once"),
            models.UniqueConstraint(fields=["wording", "chair"], name="negotiation_chaired_once"),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, chair__isnull=True) | Q(proposal__isnull=True, chair__isnull=False),
                name="negotiation_sponsor_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"wording {self.wording_id} by {self.proposal_id or 'the Chair'}"


class Position(models.Model):
    """What a delegation says of a wording; a later one ends the former. No row: it never said anything."""

    class Stance(models.TextChoices):
        """What is said; "withdrawn" takes back what was said before."""

        SUPPORT = "support", _("supports")
        OBJECT = "object", _("objects")
        RESERVE = "reserve", _("reserves its position")
        DISSOCIATE = "dissociate", _("dissociates itself")
        WITHDRAWN = "withdrawn", _("withdrew its position")

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="positions")
    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance)
    reason = models.TextField(blank=True)
    caucus = models.ForeignKey("negotiation.Caucus", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["base", "wording"], condition=Q(ended_at__isnull=True), name="negotiation_positions_now"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "delegation"], condition=Q(ended_at__isnull=True), name="negotiation_one_position"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=["support", "object", "reserve", "dissociate", "withdrawn"]),
                name="negotiation_stance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stance} of {self.delegation_id}"


class Bridge(models.Model):
    """A bridging alternative, and the wording that it bridges."""

    proposal = models.ForeignKey("negotiation.Proposal", on_delete=models.PROTECT, related_name="+")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.wording_id} bridges {self.of_id}"


class Step(models.Model):
    """Where the Chair, or what followed, put a paragraph on the ladder; no row: nothing was ever recorded of it.

    `stands_on` hashes the wordings on which it was taken, `agreed` are the words agreed, `taken` the wordings in them.
    """

    class State(models.TextChoices):
        """The rungs, from the lowest; `approved` is only by a formal meeting (O19)."""

        OPEN = "open", _("open")
        BRACKETED = "bracketed", _("in brackets")
        PENDING = "pending", _("pending")
        INFORMAL = "informal", _("agreed informally")
        AD_REFERENDUM = "ad_referendum", _("agreed ad referendum")
        APPROVED = "approved", _("approved")

    class Cause(models.TextChoices):
        """Why the paragraph stands there now."""

        RECORDED = "recorded", _("recorded by the Chair")
        TEXT_CHANGED = "text_changed", _("the words changed")
        CONFIRMED = "confirmed", _("all those asked have confirmed")
        OBJECTED = "objected", _("one of those asked objected")
        REOPENED = "reopened", _("reopened")
        CARRIED = "carried", _("carried over from the earlier version")

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    state = models.CharField(max_length=14, choices=State)
    cause = models.CharField(max_length=12, choices=Cause)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    stands_on = models.CharField(max_length=64)
    agreed = models.TextField(blank=True)
    taken = models.JSONField(default=list)
    package = models.CharField(max_length=120, blank=True)
    meeting = models.ForeignKey("people.FormalMeeting", on_delete=models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    # How sure it is that the paragraph it was carried from is this one, from 0 to 1.
    certainty = models.FloatField(null=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base", "place"], condition=Q(ended_at__isnull=True), name="negotiation_one_step"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", meeting__isnull=False) | (~Q(state="approved") & Q(meeting__isnull=True)),
                name="negotiation_approved_by_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(cause="reopened") | (Q(party__isnull=False) & ~Q(reason="")),
                name="negotiation_reopened_for_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "bracketed", "pending", "informal", "ad_referendum", "approved"]),
                name="negotiation_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.state}"


class StepParty(models.Model):
    """A delegation that a pending step awaits, and what it answered."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="parties")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "delegation"], name="negotiation_awaited_once")]

    def __str__(self) -> str:
        return f"{self.delegation_id} at step {self.step_id}"


class Agenda(models.Model):
    """The order in which paragraphs are discussed, as the Chair set it."""

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    places = models.JSONField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["base"], condition=Q(ended_at__isnull=True), name="negotiation_one_agenda")
        ]

    def __str__(self) -> str:
        return f"{len(self.places)} places of base {self.base_id}"


class Place(models.Model):
    """A paragraph folded from its history for pages: state, wordings, who holds which position. Not history itself."""

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=120)
    state = models.CharField(max_length=14, blank=True)
    stands_on = models.CharField(max_length=64)
    chair = models.ForeignKey(ChairWording, on_delete=models.CASCADE, null=True, related_name="+")
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["base", "address"], name="negotiation_place_once")]

    def __str__(self) -> str:
        return f"{self.address} {self.state}"
