"""The silence procedure of bodies that know it: a text fixed by its hash, an instant, and what each delegation did."""

from django.db import models
from django.db.models import F, Q


class Silence(models.Model):
    """A question on one version of a document that is answered by silence, unless somebody objects or amends.

    `texts` has the SHA-256 of each language version as it stood when the procedure was opened, `text_sha256` one for
    all of them. It ends once; "no_objection" is never called approval.
    """

    class Outcome(models.TextChoices):
        """How a procedure ended."""

        NO_OBJECTION = "no_objection"
        BROKEN = "broken"
        CANCELLED = "cancelled"

    group = models.ForeignKey("people.Group", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("library.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    text_sha256 = models.CharField(max_length=64)
    question = models.TextField()
    opens_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # The zone in which the instant is announced.
    zone = models.CharField(max_length=64)
    opened_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="negotiation_silence_number_once"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(ended_at__isnull=True), name="negotiation_one_silence"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("opens_at")), name="negotiation_silence_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome__in=["no_objection", "broken", "cancelled"]),
                name="negotiation_silence_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"silence procedure {self.number} of group {self.group_id}"


class SilenceNotice(models.Model):
    """The letter by which a delegation was told; None where nobody spoke for it when the procedure was opened."""

    silence = models.ForeignKey(Silence, on_delete=models.PROTECT, related_name="notices")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("mailings.Letter", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["silence", "delegation"], name="negotiation_silence_told_once"),
        ]

    def __str__(self) -> str:
        return f"delegation {self.delegation_id} of silence {self.silence_id}"


class SilenceAnswer(models.Model):
    """What a delegation said: that it knows of it, that it objects, or, by a proposal or here, that it amends."""

    class Kind(models.TextChoices):
        """What may be said."""

        ACKNOWLEDGED = "acknowledged"
        OBJECTED = "objected"
        AMENDED = "amended"

    silence = models.ForeignKey(Silence, on_delete=models.PROTECT, related_name="answers")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.TextField(blank=True)
    proposal = models.ForeignKey("negotiation.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["silence", "delegation", "kind"], name="negotiation_silence_said_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["acknowledged", "objected", "amended"]), name="negotiation_silence_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} {self.kind}"
