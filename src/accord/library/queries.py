"""What may be read of a group's documents: every function asks the policy before it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.library.models import Document, Folder, FolderName, HeldFile, LanguageVersion, Version
from accord.library.policy import (
    DOCUMENT_ADMINISTERED,
    DOCUMENT_READABLE,
    HELD_FILE_OWN,
    LANGUAGE_VERSION_READABLE,
    VERSION_ADMINISTERED,
)
from accord.people.models import Group

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


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


def folders(actor: Actor, group: Group) -> tuple[Shelf, ...]:
    """Return the three standing folders of the group, base document first (O20)."""
    documents = [_document_view(each) for each in _with_files(_readable(actor).filter(group=group))]
    names = {Folder.BASE: base_folder_name(group)}
    return tuple(
        Shelf(folder.value, names.get(folder, str(folder.label)), tuple(d for d in documents if d.folder == folder))
        for folder in Folder
    )


def base_folder_name(group: Group) -> str:
    """Return the name of the folder of the base document: the group's own, or "Base document"."""
    given = FolderName.objects.filter(group=group).values_list("base", flat=True).first()
    return given or str(_("Base document"))


def document(actor: Actor, document_id: int) -> DocumentView:
    """Return one document with all its versions, or raise NotAllowed."""
    found = next(iter(_with_files(_readable(actor).filter(pk=document_id))), None)
    if found is None:
        raise NotAllowed
    return _document_view(found)


def bases(actor: Actor, group: Group) -> tuple[DocumentView, ...]:
    """Return the documents on which a round may open: official, in the base folder, with a Word file (O15, O16)."""
    official = _readable(actor).filter(group=group, folder=Folder.BASE).exclude(symbol="")
    return tuple(
        view
        for view in (_document_view(each) for each in _with_files(official))
        if any(file.kind == "docx" for version in view.versions for file in version.files)
    )


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


def download(actor: Actor, language_version_id: int) -> Download:
    """Return the bytes and the name of one file, or raise NotAllowed."""
    row = language_version(actor, language_version_id)
    return Download(row.filename, CONTENT_TYPES.get(row.kind, "application/octet-stream"), storage.read(row.file))


def held_file(actor: Actor, held_id: int, now: datetime) -> HeldFile:
    """Return the actor's own file that waits for its place, or raise NotAllowed when it is not hers or has expired."""
    rows = HeldFile.objects.select_related("file", "original", "group").filter(expires_at__gt=now)
    found = HELD_FILE_OWN.filter(actor, rows).filter(pk=held_id).first()
    if found is None:
        raise NotAllowed
    return found


def any_expired(actor: Actor, now: datetime) -> bool:
    """Whether files wait whose day is over; asked by the worker, which is told no more than that."""
    return actor.kind == "system" and HeldFile.objects.filter(expires_at__lte=now).exists()


def _readable(actor: Actor) -> QuerySet[Document]:
    return DOCUMENT_READABLE.filter(actor, Document.objects.all())


def _with_files(documents: QuerySet[Document]) -> Iterable[Document]:
    languages = LanguageVersion.objects.select_related("file").order_by("language")
    versions = Version.objects.order_by("-ordinal").prefetch_related(Prefetch("languages", languages))
    return documents.order_by("-date", "symbol", "pk").prefetch_related(Prefetch("versions", versions))


def _document_view(row: Document) -> DocumentView:
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
        versions=tuple(_version_view(row, each) for each in row.versions.all()),
    )


def _version_view(parent: Document, row: Version) -> VersionView:
    return VersionView(
        id=row.pk,
        label=row.label,
        symbol=f"{parent.symbol} {row.label}".strip(),
        date=row.date,
        published_at=row.published_at,
        published_by=row.published_by,
        files=tuple(_file_view(parent, each) for each in row.languages.all()),
    )


def _file_view(parent: Document, row: LanguageVersion) -> FileView:
    return FileView(
        id=row.pk,
        language=row.language,
        title=row.title or parent.title,
        filename=row.filename,
        kind=row.kind,
        size=row.file.size,
        sha256=str(row.file.pk),
        settlement=row.get_settlement_display() if row.settlement else "",
        cleaned=row.original_id is not None and not row.settlement,
        published_at=row.published_at,
    )
