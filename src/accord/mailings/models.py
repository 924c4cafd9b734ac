"""Letters: written once, sent once, readable in the outbox; the official addressees; files that go with a letter."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """One letter to one person, in her language, with the state of its delivery.

    queued   waits for its turn (`due_at`), or for a mail server to be set
    sending  a worker has claimed it and is speaking with the mail server
    sent     the mail server has accepted it
    failed   the mail server refused it for good, or too many times; `error` says what it answered

    A letter to technical support is to nobody in the register (`to` is None), and is answered to `reply_to`.
    """

    to = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    address = models.EmailField()
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    # Holds a personal link: the text is dropped once it is sent, so that no link can be read in the database.
    secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=250, unique=True)
    state = models.CharField(max_length=7, default="queued")
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(default="")
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    reply_to = models.EmailField(default="")
    # Staff looked at a letter that failed, and let it be.
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["queued", "sending", "sent", "failed"]), name="letter_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"


class Case(models.Model):
    """A question to technical support: its number, told to whoever asked, and the letter that carries it."""

    number = models.CharField(max_length=9, unique=True)
    asked_at = models.DateTimeField()
    # None for who asked without having signed in; `origin` is then a keyed hash of the network address, for a day.
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=16, default="")
    letter = models.OneToOneField(Letter, models.PROTECT)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["asked_at"], name="case_asked")]

    def __str__(self) -> str:
        return self.number


class Addressee(models.Model):
    """Where a group's documents go officially: a mission, a ministry, an organ; nobody of the register need be it."""

    group = models.ForeignKey("people.Group", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    office = models.CharField(max_length=160, blank=True)
    email = models.EmailField()
    language = models.CharField(max_length=8)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "email"], condition=Q(until__isnull=True), name="mailings_addressee_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class Attachment(models.Model):
    """A file that goes with a letter, under the name by which its reader saves it."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=190)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "filename"], name="mailings_attached_once")]

    def __str__(self) -> str:
        return self.filename
