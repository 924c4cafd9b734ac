"""The text of a language version as addressed paragraphs, read once from its Word file and never changed."""

from django.db import models


class Text(models.Model):
    """The paragraphs of one language version, read from the file whose SHA-256 is `sha256`."""

    language_version = models.OneToOneField("library.LanguageVersion", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"text of {self.sha256[:12]}"


class TextParagraph(models.Model):
    """One paragraph: its address in the file, what it is, the number printed before it, its words."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    address = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60, blank=True)
    style = models.CharField(max_length=255, blank=True)
    body = models.TextField(blank=True)
    table = models.PositiveIntegerField(null=True)
    row = models.PositiveIntegerField(null=True)
    column = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["text", "position"], name="texts_position_once"),
            models.UniqueConstraint(fields=["text", "address"], name="texts_address_once"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.label} {self.body[:40]}"
