"""What a delegation put in, as parts that can stand in another file: markup cleaned of revisions and identifiers."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import replace
from itertools import groupby
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.edit import Content, Part
from redline.ops.resolve_tree import resolve
from redline.oxml.names import W, w
from redline.oxml.runs import FIELD_CHARACTER
from redline.text.flat import flatten, paragraphs_of
from redline.text.reading import Piece, RowBlock, State
from redline.text.runs import run_text, slice_run
from redline.text.signs import FIELD, MARK, OBJECT, TABLE

Digest = Callable[[Element], tuple[tuple[str, str], ...]]

_RUN: Final = w("r")
_RPR: Final = w("rPr")
_PPR: Final = w("pPr")
_TEXT_BOX: Final = w("txbxContent")
_FOREIGN_IN_RUN: Final = (w("lastRenderedPageBreak"), w("commentReference"), w("annotationRef"))
_CHANGES_IN_PPR: Final = ("sectPr", "pPrChange", "rPr")
_LOOSE: Final = tuple(
    w(name)
    for name in (
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr", "permStart", "permEnd"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    )
)


def content_of(pieces: Iterable[Piece], digest: Digest) -> Content:
    """Return the parts that these inserted pieces make; `digest` names what the markup points at.

    Pieces of several authors are parts of their own, each under its author's name.
    """
    found = _with_whole_fields([each for each in pieces if each.state is State.INSERTED])
    if len({each.author for each in found}) < 2:
        return tuple(_parts(found, digest))
    return tuple(
        replace(part, author=author)
        for author, group in groupby(found, key=lambda piece: piece.author)
        for part in _parts(list(group), digest)
    )


def _with_whole_fields(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces, without the machinery of fields where a field begins or ends somewhere else (pitfall 9)."""
    if not any(FIELD in piece.text for piece in pieces):
        return pieces
    runs = dict.fromkeys(piece.source for piece in pieces if piece.source is not None and FIELD in piece.text)
    kinds = [each.get(w("fldCharType")) for run in runs for each in run.iter(FIELD_CHARACTER)]
    if kinds.count("begin") == kinds.count("end"):
        return pieces
    return [cut for piece in pieces for cut in _without_machinery(piece)]


def _without_machinery(piece: Piece) -> Iterator[Piece]:
    first = piece.first
    for words in piece.text.split(FIELD):
        if words:
            yield replace(piece, text=words, first=first)
        first += len(words) + 1


def _parts(pieces: list[Piece], digest: Digest) -> Iterator[Part]:
    for kind, group in groupby(pieces, key=_kind):
        for part in group if kind != "words" else ():
            yield _mark(part) if kind == "mark" else _table(part, digest)
        if kind == "words":
            yield _words(list(group), digest)


def _kind(piece: Piece) -> str:
    return "mark" if piece.text == MARK else "table" if piece.text == TABLE else "words"


def _mark(piece: Piece) -> Part:
    properties = piece.source.find(_PPR) if piece.source is not None else None
    if properties is None:
        return Part("mark", xml="<w:pPr/>" if piece.source is not None else "")
    clean = copy(properties)
    for child in [each for each in clean if etree.QName(each).localname in _CHANGES_IN_PPR]:
        clean.remove(child)
    for numbering in clean.iterchildren(w("numPr")):
        for child in numbering.findall(w("ins")):
            numbering.remove(child)
    return Part("mark", xml=_xml(clean))


def _table(piece: Piece, digest: Digest) -> Part:
    if piece.source is None:
        return Part("table")
    clean = settled(piece.source)
    return Part("table", _text_of(clean), _xml(clean), digest(clean))


def row_part(row: RowBlock, digest: Digest) -> Part:
    """Return the part for a row that was put in."""
    clean = settled(row.element)
    return Part("row", _text_of(clean), _xml(clean), digest(clean))


