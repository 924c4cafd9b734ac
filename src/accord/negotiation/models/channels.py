"""What went out through the official channels: which version of a document, when, to whom, by which letter (O18)."""

from django.db import models


class Dispatch(models.Model):
    """That a version of a document was sent to official addressees, by whom, with which words beside it."""

    version = models.ForeignKey("library.Version", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey("people.Group", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"version {self.version_id} on {self.sent_at:%Y-%m-%d}"


class DispatchLetter(models.Model):
    """The letter to one addressee; `language` is that of the file it carries, or leads to where the file is large."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="letters")
    addressee = models.ForeignKey("mailings.Addressee", on_delete=models.PROTECT, related_name="+")
    letter = models.OneToOneField("mailings.Letter", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "addressee"], name="negotiation_dispatched_once"),
        ]

    def __str__(self) -> str:
        return f"{self.addressee_id} of dispatch {self.dispatch_id}"
