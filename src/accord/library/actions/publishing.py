"""A held file takes its place: a document under its classification, a further version or language (O15, O20)."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.models import Distribution, Document, Folder, FolderName, HeldFile, LanguageVersion, Version
from accord.library.policy import DOCUMENT_ADMINISTERED, HELD_FILE_OWN, VERSION_ADMINISTERED, sender
from accord.people.models import Group
from accord.people.policy import GROUP_ADMINISTERED

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Classification:
    """The official classification of a document (O15); `symbol` may be empty outside the base folder."""

    folder: str
    symbol: str
    title: str
    distribution: str
    original_language: str
    date: date

    def checked(self) -> "Classification":
        """Return the classification with its white space in order, or raise Refused with what is missing."""
        symbol, title = " ".join(self.symbol.split()), " ".join(self.title.split())
        if not title:
            raise Refused(_("Give the document its title."), code="no_title")
        if self.folder not in Folder.values or self.distribution not in Distribution.values:
            raise Refused(_("Choose the folder and the distribution."), code="no_folder")
        if self.folder == Folder.BASE and not symbol:
            raise Refused(_("A base document must be official: give its symbol."), code="no_symbol")
        _checked_language(self.original_language)
        return Classification(self.folder, symbol, title, self.distribution, self.original_language, self.date)


def _fact(kind: str, file: LanguageVersion, **data: JSON) -> Fact:
    """Return the fact of a file that took its place; the words of title and file name go to the erasable body."""
    document = file.version.document
    placed: dict[str, JSON] = {
        "symbol": file.version.symbol,
        "language": file.language,
        "sha256": file.file_id,
        "received_sha256": file.original_id,
        "settlement": file.settlement or None,
    }
    return Fact(
        kind=kind,
        scope=f"group:{document.group_id}",
        subject=f"document:{document.pk}",
        data=placed | data,
        body="\n".join([file.title or document.title, file.filename]),
    )


def _document_fact(result: Document, **_rest: object) -> Fact:
    return _fact(
        "document.published",
        LanguageVersion.objects.select_related("version__document").get(version__document=result),
        folder=result.folder,
        distribution=result.distribution,
        original_language=result.original_language,
        date=result.date.isoformat(),
    )


@action(allow=GROUP_ADMINISTERED, on="group", record=_document_fact)
def publish_document(
    *, actor: Actor, now: datetime, group: Group, classification: Classification, language: str, held: HeldFile
) -> Document:
    """Publish a document in one of the three folders, its first version being the held file.

    Raises Refused: `already_placed`, `symbol_taken`, `no_title`, `no_folder`, `no_symbol`, `no_language`, and for a
    base document `not_word` and `pending_revisions` (then settle_file offers "accept_all" and "reject_all").
    """
    held, said = _own(actor, held), classification.checked()
    if said.symbol and Document.objects.filter(group=group, symbol__iexact=said.symbol).exists():
        raise Refused(_("Another document of this group already has this symbol."), code="symbol_taken")
    document = Document.objects.create(
        group=group,
        folder=said.folder,
        symbol=said.symbol,
        title=said.title,
        distribution=said.distribution,
        original_language=said.original_language,
        date=said.date,
        published_at=now,
    )
    version = _next_version(document, label="", day=said.date, actor=actor, now=now)
    _place(version, language=language, held=held, now=now)
    return document


def _version_fact(result: Version, **_rest: object) -> Fact:
    file = result.languages.select_related("version__document").get()
    return _fact("document.version_added", file, label=result.label, date=result.date.isoformat())


@action(allow=DOCUMENT_ADMINISTERED, on="document", record=_version_fact)
def add_version(
    *, actor: Actor, now: datetime, document: Document, label: str, day: date, language: str, held: HeldFile
) -> Version:
    """Issue a further version, such as "Rev.1"; earlier ones stay.

    Raises Refused: `already_placed`, `no_label`, `label_taken`, `no_language`, `not_word`, `pending_revisions`.
    """
    held, label = _own(actor, held), " ".join(label.split())
    if not label:
        raise Refused(_("Say which version this is, such as Rev.1."), code="no_label")
    if document.versions.filter(label__iexact=label).exists():
        raise Refused(_("The document already has this version."), code="label_taken")
    version = _next_version(document, label=label, day=day, actor=actor, now=now)
    _place(version, language=language, held=held, now=now)
    return version


def _language_fact(result: LanguageVersion, **_rest: object) -> Fact:
    return _fact("document.language_added", result)


@action(allow=VERSION_ADMINISTERED, on="version", record=_language_fact)
def add_language_version(
    *, actor: Actor, now: datetime, version: Version, language: str, held: HeldFile, title: str = ""
) -> LanguageVersion:
    """Add the version's file in one more language, under the same symbol, with its title in that language.

    Raises Refused: `already_placed`, `language_taken`, `no_language`, `not_word`, `pending_revisions`.
    """
    held = _own(actor, held)
    if version.languages.filter(language=language).exists():
        raise Refused(_("This version is already there in this language."), code="language_taken")
    return _place(version, language=language, held=held, now=now, title=" ".join(title.split()))


def _folder_fact(result: str, *, group: Group, **_rest: object) -> Fact:
    scope = f"group:{group.pk}"
    return Fact(kind="document.base_folder_named", scope=scope, subject=scope, body=result)


@action(allow=GROUP_ADMINISTERED, on="group", record=_folder_fact)
def name_base_folder(*, actor: Actor, now: datetime, group: Group, name: str) -> str:
    """Give the folder of the base document its own name, such as "Inter-American Plan"; returns the name kept."""
    name = " ".join(name.split())[:120]
    if not name:
        raise Refused(_("Give the folder a name."), code="no_name")
    FolderName.objects.update_or_create(group=group, defaults={"base": name})
    return name


def _own(actor: Actor, held: HeldFile) -> HeldFile:
    """Return the held file as it stands now, its sender's and not yet placed (a button may be pressed twice)."""
    current = HELD_FILE_OWN.filter(actor, HeldFile.objects.select_for_update(of=("self",))).filter(pk=held.pk).first()
    if current is None:
        raise NotAllowed
    if current.placed_id:
        raise Refused(_("This file is already published."), code="already_placed")
    return current


