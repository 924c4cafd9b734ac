"""Which language version a file is a proposal on, and what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accord.kernel import storage
from accord.kernel.action import Refused
from accord.library.models import LanguageVersion
from accord.negotiation.models import Round, RoundBase
from accord.negotiation.queries.cards import anchors
from accord.negotiation.queries.pieces import Layer, body_of, paragraphs_of, rendered
from accord.texts.models import TextParagraph
from accord.texts.providers import word
from accord.texts.providers.formats import outside_in_words
from accord.texts.providers.word import Reading


@dataclass(frozen=True, slots=True)
class Read:
    """A file read against its base: its amendments, the reasons in its margin, the counts kept with it."""

    base: RoundBase
    amendments: tuple[word.Amendment, ...]
    untracked: int
    counts: dict[str, Any]
    reasons: tuple[tuple[str, str], ...] = ()

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
        return cls(base, found.amendments, untracked, counts, found.reasons)


def read_against(round_: Round, data: bytes) -> Read:
    """Return what the file asks for, against the base of the round that it was made from.

    The base is known by the mark of the hand-out when the file kept it, else by the words: the one of which most is
    recognised. A file made from another version of the group's documents is refused, however alike the two are:
    the mark names that version, or the file's own original says so word for word. Raises Refused: `other_base`,
    `no_change`.
    """
    bases = list(RoundBase.objects.filter(round=round_).select_related("file", "text").order_by("language"))
    if other := _named(round_, bases, word.said_base(data)):
        raise Refused(_made_from(other, round_, bases), code="other_base")
    base, found = _recognised(bases, data)
    exact = found is not None and all(each.tracked for each in found.amendments)
    if not exact and (other := _word_for_word(round_, bases, data)):
        raise Refused(_made_from(other, round_, bases), code="other_base")
    if base is None or found is None:
        raise Refused(_unknown(round_, bases), code="other_base")
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
        what = ", ".join(outside_in_words(found.outside))
        return _("The text in this file is unchanged; only this differs: %(what)s.") % {"what": what}
    if found.comments:
        return _("This file holds comments, but no change of the text. Propose your changes in the text itself.")
    return _("This file is %(file)s without any change. Make your changes in it, and send it again.") % {
        "file": base.filename
    }


def _others(round_: Round, bases: Sequence[RoundBase]) -> QuerySet[LanguageVersion]:
    """Return the language versions of the group's documents that are no base of this round, latest first."""
    files = LanguageVersion.objects.filter(version__document__group=round_.group_id)
    others = files.exclude(file__in=[each.sha256 for each in bases])
    return others.select_related("version__document").order_by("-pk")


def _named(round_: Round, bases: Sequence[RoundBase], said: str) -> LanguageVersion | None:
    """Return the other language version that the hand-out's mark names."""
    return _others(round_, bases).filter(file=said).first() if said else None


def _word_for_word(round_: Round, bases: Sequence[RoundBase], data: bytes) -> LanguageVersion | None:
    """Return the other language version whose words the file had before its tracked changes, all of them."""
    original = word.original_words(data)
    own = [word.alike(each.text for each in body_of(base)) for base in bases]
    if not original or original in own:
        return None
    for other in _others(round_, bases):
        words = TextParagraph.objects.filter(text__language_version=other).order_by("position")
        if word.alike(words.values_list("body", flat=True)) == original:
            return other
    return None


def _made_from(other: LanguageVersion, round_: Round, bases: Sequence[RoundBase]) -> str:
    same = next((each.filename for each in bases if each.language == other.language), bases[0].filename)
    known = {"symbol": other.version.symbol, "language": _language(other.language)}
    return _(
        "This file was made from %(symbol)s (%(language)s); this round is on %(asked)s. "
        "Download %(file)s of this round and make your changes in it."
    ) % {**known, "asked": round_.version.symbol, "file": same}


def _unknown(round_: Round, bases: Sequence[RoundBase]) -> str:
    return _(
        "This file is not based on %(asked)s: hardly any of its text is recognised. "
        "Download %(file)s of this round and make your changes in it."
    ) % {"asked": round_.version.symbol, "file": _(" or ").join(each.filename for each in bases)}


def _language(code: str) -> str:
    """Return the name of a language in the reader's, or its code when Django has no name for it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
