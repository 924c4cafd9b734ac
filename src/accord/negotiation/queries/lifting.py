"""Words that stand in the text in brackets since an earlier round: what taking or leaving them asks of the text (R13).

Only where the brackets tell, letter by letter, whose they are: words that share theirs with words of nobody known,
stand twice, or hold others inside, stay as they are until somebody words the paragraph anew.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from accord.negotiation.models import RoundBase, Wording
from accord.negotiation.queries.agreed import ConflictError
from accord.negotiation.queries.carried import KEPT, sponsorships_of
from accord.negotiation.queries.differences import codes_of
from accord.negotiation.queries.folded import CHAIR
from accord.negotiation.queries.pieces import paragraphs_of
from accord.texts.providers import word

_ALONE: Final = frozenset({"insert", "delete"})
# "8 bis. ", which stays before a paragraph that is put in.
_NUMBER: Final = re.compile(r"[^\[\]]{1,30}[.)] ")
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lift:
    """What deciding on wordings in brackets (`asks`) asks of the text, and for whom: their sponsors, or the Chair."""

    asks: tuple[str, ...]
    place: str
    by: tuple[str, ...]
    amendment: word.Amendment


@dataclass(frozen=True, slots=True)
class Bracketed:
    """Brackets as they stand in the text, the words of the text without them, and by wording what it makes of them."""

    printed: str
    plain: str
    wanted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Run:
    """Brackets that touch, as spans of a paragraph's letters, each with its brackets: the words of the text first."""

    spans: tuple[_Span, ...]
    words: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Settled:
    """A run of brackets of which every one is accounted for: whose words each holds."""

    address: str
    text: str
    run: _Run
    wordings: tuple[Wording, ...]


def liftable(base: RoundBase, wordings: Iterable[Wording] | None = None) -> frozenset[str]:
    """Return the wordings in brackets, by ask, that can be taken or left as they stand; `wordings` if read already."""
    return frozenset(each.ask for settled in _settled(base, wordings) for each in settled.wordings)


def lifts(base: RoundBase, choices: Mapping[str, str]) -> tuple[Lift, ...]:
    """Return what these decisions ask of the text; what is kept, or not decided, asks for nothing.

    ConflictError where words are taken and others in the same brackets are not left.
    """
    if not any(choice != "keep" and ask.startswith(KEPT) for ask, choice in choices.items()):
        return ()
    found = (_lift(each, choices) for each in _settled(base))
    return tuple(each for each in found if each is not None)


def brackets(base: RoundBase) -> dict[str, list[Bracketed]]:
    """Return by place what stands in brackets there of which it is known whose it is."""
    found: dict[str, list[Bracketed]] = {}
    for each in _settled(base):
        spans, words = each.run.spans, each.run.words
        printed, first = each.text[spans[0][0] : spans[-1][1]], each.wordings[0]
        plain = words[0] if len(words) > 1 or first.kind == "delete" else ""
        wanted = {one.ask: one.added if len(words) > 1 else "" if plain else words[0] for one in each.wordings}
        found.setdefault(each.address, []).append(Bracketed(printed, plain, wanted))
    return found


def _lift(settled: _Settled, choices: Mapping[str, str]) -> Lift | None:
    taken = [each for each in settled.wordings if choices.get(each.ask) == "take"]
    left = [each for each in settled.wordings if choices.get(each.ask) == "leave"]
    if (taken and len(taken) + len(left) < len(settled.wordings)) or len(taken) > 1:
        raise ConflictError
    if not taken and not left:
        return None
    gone = _gone(settled, taken, left)
    by = codes_of(sponsorships_of(taken[0])) if taken else ()
    asks = tuple(each.ask for each in (*taken, *left))
    return Lift(asks, settled.address, by or (CHAIR,), _without(settled, gone))


def _gone(settled: _Settled, taken: Sequence[Wording], left: Sequence[Wording]) -> list[_Span]:
    """Return which letters of the paragraph go: brackets, and the words in them that do not stay."""
    spans, words = settled.run.spans, settled.run.words
    start, end = spans[0][0], spans[-1][1]
    if not taken and len(left) < len(settled.wordings):
        return [spans[words.index(each.added, 1)] for each in left]
    stays = (words.index(taken[0].added, 1) if len(spans) > 1 else 0) if taken else 0
    if len(spans) == 1 and (settled.wordings[0].kind == "delete") == bool(taken):
        return [(start, end)]
    return [(start, spans[stays][0] + 1), (spans[stays][1] - 1, end)]


def _without(settled: _Settled, gone: Iterable[_Span]) -> word.Amendment:
    address, text = settled.address, settled.text
    edits = [word.Edit("delete", address, start, end, removed=text[start:end]) for start, end in gone]
    removed = "".join(each.removed for each in edits)
    if settled.run.whole and removed == text:
        edits.append(word.Edit("delete_mark", address, len(text), len(text)))
        return word.Amendment(1, "delete_paragraph", address, 0, len(text), text, "", edits=tuple(edits))
    return word.Amendment(1, "delete", address, edits[0].start, edits[-1].end, removed, "", edits=tuple(edits))


def _settled(base: RoundBase, wordings: Iterable[Wording] | None = None) -> list[_Settled]:
    carried = Wording.objects.filter(base=base, carried_from__isnull=False).order_by("pk")
    at: dict[str, list[Wording]] = {}
    for each in carried if wordings is None else wordings:
        if each.carried_from_id is not None:
            at.setdefault(each.place, []).append(each)
    found = []
    for paragraph in paragraphs_of(base) if at else ():
        if paragraph.address in at:
            runs = _runs(paragraph.text)
            held = ((run, _of(run, at[paragraph.address], runs)) for run in runs)
            found += [_Settled(paragraph.address, paragraph.text, run, those) for run, those in held if those]
    return found


def _of(run: _Run, wordings: Sequence[Wording], runs: Sequence[_Run]) -> tuple[Wording, ...]:
    """Return the wordings that a run of brackets holds; () where they are not exactly these, and nowhere else."""
    those = tuple(each for each in wordings if _holds(run, each))
    if len(those) != max(1, len(run.words) - 1) or (len(run.words) > 1 and len(set(run.words)) < len(run.words)):
        return ()
    elsewhere = [other for other in runs if other is not run and any(_holds(other, each) for each in those)]
    return () if elsewhere else those


def _holds(run: _Run, wording: Wording) -> bool:
    if len(run.words) > 1:
        return wording.kind == "replace" and run.words[0] == wording.removed and wording.added in run.words[1:]
    words = wording.removed if wording.kind == "delete" else wording.added
    if wording.kind == "insert_paragraph":
        number = run.words[0].removesuffix(words)
        return run.whole and run.words[0].endswith(words) and (not number or bool(_NUMBER.fullmatch(number)))
    return wording.kind in _ALONE and run.words == (words,)


def _runs(text: str) -> list[_Run]:
    """Return the brackets of a paragraph that hold no others, those that touch together; [] where any is left open."""
    runs: list[list[_Span]] = []
    opened: list[int] = []
    for at, letter in enumerate(text):
        if letter == "[":
            if opened:
                return []
            opened.append(at)
        elif letter == "]":
            if not opened:
                return []
            span = (opened.pop(), at + 1)
            if runs and runs[-1][-1][1] == span[0]:
                runs[-1].append(span)
            else:
                runs.append([span])
    return [] if opened else [_run(text, each) for each in runs]


def _run(text: str, spans: Sequence[_Span]) -> _Run:
    words = tuple(text[start + 1 : end - 1] for start, end in spans)
    return _Run(tuple(spans), words, spans[0][0] == 0 and spans[-1][1] == len(text))
