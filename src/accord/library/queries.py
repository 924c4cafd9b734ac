"""What may be read of a group's documents: every function asks the policy before it answers."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.library.models import Distribution, Document, Folder, FolderName, HeldFile, LanguageVersion, Version
from accord.library.policy import (
    DOCUMENT_ADMINISTERED,
    HELD_FILE_OWN,
    LANGUAGE_VERSION_READABLE,
    VERSION_ADMINISTERED,
)
from accord.people.models import Group

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

DISTRIBUTIONS = tuple(Distribution.choices)


@dataclass(frozen=True, slots=True)
class FileView:
    """One language version as a page shows it; size in bytes."""

    id: int
    language: str
    title: str
    filename: str
    kind: str
    size: int
    sha256: str
    settlement: str
    cleaned: bool
    published_at: datetime


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version with its files, in the alphabetical order of their language codes."""

    id: int
    label: str
    symbol: str
    date: date
    published_at: datetime
    published_by: str
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document with its versions, the latest first."""

    id: int
    group_id: int
    folder: str
    symbol: str
    title: str
    distribution: str
    distribution_name: str
    original_language: str
    date: date
    official: bool
    versions: tuple[VersionView, ...]

    @property
    def latest(self) -> VersionView | None:
        """The version in force, when the document has one."""
        return self.versions[0] if self.versions else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the three standing folders, by its own name, with the documents that the actor may read."""

    folder: str
    name: str
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """What is handed out when a file is asked for."""

    filename: str
    content_type: str
    data: bytes
    sha256: str


def folders(actor: Actor, group: Group) -> tuple[Shelf, ...]:
    """Return the three standing folders of the group, base document first (O20)."""
    documents = _documents(actor, group.pk)
    names = {Folder.BASE: _base_folder_name(group)}
    return tuple(
        Shelf(folder.value, names.get(folder, str(folder.label)), tuple(d for d in documents if d.folder == folder))
        for folder in Folder
    )


def latest(actor: Actor, group: Group, each: int) -> tuple[DocumentView, ...]:
    """Return the latest documents of the group, at most so many of `each` folder, base document first."""
    found = _documents(actor, group.pk)
    return tuple(document for folder in Folder for document in [d for d in found if d.folder == folder][:each])


def document(actor: Actor, document_id: int) -> DocumentView:
    """Return one document with all its versions, or raise NotAllowed."""
    found = _documents(actor, None, document_id)
    if not found:
        raise NotAllowed
    return found[0]


def bases(actor: Actor, group: Group) -> tuple[DocumentView, ...]:
    """Return the documents on which a round may open: official, in the base folder, with a Word file (O15, O16)."""
    found = _documents(actor, group.pk, only_bases=True)
    return tuple(document for document in found if document.official)


def document_to_administer(actor: Actor, document_id: int) -> Document:
    """Return the document to which the actor may add a version, or raise NotAllowed."""
    found = DOCUMENT_ADMINISTERED.filter(actor, Document.objects.select_related("group")).filter(pk=document_id).first()
    if found is None:
        raise NotAllowed
    return found


def version_to_administer(actor: Actor, version_id: int) -> Version:
    """Return the version to which the actor may add a language, or raise NotAllowed."""
    versions = Version.objects.select_related("document__group")
    found = VERSION_ADMINISTERED.filter(actor, versions).filter(pk=version_id).first()
    if found is None:
        raise NotAllowed
    return found


def language_version(actor: Actor, language_version_id: int) -> LanguageVersion:
    """Return one file's row with its version, document and stored file, or raise NotAllowed."""
    rows = LanguageVersion.objects.select_related("version__document", "file", "original")
    found = LANGUAGE_VERSION_READABLE.filter(actor, rows).filter(pk=language_version_id).first()
    if found is None:
        raise NotAllowed
    return found


