"""Which language version a file is a proposal on, and what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accord.kernel import storage
from accord.kernel.action import Refused
from accord.library.models import LanguageVersion
from accord.negotiation.models import Round, RoundBase
from accord.negotiation.queries.pieces import Layer, anchors, paragraphs_of, rendered
from accord.texts.providers import word
from accord.texts.providers.word import Reading


@dataclass(frozen=True, slots=True)
class Read:
    """A file read against its base: its amendments, and the counts that are kept with the proposal."""

    base: RoundBase
    amendments: tuple[word.Amendment, ...]
    untracked: int
    counts: dict[str, Any]

    @classmethod
    def of(cls, base: RoundBase, data: bytes) -> "Read":
        """Read a file against a base that is known to be its own."""
        return cls.from_reading(base, word.reading(storage.read(base.file), data))

    @classmethod
    def from_reading(cls, base: RoundBase, found: Reading) -> "Read":
        """Count what a reading holds."""
        paragraphs = paragraphs_of(base)
        untracked = sum(not each.tracked for each in found.amendments)
        where = anchors(paragraphs, found.amendments)
        layer = Layer(0, "XX", "d1", "", frozenset())
        pieces = rendered(paragraphs, {"XX": found.amendments}, [layer], {})
        counts = {
            "amendment_count": len(found.amendments),
            "paragraph_count": len(set(where)),
            "untracked_count": untracked,
            "words_added": sum(len(each.added.split()) for each in found.amendments),
            "words_removed": sum(len(each.removed.split()) for each in found.amendments),
            "comment_count": found.comments,
            "touches": sorted({*pieces, *where}),
            "outside": list(found.outside),
        }
        return cls(base, found.amendments, untracked, counts)


def read_against(round_: Round, data: bytes) -> Read:
    """Return what the file asks for, against the base of the round that it was made from.

    The base is known by the mark of the hand-out when the file kept it, else by the words: the one of which most is
    recognised. Raises Refused: `other_base`, `no_change`.
    """
    bases = list(RoundBase.objects.filter(round=round_).select_related("file", "text").order_by("language"))
    base, found = _recognised(bases, data)
    if base is None or found is None:
        raise Refused(_sentence(round_, data), code="other_base")
    if found.status == "no_change" or not found.amendments:
        raise Refused(_unchanged(base, found), code="no_change")
    return Read.from_reading(base, found)


def _recognised(bases: Sequence[RoundBase], data: bytes) -> tuple[RoundBase | None, Reading | None]:
    said = word.said_base(data)
    readings: list[tuple[float, RoundBase, Reading]] = []
    for base in sorted(bases, key=lambda each: each.sha256 != said):
        found = word.reading(storage.read(base.file), data)
        if found.status == "other_base":
            continue
        if base.sha256 == said:
            return base, found
        readings.append((found.similarity, base, found))
    best = max(readings, key=lambda each: each[0], default=None)
    return (best[1], best[2]) if best else (None, None)


def _unchanged(base: RoundBase, found: Reading) -> str:
    if found.outside:
        return _("The text in this file is unchanged; only headers, footers or notes differ. Propose in the text.")
    if found.comments:
        return _("This file holds comments, but no change of the text. Propose your changes in the text itself.")
    return _("This file is %(file)s without any change. Make your changes in it, and send it again.") % {
        "file": base.filename
    }


def _sentence(round_: Round, data: bytes) -> str:
    said = word.said_base(data)
    files = LanguageVersion.objects.filter(version__document__group=round_.group_id, file=said)
    other = files.select_related("version__document").first() if said else None
    if other is not None:
        known = {"symbol": other.version.symbol, "language": other.language, "asked": round_.version.symbol}
        return _(
            "This file was made from %(symbol)s (%(language)s); this round is on %(asked)s. "
            "Download the base of this round and make your changes in it."
        ) % known
    return _(
        "This file is not based on %(asked)s: hardly any of its text is recognised. "
        "Download the base of this round and make your changes in it."
    ) % {"asked": round_.version.symbol}
