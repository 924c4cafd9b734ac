"""Which paragraphs of a text are not as they were in another: the list that leaves no edit silent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from redline.ops.carry import Carried, carry
from redline.ops.results import masked, results
from redline.text.document import Document, read
from redline.text.flat import FlatParagraph, paragraphs_of
from redline.text.signs import FIELD, SOFT_HYPHEN, readable

# A sign of a symbol font is written as an object by one program and as a letter by another.
_ALIKE: Final = str.maketrans({SOFT_HYPHEN: None, FIELD: None, **dict.fromkeys(map(chr, range(0xF020, 0xF100)), "￼")})


@dataclass(frozen=True, slots=True)
class Differing:
    """A paragraph that is not as it was: its words before and after, "" where there is no such paragraph.

    `address` is that in the old text; of a paragraph put in, that of the one before it ("" at the very start), and
    `put_in` says so. `new_address` is that in the new text, "" when it is gone. Where both words are the same, it
    stands elsewhere.
    """

    address: str
    new_address: str
    before: str
    after: str
    put_in: bool = False


def differing(old: bytes, new: bytes) -> tuple[Differing, ...]:
    """Return every paragraph of two texts without tracked changes that differs, in the order of the old one.

    Words count to the letter, quotation marks and hyphens too. The kind and number of spaces do not, nor what fields
    work out anew (dates, page and reference numbers), nor empty paragraphs: word processors change these by
    themselves. What is not listed stands in the new text as it was and in the same order. BadFile when either is not a
    readable Word document.

    >>> from redline import accept
    >>> from redline.render.example import AG, BASE
    >>> [(each.address, each.before, each.after) for each in differing(BASE, accept(AG))]
    [('p1', 'States shall act in time.', 'States should act in time.')]
    """
    before, after = _paragraphs(read(old)), _paragraphs(read(new))
    where = carry(old, new)
    came = {each.address: address for address, each in where.items() if each.address}
    added: dict[str, list[FlatParagraph]] = {}
    last = ""
    for address, paragraph in after.items():
        if address not in came:
            added.setdefault(last, []).append(paragraph)
        elif not where[came[address]].moved:
            last = came[address]
    became = _rewritten(before, where, added)
    now = {address: after.get(each.address) or became.get(address) for address, each in where.items()}
    return tuple(_all(before, now, where, added))


def spelt(text: str) -> str:
    """Return what two texts of a paragraph must share to be the same to a reader.

    >>> spelt("two  words") == spelt("two words ")
    True
    """
    return " ".join(text.translate(_ALIKE).split())


def _spelt(paragraph: FlatParagraph) -> str:
    return spelt(masked(paragraph.text, results(paragraph.pieces)))


def _paragraphs(document: Document) -> dict[str, FlatParagraph]:
    return {each.address: each for _, container in document.stories for each in paragraphs_of(container)}


def _rewritten(
    before: Mapping[str, FlatParagraph], where: Mapping[str, Carried], added: dict[str, list[FlatParagraph]]
) -> dict[str, FlatParagraph]:
    """Return what stands in the place of paragraphs that are gone, by their address; it is put in no longer.

    They were written anew, if between two that stayed as many come as go.
    """
    found: dict[str, FlatParagraph] = {}
    last, gone = "", list[FlatParagraph]()
    for address, paragraph in (*before.items(), ("", None)):
        if paragraph is not None and not where[address].address:
            gone += [paragraph] if _spelt(paragraph) else []
            continue
        come = [each for each in added.get(last, ()) if _spelt(each)]
        if len(come) == len(gone) and all(map(_in_like_places, gone, come)):
            found |= {each.address: other for each, other in zip(gone, come, strict=True)}
            added.pop(last, None)
        last, gone = address, []
    return found


def _in_like_places(one: FlatParagraph, other: FlatParagraph) -> bool:
    return one.address.rpartition("p")[0] == other.address.rpartition("p")[0]


def _all(
    before: Mapping[str, FlatParagraph],
    after: Mapping[str, FlatParagraph | None],
    where: Mapping[str, Carried],
    added: Mapping[str, list[FlatParagraph]],
) -> Iterator[Differing]:
    yield from _put_in("", added)
    for address, paragraph in before.items():
        now = after[address]
        if where[address].moved or now is None or _spelt(now) != _spelt(paragraph):
            yield from _one(address, paragraph, now)
        yield from _put_in(address, added)


def _one(address: str, old: FlatParagraph, new: FlatParagraph | None) -> Iterator[Differing]:
    if _spelt(old) or (new is not None and _spelt(new)):
        after = "" if new is None else readable(new.text)
        yield Differing(address, "" if new is None else new.address, readable(old.text), after)


def _put_in(after: str, added: Mapping[str, list[FlatParagraph]]) -> Iterator[Differing]:
    for each in added.get(after, ()):
        if _spelt(each):
            yield Differing(after, each.address, "", readable(each.text), put_in=True)