def cell_part(cell: Element, digest: Digest) -> Part:
    """Return the part for a cell that was put in."""
    clean = settled(cell)
    return Part("cell", _text_of(clean), _xml(clean), digest(clean))


def settled(element: Element) -> Element:
    """Return a copy of a table or row as it reads with every change in it accepted."""
    holder = etree.Element(w("body"))
    holder.append(copy(element))
    resolve(holder, lambda _: "accept")
    clean = holder[0]
    for loose in list(clean.iter(*_LOOSE, *_FOREIGN_IN_RUN)):
        parent = loose.getparent()
        if parent is not None:
            parent.remove(loose)
    _drop_identifiers(clean)
    return clean


def _text_of(element: Element) -> str:
    """Return the text of a table or row: cells by tab, paragraphs and rows by line feed."""
    holder = etree.Element(w("body"))
    table = element if element.tag == w("tbl") else _in_table(element)
    holder.append(copy(table))
    return "\n".join(each.text for each in paragraphs_of(flatten(holder)))


def _in_table(row: Element) -> Element:
    table = etree.Element(w("tbl"))
    holder = table if row.tag == w("tr") else etree.SubElement(table, w("tr"))
    holder.append(copy(row))
    return table


def _words(pieces: list[Piece], digest: Digest) -> Part:
    markup: list[str] = []
    resources: dict[str, str] = {}
    for wrapper, group in groupby(pieces, key=lambda piece: piece.wrapper):
        runs = [_run(piece) for piece in group]
        whole = wrapper is not None and _is_all_new(wrapper)
        for element in [_wrapped(wrapper, runs)] if whole and wrapper is not None else runs:
            markup.append(_xml(element))
            resources.update(digest(element))
    return Part("words", "".join(each.text for each in pieces), "".join(markup), tuple(sorted(resources.items())))


def _is_all_new(wrapper: Element) -> bool:
    """Whether everything in a hyperlink or field was put in, so that the wrapper itself was."""
    runs = list(wrapper.iter(_RUN))
    changes = (w("ins"), w("moveTo"))
    return all(next(run.iterancestors(*changes), None) is not None for run in runs)


def _wrapped(wrapper: Element, runs: list[Element]) -> Element:
    shell = etree.Element(wrapper.tag, {str(name): str(value) for name, value in wrapper.attrib.items()})
    shell.extend(runs)
    return shell


def _run(piece: Piece) -> Element:
    source = piece.source
    if source is None:
        raise ValueError("inserted words without a run")
    if source.tag != _RUN:
        return settled(source)
    whole = piece.first == 0 and len(piece.text) == len(run_text(source))
    run = copy(source) if whole else slice_run(source, piece.first, piece.first + len(piece.text))
    if OBJECT in piece.text and next(run.iter(_TEXT_BOX), None) is not None:
        run = settled(run)
    for child in [each for each in run if each.tag in _FOREIGN_IN_RUN]:
        run.remove(child)
    properties = run.find(_RPR)
    if properties is not None:
        _clean_properties(properties)
    _drop_identifiers(run)
    return run


def _clean_properties(properties: Element) -> None:
    """Keep what plain WordprocessingML says of a run; effects of later versions need declarations the base lacks."""
    for child in [each for each in properties if not str(each.tag).startswith(f"{{{W}}}")]:
        properties.remove(child)
    for change in properties.findall(w("rPrChange")):
        properties.remove(change)


def _drop_identifiers(element: Element) -> None:
    """Drop save identifiers and paragraph ids: they belong to the file they came from."""
    for each in element.iter(_RUN, w("p"), w("tr")):
        for name in [name for name in each.attrib if "rsid" in str(name) or not str(name).startswith(f"{{{W}}}")]:
            del each.attrib[name]


def _xml(element: Element) -> str:
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode", with_tail=False)


def property_markup(properties: Element) -> str:
    """Return run properties as markup, without the record of what they were before."""
    clean = copy(properties)
    _clean_properties(clean)
    return _xml(clean)
