"""The next version of a text: what is decided on each wording, what differs, and whose doing each difference is."""

from django.db import models
from django.db.models import Q


class Revision(models.Model):
    """The next version of one language version in the making, by decisions or from an uploaded file; then published.

    `number` is that of its label ("Rev.1"). `clean_docx` is the text without what is kept, `docx` the same with it in
    brackets as tracked changes. `account` is frozen with it: what changed, by whose proposal, and why.
    """

    class Way(models.TextChoices):
        """How it is made."""

        DECISIONS = "decisions"
        UPLOAD = "upload"

    base = models.ForeignKey("negotiation.RoundBase", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    way = models.CharField(max_length=10, choices=Way)
    uploaded = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)
    version = models.ForeignKey("library.Version", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=150, blank=True)
    docx = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    clean_docx = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    account = models.JSONField(default=dict)
    # When it was put aside, unpublished.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base"], condition=Q(ended_at__isnull=True), name="negotiation_one_revision"
            ),
            models.CheckConstraint(condition=Q(way__in=["decisions", "upload"]), name="negotiation_revision_way"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, version__isnull=True, docx__isnull=True, clean_docx__isnull=True)
                | Q(
                    published_at__isnull=False,
                    version__isnull=False,
                    docx__isnull=False,
                    clean_docx__isnull=False,
                    ended_at__isnull=True,
                ),
                name="negotiation_revision_published",
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of base {self.base_id}"


class Decision(models.Model):
    """What Chair or Secretariat decided on one wording, named by its `ask`; another decision ends the former."""

    class Choice(models.TextChoices):
        """What becomes of a wording in the next version."""

        TAKE = "take"
        KEEP = "keep"
        LEAVE = "leave"

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    ask = models.CharField(max_length=160)
    choice = models.CharField(max_length=5, choices=Choice)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "ask"], condition=Q(ended_at__isnull=True), name="negotiation_one_decision"
            ),
            models.CheckConstraint(condition=Q(choice__in=["take", "keep", "leave"]), name="negotiation_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.choice} {self.ask}"


class Difference(models.Model):
    """A paragraph of an uploaded version that is not as in the base; "" where there is no such paragraph.

    `place` is its address in the base (of one put in, that of the paragraph before it), `new_place` that in the file.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="differences")
    ordinal = models.PositiveIntegerField()
    place = models.CharField(max_length=120, blank=True)
    new_place = models.CharField(max_length=120, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["revision", "ordinal"], name="negotiation_difference_once")]

    def __str__(self) -> str:
        return f"difference {self.ordinal} at {self.place or self.new_place}"


class Assignment(models.Model):
    """Whose doing a difference is: a wording's, with its sponsors, or the Chair's; it counts until it is ended."""

    difference = models.ForeignKey(Difference, on_delete=models.PROTECT, related_name="assignments")
    wording = models.ForeignKey("negotiation.Wording", on_delete=models.PROTECT, null=True, related_name="+")
    chair = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["difference", "wording"], condition=Q(ended_at__isnull=True), name="negotiation_assigned_once"
            ),
            models.UniqueConstraint(
                fields=["difference"], condition=Q(ended_at__isnull=True, chair=True), name="negotiation_chairs_once"
            ),
            models.CheckConstraint(
                condition=Q(wording__isnull=False, chair=False) | Q(wording__isnull=True, chair=True),
                name="negotiation_assigned_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.difference_id} to {self.wording_id or 'the Chair'}"


class Upholding(models.Model):
    """Whether a delegation still asks for a wording carried from an earlier round; a later word ends this one."""

    wording = models.ForeignKey("negotiation.Wording", on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    upheld = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "delegation"], condition=Q(ended_at__isnull=True), name="negotiation_one_upholding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wording_id} upheld by {self.delegation_id}: {self.upheld}"


class Question(models.Model):
    """Words of a delegation that a merged wording loses or adds, put to its focal point; answered once.

    `lost` are words it asked for that are not there, `back` words it took out that are there again, `added` words
    that nobody of it asked for. Ended when what was merged has changed since.
    """

    class Answer(models.TextChoices):
        """What its focal point says."""

        NONE = ""
        CONFIRMED = "confirmed"
        REFUSED = "refused"

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="questions")
    place = models.CharField(max_length=120)
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    lost = models.JSONField(default=list)
    back = models.JSONField(default=list)
    added = models.JSONField(default=list)
    merged = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "place", "delegation"],
                condition=Q(ended_at__isnull=True),
                name="negotiation_one_question",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=["confirmed", "refused"], answered_at__isnull=False),
                name="negotiation_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} put to {self.delegation_id}"
