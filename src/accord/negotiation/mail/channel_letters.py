"""The letters that leave through the official channels, and those of the silence procedure."""

from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import gettext as _

from accord.kernel import dates
from accord.negotiation.mail.letters import Composed, address, standing


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes out: whose document, which file in which language; `where` leads to a file too large for a letter."""

    body: str
    group: str
    symbol: str
    title: str
    language: str
    sha256: str
    note: str
    where: str


def dispatched(sent: Sent) -> Callable[[], Composed]:
    """Carry an official document to an addressee."""

    def compose() -> Composed:
        said = {"symbol": sent.symbol, "title": sent.title, "language": _tongue(sent.language)}
        carried = (
            _("The file is too large for a letter. It stands here: %(address)s") % {"address": sent.where}
            if sent.where
            else _("Attached to this letter: %(symbol)s, “%(title)s”, in %(language)s.") % said
        )
        lines = [
            f"{sent.body}\n{sent.group}",
            _("This document is sent to you officially: %(symbol)s, “%(title)s”.") % said,
            carried,
            sent.note,
            _("SHA-256 of the file: %(sha256)s") % {"sha256": sent.sha256},
            standing(),
        ]
        return f"{sent.symbol}: {sent.title}", "\n\n".join(line for line in lines if line)

    return compose


def document_page(group: str, document: int) -> str:
    """Return the address of a document's page."""
    return address("document", group=group, document=document)


def _tongue(language: str) -> str:
    return Locale.parse(language.replace("-", "_")).get_display_name(dates.reader_locale()) or language
