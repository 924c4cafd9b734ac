"""Two files without tracking: what makes the one into the other, as amendments on the first.

Blocks and words are matched as for a delegation's untracked edits (`align`). On top of that nothing is taken as noise
but the numbering: quotation marks, hyphens and spaces count, so that accepting everything gives the second file.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, Part
from redline.opc import Package
from redline.ops.acts import Act
from redline.ops.align import align
from redline.ops.collect import acts_in
from redline.ops.comments import Anchors
from redline.ops.content import property_markup
from redline.ops.describe import described
from redline.ops.moves_found import with_moves
from redline.ops.noted import with_notes
from redline.ops.originals import OriginalContainer, OriginalParagraph, OriginalTable, originals
from redline.ops.properties import without_changes
from redline.ops.resources import Digests
from redline.ops.stories import matched
from redline.ops.wordwise import stretches
from redline.oxml.names import W, w
from redline.oxml.order import ppr_insert
from redline.text.document import Document, Told
from redline.text.flat import Container, FlatParagraph, FlatTable
from redline.text.normal import normalise
from redline.text.reading import OPAQUE, Piece, State, read_blocks, read_paragraph
from redline.text.signs import FIELD, MARK, TABLE
from redline.text.stories import Story

_P: Final = w("p")
_PPR: Final = w("pPr")
_NUMPR: Final = w("numPr")
_R: Final = w("r")
_RPR: Final = w("rPr")
_W: Final = f"{{{W}}}"
_PLAIN: Final = f'<w:rPr xmlns:w="{W}"/>'
# What says nothing about how words look.
_SILENT: Final = frozenset(w(name) for name in ("lang", "noProof", "rPrChange", "webHidden"))
_Run = tuple[int, int, Element]


def differences(old: Document, new: Package, *, date: str = "") -> tuple[Amendment, ...]:
    """Return what makes `old` into `new`, both without tracked changes, as amendments dated `date`."""
    acts: list[Act] = []
    looks: list[Edit] = []
    for told, story in matched(old, new):
        if told is not None and story is not None:
            acts += _acts(told, story, new, looks)
    found = tuple(act.amendment(ordinal) for ordinal, act in enumerate(with_notes(acts, old), 1))
    told_once = [_dated(each, date) for each in with_moves(found)] + [_format(each, date) for each in looks]
    return tuple(each.numbered(ordinal) for ordinal, each in enumerate(told_once, 1))


def _acts(told: Told, story: Story, new: Package, looks: list[Edit]) -> list[Act]:
    """Return the acts in one story; what looks otherwise is added to `looks`."""
    container = originals(read_blocks(story.element))
    wanted = dict(_texts(container))
    aligned = align(told[1], container, to_the_letter=True)
    looks += _refined(told[1], aligned, wanted)
    return acts_in(told[1], aligned, story.element, Digests(new, story.part), Anchors(), told[0].prefix)


def _dated(amendment: Amendment, date: str) -> Amendment:
    edits = tuple(replace(each, date=date, tracked=True) for each in amendment.edits)
    return replace(amendment, edits=edits, date=date, tracked=True)


def _format(edit: Edit, date: str) -> Amendment:
    dated = replace(edit, date=date)
    what = edit.content[0].text if edit.kind == "properties" else ""
    return Amendment(0, "format", edit.address, edit.start, edit.end, "", "", date=date, what=what, edits=(dated,))


def _texts(container: OriginalContainer) -> Iterator[tuple[Element, str]]:
    for node in container.nodes:
        if isinstance(node, OriginalTable):
            for row in node.rows:
                for cell in row.cells:
                    yield from _texts(cell)
        elif node.element is not None:
            yield node.element, node.text


def _refined(base: Container, aligned: OriginalContainer, wanted: Mapping[Element, str]) -> Iterator[Edit]:
    """Make the words of matched paragraphs exact, in place; yields what else differs: the looks of words that stay."""
    for node, other in zip(base, aligned.nodes, strict=False):
        if isinstance(node, FlatTable) and isinstance(other, OriginalTable):
            for cells, row in zip(node.rows, other.rows, strict=False):
                for cell, inner in zip(cells, row.cells, strict=False):
                    yield from _refined(cell, inner, wanted)
        elif isinstance(node, FlatParagraph) and isinstance(other, OriginalParagraph) and other.element is not None:
            text = wanted.get(other.element, node.text)
            if text != node.text:
                _make_exact(node, other, other.element, text)
            _compare_objects(node, other)
            yield from _looks(node, other)
            yield from _layout(node, other.element)


def _make_exact(node: FlatParagraph, other: OriginalParagraph, element: Element, wanted: str) -> None:
    """Show what was taken as a word processor's own doing: here both texts count to the letter."""
    first, last = _own(other.pieces, element)
    mine = "".join(each.text for each in other.pieces[first:last] if each.state in (State.KEPT, State.INSERTED))
    if _shown(mine) != _shown(wanted):
        exact = _exact(node.text, wanted, read_paragraph(element).pieces)
        other.pieces = [*other.pieces[:first], *exact, *other.pieces[last:]]


def _own(pieces: Sequence[Piece], element: Element) -> tuple[int, int]:
    """Return which of the pieces are the paragraph's own: not those of paragraphs put in before or after it."""
    breaks = [index for index, each in enumerate(pieces) if each.text in (MARK, TABLE)]
    between = list(zip([0, *(index + 1 for index in breaks)], [*breaks, len(pieces)], strict=True))
    for is_own in (_stands_in, _is_kept_or_gone):
        for first, last in between:
            if any(is_own(each, element) for each in pieces[first:last]):
                return first, last
    # Nothing of its own is to be seen: an empty paragraph, whose words are not those put in beside it.
    return next((each for each in between if each[0] == each[1]), between[-1])


