"""The letter about a published revision: its symbol, how much changed, and where everybody sees whose doing it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.negotiation.mail.letters import About, Composed, address, standing, vars_of


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued: symbol, document and version, how many paragraphs changed, how many wordings are kept."""

    symbol: str
    document: int
    version: int
    changed: int
    kept: int


def revision_published(about: About, issued: Issued) -> Callable[[], Composed]:
    """Tell the delegations level that the next version is published."""

    def compose() -> Composed:
        new = {**vars_of(about), "new": issued.symbol}
        changed = ngettext("%(n)s paragraph changed.", "%(n)s paragraphs changed.", issued.changed) % {
            "n": issued.changed
        }
        kept = ngettext("%(n)s wording stays in brackets.", "%(n)s wordings stay in brackets.", issued.kept) % {
            "n": issued.kept
        }
        lines = [
            _("%(new)s is published. It follows round %(number)s on %(symbol)s.") % new,
            " ".join([changed, *([kept] if issued.kept else [])]),
            _("Each change is shown with whose proposal it was."),
            address("changes", group=about.group, document=issued.document, version=issued.version),
            standing(),
        ]
        return _("%(new)s is published") % new, "\n\n".join(lines)

    return compose
