"""What a delegation writes in the browser before it is sent, and the reasons it gives beside its amendments."""

from django.db import models
from django.db.models import Q


class Draft(models.Model):
    """A proposal that is being written in the browser: its delegation's alone, until it is sent or put aside."""

    round = models.ForeignKey("negotiation.Round", on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    # The standing proposal that it goes on from.
    ground = models.ForeignKey("negotiation.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    sent = models.ForeignKey("negotiation.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "delegation"], condition=Q(ended_at__isnull=True), name="negotiation_one_draft"
            )
        ]

    def __str__(self) -> str:
        return f"draft of {self.delegation_id} in round {self.round_id}"


class DraftEdit(models.Model):
    """What a draft asks for at one place; `ordinal` tells paragraphs added at the same place apart, from 1.

    `turn` counts how often it was saved: whoever saves over a turn she has not seen keeps her words in `rival`.
    """

    class Op(models.TextChoices):
        """What is done at the place."""

        WORDS = "words"
        ADD = "add"
        DELETE = "delete"
        MOVE = "move"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits")
    place = models.CharField(max_length=120)
    op = models.CharField(max_length=8, choices=Op)
    after = models.CharField(max_length=120, blank=True)
    ordinal = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    bridges = models.ForeignKey("negotiation.Wording", on_delete=models.PROTECT, null=True, related_name="+")
    turn = models.PositiveIntegerField(default=1)
    rival = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "place", "ordinal"], name="negotiation_edit_once"),
            models.CheckConstraint(condition=Q(op__in=["words", "add", "delete", "move"]), name="negotiation_edit_op"),
        ]

    def __str__(self) -> str:
        return f"{self.op} at {self.place}"


class Remark(models.Model):
    """The reason given beside an amendment, from Word's margin or the browser; as immutable as what was sent."""

    proposal = models.ForeignKey("negotiation.Proposal", on_delete=models.CASCADE, related_name="remarks")
    ordinal = models.PositiveIntegerField()
    address = models.CharField(max_length=120)
    words = models.TextField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["proposal", "ordinal"], name="negotiation_remark_once")]

    def __str__(self) -> str:
        return f"{self.address} {self.words[:40]}"