def download(actor: Actor, group: Group, language_version_id: int) -> Download:
    """Return the bytes and the name of one file of the group, or raise NotAllowed."""
    row = language_version(actor, language_version_id)
    if row.version.document.group_id != group.pk:
        raise NotAllowed
    media_type = CONTENT_TYPES.get(row.kind, "application/octet-stream")
    return Download(row.filename, media_type, storage.read(row.file), row.file_id)


def held_file(actor: Actor, held_id: int, now: datetime) -> HeldFile:
    """Return the actor's own file that waits for its place, or raise NotAllowed when it is not hers or has expired."""
    rows = HeldFile.objects.select_related("file", "original", "group").filter(expires_at__gt=now)
    found = HELD_FILE_OWN.filter(actor, rows).filter(pk=held_id).first()
    if found is None:
        raise NotAllowed
    return found


def placed_in(actor: Actor, held: HeldFile) -> int:
    """Return the id of the document in which the actor's own held file took its place, or raise NotAllowed."""
    own = HELD_FILE_OWN.filter(actor, HeldFile.objects.filter(pk=held.pk, placed__isnull=False))
    found = own.values_list("placed__version__document", flat=True).first()
    if found is None:
        raise NotAllowed
    return int(found)


def any_expired(actor: Actor, now: datetime) -> bool:
    """Whether files wait whose day is over; asked by the worker, which is told no more than that."""
    return actor.kind == "system" and HeldFile.objects.filter(expires_at__lte=now).exists()


def _base_folder_name(group: Group) -> str:
    given = FolderName.objects.filter(group=group).values_list("base", flat=True).first()
    return given or _("Base document")


def _documents(
    actor: Actor, group: int | None, document: int | None = None, *, only_bases: bool = False
) -> tuple[DocumentView, ...]:
    """Return the readable documents in one query: the latest date first, versions newest first."""
    rows = _files(actor, group, document, only_bases)
    by_document = groupby(rows, key=lambda row: row.version.document)
    return tuple(_document_view(of, tuple(files)) for of, files in by_document)


@prepared
def _files(actor: Actor, group: int | None, document: int | None, only_bases: bool) -> QuerySet[LanguageVersion]:  # noqa: FBT001 -- prepared queries take values in order
    rows = LanguageVersion.objects.all()
    rows = rows if group is None else rows.filter(version__document__group=group)
    rows = rows if document is None else rows.filter(version__document=document)
    rows = rows.filter(version__document__folder=Folder.BASE, kind="docx") if only_bases else rows
    return (
        LANGUAGE_VERSION_READABLE.filter(actor, rows)
        .select_related("file", "version__document", "version__published_by")
        .order_by(
            "-version__document__date",
            "version__document__symbol",
            "version__document",
            "-version__ordinal",
            "language",
        )
    )


def _document_view(row: Document, files: tuple[LanguageVersion, ...]) -> DocumentView:
    by_version = groupby(files, key=lambda file: file.version)
    return DocumentView(
        id=row.pk,
        group_id=row.group_id,
        folder=row.folder,
        symbol=row.symbol,
        title=row.title,
        distribution=row.distribution,
        distribution_name=row.get_distribution_display(),
        original_language=row.original_language,
        date=row.date,
        official=row.official,
        versions=tuple(_version_view(version, tuple(own)) for version, own in by_version),
    )


def _version_view(row: Version, files: tuple[LanguageVersion, ...]) -> VersionView:
    return VersionView(
        id=row.pk,
        label=row.label,
        symbol=row.symbol,
        date=row.date,
        published_at=row.published_at,
        published_by=str(row.published_by),
        files=tuple(_file_view(row.document, each) for each in files),
    )


def _file_view(parent: Document, row: LanguageVersion) -> FileView:
    return FileView(
        id=row.pk,
        language=row.language,
        title=row.title or parent.title,
        filename=row.filename,
        kind=row.kind,
        size=row.file.size,
        sha256=row.file_id,
        settlement=row.get_settlement_display() if row.settlement else "",
        cleaned=row.original_id is not None and not row.settlement,
        published_at=row.published_at,
    )
