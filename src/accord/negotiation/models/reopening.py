"""What delegations ask of the Chair on paragraphs that are agreed: to open them again, and what came of it (O19)."""

from django.db import models
from django.db.models import Q


class ReopeningRequest(models.Model):
    """That a delegation asks for an agreed paragraph to be opened again, why, and the answer; answered once.

    It is answered "reopened" by whatever opens the paragraph, and "declined" by the Chair alone, with `words`.
    """

    class Answer(models.TextChoices):
        """What came of it."""

        NONE = ""
        REOPENED = "reopened"
        DECLINED = "declined"

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base", "place", "delegation"],
                condition=Q(answered_at__isnull=True),
                name="negotiation_one_reopening_request",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer="reopened", answered_at__isnull=False)
                | (Q(answer="declined", answered_at__isnull=False) & ~Q(words="")),
                name="negotiation_reopening_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} asks for {self.place} to be opened again"
