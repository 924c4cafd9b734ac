"""The letters that leave through the official channels, and those of the silence procedure."""

from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import gettext as _

from accord.kernel import dates
from accord.kernel.sizes import written_size
from accord.negotiation.mail.letters import Composed, address, standing


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes out: whose document, which file in which language; `where` leads to a file too large for a letter.

    Who has no account does not get in there, and asks one of those `asked` (name and address) for the file.
    """

    body: str
    group: str
    symbol: str
    title: str
    language: str
    sha256: str
    note: str
    where: str
    size: int = 0
    asked: tuple[str, ...] = ()


def dispatched(sent: Sent) -> Callable[[], Composed]:
    """Carry an official document to an addressee."""

    def compose() -> Composed:
        said = {"symbol": sent.symbol, "title": sent.title, "language": _tongue(sent.language)}
        carried = (
            "\n\n".join(_where(sent))
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


def _where(sent: Sent) -> list[str]:
    """Return, of a file too large for a letter, where it stands, and who sends it to whoever has no account."""
    size, asked = written_size(sent.size), "\n".join(sent.asked)
    lines = [
        _("The file is too large for a letter (%(size)s), and is not attached.") % {"size": size},
        _("Who has an account in this group finds it here: %(address)s") % {"address": sent.where},
    ]
    if asked:
        lines.append(_("Who has none asks for it, and receives it another way:\n%(persons)s") % {"persons": asked})
    return lines


def document_page(group: str, document: int) -> str:
    """Return the address of a document's page."""
    return address("document", group=group, document=document)


def _tongue(language: str) -> str:
    return Locale.parse(language.replace("-", "_")).get_display_name(dates.reader_locale()) or language
