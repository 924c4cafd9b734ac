"""What goes with a round's time: its rules, whom it reminds, what was lodged for a delegation, what was translated."""

from django.db import models
from django.db.models import F, Q


class RoundRule(models.Model):
    """What a round does with proposals after its close, and how many hours before it delegations are reminded (O16).

    One is current; without any, a round refuses what comes late and reminds 48 and 6 hours before its close.
    """

    class Late(models.TextChoices):
        """What becomes of a proposal that arrives after the close."""

        REFUSE = "refuse"
        STAMP = "stamp"

    round = models.ForeignKey("negotiation.Round", on_delete=models.PROTECT, related_name="rules")
    late = models.CharField(max_length=8, choices=Late)
    reminders = models.JSONField(default=list)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(ended_at__isnull=True), name="negotiation_one_round_rule"
            ),
            models.CheckConstraint(condition=Q(late__in=["refuse", "stamp"]), name="negotiation_rule_late"),
        ]

    def __str__(self) -> str:
        return f"round {self.round_id}: late is {self.late}"


class MovedClose(models.Model):
    """That a round's close was moved, from when to when and why; every delegation was told."""

    round = models.ForeignKey("negotiation.Round", on_delete=models.PROTECT, related_name="moves")
    former = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason = models.TextField()
    moved_at = models.DateTimeField()
    moved_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(former=F("closes_at")), name="negotiation_close_moves"),
        ]

    def __str__(self) -> str:
        return f"round {self.round_id} closes at {self.closes_at}"


class InternalDeadline(models.Model):
    """When a focal point wants her capital's word, before the round closes; nobody outside her delegation knows it."""

    round = models.ForeignKey("negotiation.Round", on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "delegation"],
                condition=Q(ended_at__isnull=True),
                name="negotiation_one_internal_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"internal deadline of {self.delegation_id} in round {self.round_id}"


class Reminder(models.Model):
    """That a delegation was reminded: of what, and for which instant; each once, whatever becomes of the worker.

    `due_at` is when the reminder was due: where the close is moved, another falls due.
    """

    round = models.ForeignKey("negotiation.Round", on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "delegation", "kind", "due_at"], name="negotiation_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.delegation_id} in round {self.round_id}"


class Lodging(models.Model):
    """That the Secretariat put in a proposal which a delegation gave it otherwise; it stands once she confirms it."""

    class Source(models.TextChoices):
        """How the delegation gave it."""

        PAPER = "paper"
        MAIL = "mail"
        FAX = "fax"

    proposal = models.OneToOneField("negotiation.Proposal", on_delete=models.PROTECT, related_name="lodging")
    source = models.CharField(max_length=8, choices=Source)
    # What was received: a scan of the paper, the message. Shown to the delegation and to whoever lodged it.
    evidence = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    evidence_name = models.CharField(max_length=180, blank=True)
    received_on = models.DateField()
    note = models.TextField(blank=True)
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=["paper", "mail", "fax"]), name="negotiation_lodged_how"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
                name="negotiation_lodging_one_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.proposal_id} lodged on {self.source}"


class Feed(models.Model):
    """A person's own calendar address in a group; it ends with its link."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("people.Group", on_delete=models.PROTECT, related_name="+")
    token = models.OneToOneField("people.LinkToken", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"calendar of {self.person_id} in group {self.group_id}"


class Translation(models.Model):
    """A courtesy translation of a proposal by the Secretariat: what the delegation sent stays what is compiled (O2)."""

    proposal = models.ForeignKey("negotiation.Proposal", on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=12)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=190)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "language", "file"], name="negotiation_translated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.language})"
