"""What a body is used to, and the delegations in it that speak through one of them."""

from django.db import models
from django.db.models import Q


class Caucus(models.Model):
    """Delegations that speak through one of them ("Czech Republic on behalf of the European Union")."""

    group = models.ForeignKey("people.Group", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="negotiation_caucus_once")]

    def __str__(self) -> str:
        return self.code


class CaucusMember(models.Model):
    """That a delegation belongs to a caucus, from when until when."""

    caucus = models.ForeignKey(Caucus, on_delete=models.PROTECT, related_name="members")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["caucus", "delegation"], condition=Q(until__isnull=True), name="negotiation_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} in {self.caucus_id}"


class OnBehalf(models.Model):
    """That a proposal was made on behalf of a caucus."""

    proposal = models.OneToOneField("negotiation.Proposal", on_delete=models.PROTECT, related_name="+")
    caucus = models.ForeignKey(Caucus, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"proposal {self.proposal_id} on behalf of {self.caucus_id}"


class Customs(models.Model):
    """How a group's body does things: how it names a revision, how it prints brackets, whether it knows silence."""

    group = models.OneToOneField("people.Group", on_delete=models.PROTECT, related_name="+")
    revision_label = models.CharField(max_length=40, default="Rev.{n}")
    mark_up = models.CharField(max_length=8, default="brackets")
    bracket_style = models.CharField(max_length=12, default="suffix")
    silence = models.BooleanField(default=False)
    silence_hours = models.PositiveIntegerField(default=72)
    silence_rule = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"customs of group {self.group_id}"
