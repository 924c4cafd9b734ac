"""Delegations, who speaks for each of them and when (O4, O9, O14a), and their experts in the capital (O5)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accord.people.models.groups import Group


class Delegation(models.Model):
    """A party in a group."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="delegations")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["group", "party"], name="one_delegation_per_party"),)

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The party's code, such as AG, without asking the database."""
        return self.party_id


class Appointment(models.Model):
    """The mission's word that a person speaks for its delegation from an instant, to an instant if one is stated.

    Who speaks at an instant follows from the periods alone (`policy.speaking_at`): the acting focal point whose period
    holds it, else the regular one. Guards in the database refuse two periods of one kind that overlap, so at most one
    person can. `in_office` says whom the delegations were last told of, and is unique of itself.
    """

    class Kind(models.TextChoices):
        """Whether the office is held, or held for somebody."""

        FOCAL_POINT = "focal_point", _("focal point")
        ACTING = "acting", _("acting focal point")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.FOCAL_POINT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    note = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note_name = models.CharField(max_length=150, blank=True, default="")
    in_office = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["delegation"], condition=Q(in_office=True), name="one_in_office"),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(kind="focal_point", ends_at__isnull=True),
                name="one_open_ended_focal_point",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="appointment_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(kind="focal_point") | Q(ends_at__isnull=False), name="acting_for_a_stated_time"
            ),
            models.CheckConstraint(condition=Q(kind__in=["focal_point", "acting"]), name="appointment_kind"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person_id}"


class Expert(models.Model):
    """A person in the capital whom the focal point admitted to the delegation's own room."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="experts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["delegation", "person"], condition=Q(until__isnull=True), name="admitted_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="expert_ends_later"
            ),
        )

    def __str__(self) -> str:
        return f"expert {self.person_id}"
