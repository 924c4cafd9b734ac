"""Rounds on an official document, what delegations propose in them, and what is compiled from it (O16, O17, O22)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """A stated time, before a formal meeting, in which delegations propose on one official version (O16)."""

    class Sees(models.TextChoices):
        """When delegations, Chair and Secretariat see what a delegation proposed."""

        AT_ONCE = "at_once", _("At once")
        AFTER_CLOSE = "after_close", _("After the close of the round")

    group = models.ForeignKey("people.Group", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    version = models.ForeignKey("library.Version", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey("people.FormalMeeting", on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # The zone in which the two instants are announced; its wording is theirs in that zone.
    zone = models.CharField(max_length=64)
    sees = models.CharField(max_length=12, choices=Sees)
    scheduled_at = models.DateTimeField()
    scheduled_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="negotiation_round_number_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="negotiation_round_closes_later"),
            models.CheckConstraint(condition=Q(sees__in=["at_once", "after_close"]), name="negotiation_round_sees"),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.group_id}"

    @property
    def place(self) -> str:
        """How the clock of the round is called where that is the group's own official clock; "" for its zone's city."""
        return self.group.official_place if self.zone == self.group.official_zone else ""


class RoundBase(models.Model):
    """One language version of a round's document, frozen by the SHA-256 of its file, and what is handed out for it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="bases")
    language_version = models.ForeignKey("library.LanguageVersion", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    handout = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=180)
    text = models.ForeignKey("texts.Text", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "language"], name="negotiation_base_language_once")]

    def __str__(self) -> str:
        return f"{self.filename} ({self.language})"


class Proposal(models.Model):
    """A delegation's Word file on one base: being checked, standing, or no longer so; never altered once sent (O2)."""

    class State(models.TextChoices):
        """Where a proposal stands."""

        CHECKING = "checking", _("being checked, not sent")
        STANDING = "standing", _("standing")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISCARDED = "discarded", _("not sent")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals")
    base = models.ForeignKey(RoundBase, on_delete=models.PROTECT, related_name="proposals")
    delegation = models.ForeignKey("people.Delegation", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=190)
    uploaded_as = models.CharField(max_length=255)
    # The SHA-256 of the bytes that came in; `original` differs from it when the guard took something out.
    received_sha256 = models.CharField(max_length=64)
    original = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    # The file that is compiled: the original, or the original with its untracked changes made visible.
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.CHECKING)
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=150)
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    amendment_count = models.PositiveIntegerField(default=0)
    paragraph_count = models.PositiveIntegerField(default=0)
    untracked_count = models.PositiveIntegerField(default=0)
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    # Addresses of the base paragraphs that it touches, and stories with changes outside the text.
    touches = models.JSONField(default=list)
    outside = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "delegation"], condition=Q(state="standing"), name="negotiation_one_standing"
            ),
            models.UniqueConstraint(
                fields=["round", "delegation"], condition=Q(state="checking"), name="negotiation_one_in_check"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["checking", "discarded"]) | Q(submitted_at__isnull=False, untracked_count=0),
                name="negotiation_sent_is_tracked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} {self.state}"


class Amendment(models.Model):
    """One thing a proposal asks for, as the engine read it from the file; `value` is the engine's whole value."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="amendments")
    ordinal = models.PositiveIntegerField()
    address = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    removed = models.TextField(blank=True)
    added = models.TextField(blank=True)
    tracked = models.BooleanField()
    value = models.JSONField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["proposal", "ordinal"], name="negotiation_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.address}"


class AddedLabel(models.Model):
    """The number given to a paragraph that delegations add ("8 bis"): given once, it does not move."""

    base = models.ForeignKey(RoundBase, on_delete=models.PROTECT, related_name="+")
    after = models.CharField(max_length=120, blank=True)
    content = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["base", "after", "content"], name="negotiation_added_once"),
            models.UniqueConstraint(fields=["base", "after", "ordinal"], name="negotiation_added_ordinal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.after} +{self.ordinal}"


class RenderedParagraph(models.Model):
    """A paragraph as shown with certain proposals in place; `key` hashes which, so that it is never out of date."""

    base = models.ForeignKey(RoundBase, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    # How many wordings are proposed at it: the table of contents counts without reading what is shown.
    wordings = models.PositiveIntegerField()
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["base", "key"], name="negotiation_rendered_once")]

    def __str__(self) -> str:
        return f"{self.address} {self.key[:12]}"


class Compilation(models.Model):
    """All proposals on one language version in one file, with the proof that nothing is missing (O17)."""

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being compiled")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    base = models.ForeignKey(RoundBase, on_delete=models.PROTECT, related_name="+")
    proposals = models.ManyToManyField(Proposal, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    # Why it failed: "altered AG", "damaged", "unreadable" or "broken"; pages say it in the reader's language.
    failure = models.CharField(max_length=40, blank=True)
    preliminary = models.BooleanField()
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(null=True)
    filename = models.CharField(max_length=190)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    proof = models.JSONField(default=list)
    proof_file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base"], condition=Q(state__in=["queued", "running"]), name="negotiation_one_compiling"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(file__isnull=False, proof_file__isnull=False, made_at__isnull=False),
                name="negotiation_done_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} {self.state}"
