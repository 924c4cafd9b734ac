"""Official documents: classified, in versions, each version in one file per language (O15, O20)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Folder(models.TextChoices):
    """The three standing folders of a group (O20)."""

    BASE = "base", _("Base document")
    SUPPORTING = "supporting", _("Supporting documents")
    REFERENCE = "reference", _("Reference documents")


class Distribution(models.TextChoices):
    """Who a document may go to, as its masthead says it."""

    GENERAL = "general", _("General")
    LIMITED = "limited", _("Limited")
    RESTRICTED = "restricted", _("Restricted")


class Settlement(models.TextChoices):
    """What was done with tracked changes that a file still held when it came in."""

    ACCEPT_ALL = "accept_all", _("All tracked changes were accepted")
    REJECT_ALL = "reject_all", _("All tracked changes were rejected")


class FolderName(models.Model):
    """The name a group gives to the folder of its base document, such as "Inter-American Plan"."""

    group = models.OneToOneField("people.Group", on_delete=models.CASCADE, related_name="+")
    base = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.base


class Document(models.Model):
    """One document of a group under its official classification; it is official once it has a symbol."""

    group = models.ForeignKey("people.Group", on_delete=models.PROTECT, related_name="+")
    folder = models.CharField(max_length=12, choices=Folder.choices)
    symbol = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    distribution = models.CharField(max_length=12, choices=Distribution.choices, default=Distribution.LIMITED)
    original_language = models.CharField(max_length=12)
    date = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "symbol"], condition=~Q(symbol=""), name="library_symbol_once_in_group"
            ),
            models.CheckConstraint(
                condition=~Q(folder="base") | ~Q(symbol=""), name="library_base_document_is_classified"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()

    @property
    def official(self) -> bool:
        """Whether the document is classified: it then has a symbol, and may be the base of a round."""
        return bool(self.symbol)


class Version(models.Model):
    """One issue of a document: the original (label "") or a later one, "Rev.1", "Corr.1", "Add.2"."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=24, blank=True)
    ordinal = models.PositiveIntegerField()
    date = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "label"], name="library_version_label_once"),
            models.UniqueConstraint(fields=["document", "ordinal"], name="library_version_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.symbol or self.document.title

    @property
    def symbol(self) -> str:
        """The full symbol of this version: the document's and the version's label."""
        return f"{self.document.symbol} {self.label}".strip()


class LanguageVersion(models.Model):
    """The file of a version in one language: as served, and as it came in when the product had to clean it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=180)
    kind = models.CharField(max_length=8)
    # Kept for the record and never served: it held what the guard took out, or tracked changes.
    original = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    settlement = models.CharField(max_length=12, choices=Settlement.choices, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="library_language_once")]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"

    @property
    def official(self) -> bool:
        """Whether this file belongs to a classified document: only such a file may be the base of a round."""
        return self.version.document.official


class HeldFile(models.Model):
    """A file that passed the guard and waits for its place: tied to who sent it, gone after a day."""

    group = models.ForeignKey("people.Group", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    filename = models.CharField(max_length=180)
    kind = models.CharField(max_length=8)
    # How many tracked changes the Word file still holds; none known when it is no Word file or none that can be read.
    pending = models.PositiveIntegerField(null=True)
    settlement = models.CharField(max_length=12, choices=Settlement.choices, blank=True)
    cleaned_of = models.CharField(max_length=40, blank=True)
    # Once it has its place it stays until it expires, so that pressing the button twice publishes once.
    placed = models.ForeignKey(LanguageVersion, on_delete=models.CASCADE, related_name="+", null=True)
    held_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.filename