def _is_kept_or_gone(piece: Piece, _element: Element) -> bool:
    return piece.state is not State.INSERTED and bool(piece.text)


def _stands_in(piece: Piece, element: Element) -> bool:
    return piece.source is not None and any(each is element for each in piece.source.iterancestors(_P))


def _shown(text: str) -> str:
    return text.replace(FIELD, "")


def _exact(old: str, new: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    for each in stretches(old, new, _shown):
        if each.same:
            yield from _slices(pieces, each.new_start, each.new_end, State.KEPT, old[each.start : each.end])
            continue
        if each.end > each.start:
            yield Piece(old[each.start : each.end], State.DELETED, tracked=False)
        yield from _slices(pieces, each.new_start, each.new_end, State.INSERTED, None)


def _slices(pieces: Sequence[Piece], start: int, end: int, state: State, old: str | None) -> Iterator[Piece]:
    """Yield the pieces of the new text's [start, end) in this state; what stays is spelt as in the old text."""
    even = old is None or len(old) == end - start
    if not even and old is not None:
        yield Piece(old, State.KEPT)
        return
    offset = 0
    for each in pieces:
        first, last = max(start, offset), min(end, offset + len(each.text))
        if first < last:
            text = each.text[first - offset : last - offset] if old is None else old[first - start : last - start]
            if state is State.KEPT or normalise(text):
                yield Piece(text, state, each.source, each.wrapper, tracked=False, first=first - offset)
        offset += len(each.text)


def _compare_objects(node: FlatParagraph, other: OriginalParagraph) -> None:
    """Put a formula in the place of one that reads otherwise: to the line both are one sign."""
    ours = {offset: source for offset, _, source in _sources(node.pieces) if source.tag in OPAQUE}
    theirs = {id(source): offset for offset, _, source in _sources(other.pieces) if source.tag in OPAQUE}
    if not ours or not theirs:
        return
    found: list[Piece] = []
    for piece in other.pieces:
        old = ours.get(theirs.get(id(piece.source), -1)) if piece.state is State.KEPT else None
        if old is None or piece.source is None or _read(old) == _read(piece.source):
            found.append(piece)
        else:
            gone = Piece(piece.text, State.DELETED, old, tracked=False)
            found += [gone, Piece(piece.text, State.INSERTED, piece.source, tracked=False)]
    other.pieces = found


def _read(thing: Element) -> str:
    return "".join(str(each) for each in thing.itertext())


def _layout(node: FlatParagraph, element: Element) -> Iterator[Edit]:
    """Yield an edit where a paragraph that stays is set otherwise; its number is its own."""
    old, new = (each.find(_PPR) for each in (node.element, element))
    if old is new or _settings(old) == _settings(new):
        return
    former = etree.Element(_PPR) if old is None else without_changes(old)
    wanted = etree.Element(_PPR) if new is None else without_changes(new)
    for numbering in wanted.findall(_NUMPR):
        wanted.remove(numbering)
    for numbering in former.findall(_NUMPR):
        ppr_insert(wanted, copy(numbering))
    part = Part("properties", described(wanted, former), _xml(wanted))
    yield Edit("properties", node.address, 0, 0, (part,))


def _settings(properties: Element | None) -> frozenset[bytes]:
    if properties is None or not len(properties):
        return frozenset()
    return frozenset(
        etree.tostring(each, method="c14n", exclusive=True)
        for each in without_changes(properties)
        if each.tag != _NUMPR
    )


def _looks(node: FlatParagraph, other: OriginalParagraph) -> Iterator[Edit]:
    """Yield an edit for each stretch of words that stay and look otherwise."""
    found: list[tuple[int, int, str]] = []
    for start, end, old, new in _shared(_runs(node.pieces), _runs(other.pieces)):
        if old is new or _look(old) == _look(new):
            continue
        wanted = _markup(new)
        if found and found[-1][1:] == (start, wanted):
            found[-1] = (found[-1][0], end, wanted)
        else:
            found.append((start, end, wanted))
    for start, end, wanted in found:
        content = (Part("words", node.text[start:end], wanted),)
        yield Edit("format", node.address, start, end, content)


def _runs(pieces: Sequence[Piece]) -> list[_Run]:
    """Return the runs behind the old text: [start, end) and the run, for words that stay."""
    return [run for run in _sources(pieces) if run[2].tag == _R]


def _sources(pieces: Sequence[Piece]) -> Iterator[_Run]:
    offset = 0
    for each in pieces:
        if each.state in (State.KEPT, State.DELETED):
            end = offset + len(each.text)
            if each.state is State.KEPT and each.source is not None and end > offset:
                yield offset, end, each.source
            offset = end


def _shared(old: Sequence[_Run], new: Sequence[_Run]) -> Iterator[tuple[int, int, Element, Element]]:
    """Yield each stretch that stands in one run of either side, with both runs."""
    one = other = 0
    while one < len(old) and other < len(new):
        (start, end, was), (new_start, new_end, now) = old[one], new[other]
        if max(start, new_start) < min(end, new_end):
            yield max(start, new_start), min(end, new_end), was, now
        one += end <= new_end
        other += new_end <= end


def _look(run: Element) -> frozenset[tuple[str, tuple[tuple[str, str], ...]]]:
    properties = run.find(_RPR)
    if properties is None:
        return frozenset()
    return frozenset(
        (each.tag, tuple(sorted((str(name), str(value)) for name, value in each.attrib.items())))
        for each in properties
        if each.tag not in _SILENT and str(each.tag).startswith(_W)
    )


def _markup(run: Element) -> str:
    properties = run.find(_RPR)
    return _PLAIN if properties is None else property_markup(properties)


def _xml(element: Element) -> str:
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode", with_tail=False)
