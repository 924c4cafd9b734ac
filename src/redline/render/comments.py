"""Delegations' comments written into a base: in the margin, at their places, under the delegations' names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.comment import Comment
from redline.opc import Package
from redline.oxml.names import W, w
from redline.render.bring import plain_note
from redline.render.inline import Nest, cut, items_of
from redline.text.document import Told
from redline.text.flat import FlatParagraph, paragraphs_of
from redline.text.runs import plain_run

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY: Final = f'<w:comments xmlns:w="{W}"/>'.encode()
_ID: Final = w("id")
# What is put in: at an offset of a paragraph, an element that takes no place; ends before starts.
_Marker = tuple[int, int, Element]


def write_comments(
    package: Package, stories: Iterable[Told], comments: Mapping[str, Sequence[Comment]], names: Mapping[str, str]
) -> bool:
    """Write every party's comments into the package, those that the base has already left out; whether there are any.

    Text boxes come first: what is cut around them copies them as they then are.
    """
    known = {(each.get(w("author")), each.get(w("date"))) for each in _comments(package)}
    wanted = [
        (party, comment)
        for party in sorted(comments)
        for comment in comments[party]
        if (comment.author, comment.date) not in known or not comment.date
    ]
    if not wanted:
        return False
    root = _part(package)
    markers: dict[str, list[_Marker]] = {}
    last = max((int(each.get(_ID, "0")) for each in root if each.get(_ID, "").isdecimal()), default=-1)
    for number, (party, comment) in enumerate(wanted, last + 1):
        root.append(_element(comment, party, names.get(party, party), str(number)))
        _anchor(markers, comment, number)
    for story, container in sorted(stories, key=lambda told: told[0].kind != "box"):
        for paragraph in paragraphs_of(container):
            if paragraph.address in markers:
                package.edit(story.part)
                _mark(paragraph, sorted(markers[paragraph.address], key=lambda marker: marker[:2]))
    return True


def remark(address: str, end: int, words: str, *, author: str = "", date: str = "") -> Comment:
    """Return words typed without Word as a comment on the first `end` characters of a paragraph of the base.

    >>> remark("p1", 5, "Agreed in May.").text
    'Agreed in May.'
    """
    element = etree.Element(w("comment"))
    for line in words.splitlines() or [""]:
        etree.SubElement(element, w("p")).append(plain_run(line))
    return Comment(address, 0, address, end, words, author, "", date, etree.tostring(element, encoding="unicode"))


def _anchor(markers: dict[str, list[_Marker]], comment: Comment, number: int) -> None:
    start, end = etree.Element(w("commentRangeStart")), etree.Element(w("commentRangeEnd"))
    start.set(_ID, str(number))
    end.set(_ID, str(number))
    markers.setdefault(comment.address, []).append((comment.start, 1, start))
    empty = comment.address == comment.end_address and comment.start >= comment.end
    markers.setdefault(comment.end_address, []).extend(
        (max(comment.end, comment.start) if empty else comment.end, 2 if empty else 0, each)
        for each in (end, _reference(number))
    )


def _comments(package: Package) -> Iterator[Element]:
    for name in package.related(package.main, "comments"):
        yield from package.tree(name).iterchildren(w("comment"))


def _part(package: Package) -> Element:
    found = package.related(package.main, "comments")
    if found:
        return package.edit(found[0])
    name = package.add_part("word/comments.xml", _EMPTY, _TYPE)
    package.add_relationship(package.main, "comments", name)
    return package.edit(name)


def _element(comment: Comment, party: str, name: str, identity: str) -> Element:
    source = etree.fromstring(comment.xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    made = plain_note(source)
    made.set(_ID, identity)
    made.set(w("author"), name)
    made.set(w("initials"), party[:9])
    return made


def _reference(number: int) -> Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("commentReference"), {_ID: str(number)})
    return run


def _mark(paragraph: FlatParagraph, markers: list[_Marker]) -> None:
    """Put the markers into the paragraph at their offsets, cutting runs where one falls inside."""
    element, properties = paragraph.element, paragraph.element.find(w("pPr"))
    items = list(cut(items_of(element), [offset for offset, _, _ in markers]))
    nest = Nest(etree.Element(element.tag))
    waiting = list(markers)
    for item in items:
        while waiting and waiting[0][0] <= item.start and item.end > item.start:
            nest.add((), waiting.pop(0)[2])
        nest.add(item.chain, item.element)
    for marker in waiting:
        nest.add((), marker[2])
    for child in list(element):
        element.remove(child)
    if properties is not None:
        element.append(properties)
    element.extend(list(nest.paragraph))
