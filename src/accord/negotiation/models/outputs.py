"""What is made of a round for those who read it: the same data printed in the ways that bodies print it."""

from django.db import models
from django.db.models import Q


class Output(models.Model):
    """One file made of a language version's proposals, positions and states as of an instant; `key` hashes all of it.

    Frozen once it is made. `options` hold style and mark-up of a bracketed text, {} for the other kinds.
    """

    class Kind(models.TextChoices):
        """What is printed."""

        TRACKED = "tracked"
        BRACKETS = "brackets"
        TRANSLATORS = "translators"
        CLEAN = "clean"
        CONCORDANCE = "concordance"
        TABLE_DOCX = "table_docx"
        TABLE_XLSX = "table_xlsx"
        TRACE_DOCX = "trace_docx"
        TRACE_XLSX = "trace_xlsx"
        HTML = "html"
        JSON = "json"

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued"
        DONE = "done"
        FAILED = "failed"

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind)
    options = models.JSONField(default=dict)
    # The instant whose state is printed; what was asked for "now" says when that was.
    as_of = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    failure = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(null=True)
    filename = models.CharField(max_length=190)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["base", "key"], name="negotiation_output_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("tracked", "brackets", "translators", "clean", "concordance", "table_docx", "table_xlsx"),
                        *("trace_docx", "trace_xlsx", "html", "json"),
                    ]
                ),
                name="negotiation_output_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "failed"], file__isnull=True) | Q(state="done", file__isnull=False),
                name="negotiation_output_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} {self.state}"
