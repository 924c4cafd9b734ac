"""The next version of a text: from what was decided on each amendment, or from a file that somebody edited in Word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

import redline
from accord.kernel.action import Refused
from accord.texts.providers import word
from accord.texts.providers.word import Amendment, Paragraph
from redline.changes.proposals import proposals
from redline.changes.streamline import Streamlining, streamline
from redline.opc import read_package
from redline.ops.differing import Differing, differing, spelt
from redline.ops.explaining import explained
from redline.ops.manifest import read_manifest
from redline.ops.reopen import Reopened
from redline.render.bracket_signs import BracketStyle
from redline.render.revise import Changed, Decision, Revision, Trace, revise_opened

__all__ = [
    "Changed",
    "Decision",
    "Differing",
    "Lines",
    "Revision",
    "Streamlining",
    "Trace",
    "differences",
    "explained",
    "in_brackets",
    "lines_at",
    "revised",
    "settled",
    "spelt",
    "streamline",
]


@dataclass(frozen=True, slots=True)
class Lines:
    """How one paragraph reads once amendments are taken: its own words, and the paragraphs put in behind it."""

    own: str
    behind: tuple[str, ...]

    @property
    def words(self) -> str:
        """All of it, a line for each paragraph."""
        return "\n".join(each for each in (self.own, *self.behind) if each)


def revised(
    base: bytes,
    amendments: Mapping[str, Sequence[Amendment]],
    sources: Mapping[str, bytes],
    decisions: Mapping[str, Decision],
) -> Revision:
    """Return the next version of a base, and the account of what changed by whose amendment.

    `amendments` and `sources`, the files they came from, are by party. `decisions` are by the amendments' ids
    (`word.ask_of`): take, keep in brackets, or leave, which goes for all that are not named. Notes and pictures are
    each party's own. KeyError for an id that nobody asks for.
    """
    asked = {party: tuple(each) for party, each in amendments.items()}
    document = redline.read(base)
    addresses = [each.address for each in (*document.paragraphs, *document.elsewhere)]
    opened = Reopened(b"", base, (), asked, proposals(asked, addresses), (), {})
    return revise_opened(opened, decisions, sources)


def in_brackets(docx: bytes, style: BracketStyle = "suffix") -> bytes:
    """Return a next version with what is kept in plain brackets, without a legend: a base holds no tracked changes."""
    return redline.bracketed(docx, style=style, legend=False)


def settled(data: bytes) -> bytes:
    """Return a next version that somebody edited with its tracked changes made; Refused where they are delegations'.

    `undecided`: it is a compiled text in which changes of delegations still wait, and nobody has decided on them.
    """
    waiting = word.pending(data)
    if not waiting:
        return data
    if read_manifest(read_package(data)):
        raise Refused(
            _(
                "Delegations’ tracked changes still wait in this file. Accept or reject each of them in Word, "
                "or decide on them here instead."
            ),
            code="undecided",
        )
    return word.Engine().accept(data)


def differences(base: bytes, new: bytes) -> tuple[Differing, ...]:
    """Return every paragraph that is not in `new` as it is in `base`; neither holds tracked changes."""
    return differing(base, new)


def lines_at(paragraphs: Sequence[Paragraph], amendments: Sequence[Amendment], address: str) -> Lines:
    """Return how the paragraph at an address reads in one party's amendments; they do not speak against each other."""
    merged = word.merged(paragraphs, {"X": amendments})
    own = next(each for each in merged if each.address == address)
    gone = own.row_deleted_by or own.cell_deleted_by
    behind = (each for each in merged if each.after == address and each.inserted_by)
    return Lines("" if gone else _left(own), tuple(words for each in behind if (words := _left(each))))


def _left(paragraph: word.MergedParagraph) -> str:
    return spelt("".join(each.text for each in paragraph.segments if not each.deleted_by).replace("\u2029", " "))