def _checked_language(language: str) -> str:
    if not _LANGUAGE.fullmatch(language):
        raise Refused(_("Choose the language."), code="no_language")
    return language


def _next_version(document: Document, *, label: str, day: date, actor: Actor, now: datetime) -> Version:
    ordinal = document.versions.count() + 1
    return Version.objects.create(
        document=document, label=label[:24], ordinal=ordinal, date=day, published_at=now, published_by_id=sender(actor)
    )


def _place(version: Version, *, language: str, held: HeldFile, now: datetime, title: str = "") -> LanguageVersion:
    """Give the held file its place, once."""
    document = version.document
    if held.group_id != document.group_id:
        raise NotAllowed
    if document.folder == Folder.BASE and held.kind != "docx":
        raise Refused(_("The base document must be a Word file (.docx), so that it can be amended."), code="not_word")
    if document.folder == Folder.BASE and held.pending is None:
        raise Refused(_("The text of this Word file cannot be read. Save it again in Word and send it."), code="unread")
    if document.folder == Folder.BASE and held.pending:
        raise Refused(
            _("This file still holds tracked changes. Choose whether to accept or to reject them all."),
            code="pending_revisions",
        )
    file = LanguageVersion.objects.create(
        version=version,
        language=_checked_language(language),
        title=title,
        file=held.file,
        original=held.original,
        filename=held.filename,
        kind=held.kind,
        settlement=held.settlement,
        published_at=now,
    )
    HeldFile.objects.filter(pk=held.pk).update(placed=file)
    return file
