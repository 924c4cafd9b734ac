"""What a Word file has no place for, said in its margin: formattings beside the one that most delegations ask for."""

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.comment import Comment
from redline.changes.gather import Outdone, Place
from redline.opc import Package
from redline.ops.manifest import Unwritten
from redline.ops.resources import note_text
from redline.oxml.names import w
from redline.oxml.stories import stories
from redline.render.marks import joined_author
from redline.text.document import Document, Paragraph
from redline.text.reading import COMMENT_REFERENCE
from redline.text.runs import plain_run

_PROPOSED: Final = "Formatting proposed"
_SHOWN: Final = "The text shows"
_ID: Final = w("id")
_MARKS: Final = (w("commentRangeStart"), w("commentRangeEnd"), COMMENT_REFERENCE)


def outdone(places: Mapping[str, Place]) -> tuple[Outdone, ...]:
    """Return every formatting for which there is no room beside another one, in the order of the addresses."""
    return tuple(each for address in sorted(places) for each in places[address].outdone())


def remarks(document: Document, left: Iterable[Outdone], names: Mapping[str, str]) -> dict[str, list[Comment]]:
    """Return comments that say who asks for which formatting that the text does not show, by author."""
    paragraphs = (*document.paragraphs, *document.elsewhere)
    found: dict[str, list[Comment]] = {}
    for each in left:
        place = _place(each.address, paragraphs)
        if place is not None:
            end = each.end or len(place.text)
            author = joined_author(each.wanted.sponsors.parties, names)
            found.setdefault(author, []).append(_comment(place.address, each.start, end, said(each), author))
    return found


def said(left: Outdone) -> str:
    """Return the words of the comment."""
    words = f"{_PROPOSED}: {left.wanted.what or 'other'}."
    return f"{words} {_SHOWN}: {left.instead}." if left.instead else words


def withdraw(package: Package, decided: Iterable[Unwritten], names: Mapping[str, str]) -> None:
    """Take out the comments on formattings that do not wait any more."""
    wanted = {(joined_author(each.parties, names), f"{_PROPOSED}: {each.what or 'other'}.") for each in decided}
    for name in package.related(package.main, "comments") if wanted else ():
        found = [each for each in package.tree(name).iterchildren(w("comment")) if _is_one_of(each, wanted)]
        for each in found:
            package.edit(name).remove(each)
        gone = {each.get(_ID, "") for each in found}
        for story in stories(package) if gone else ():
            for mark in [each for each in package.tree(story).iter(*_MARKS) if each.get(_ID) in gone]:
                package.edit(story)
                _remove(mark)


def _is_one_of(comment: Element, wanted: Iterable[tuple[str, str]]) -> bool:
    words = note_text(comment)
    return any(comment.get(w("author")) == author and words.startswith(said) for author, said in wanted)


def _remove(mark: Element) -> None:
    run = mark.getparent()
    if run is None:
        return
    run.remove(mark)
    around = run.getparent()
    if mark.tag == COMMENT_REFERENCE and around is not None and not len(run):
        around.remove(run)


def _comment(address: str, start: int, end: int, words: str, author: str) -> Comment:
    element = etree.Element(w("comment"))
    etree.SubElement(element, w("p")).append(plain_run(words))
    return Comment(address, start, address, end, words, author, xml=etree.tostring(element, encoding="unicode"))


def _place(address: str, paragraphs: Iterable[Paragraph]) -> Paragraph | None:
    """Return the paragraph at an address, or the first one of the table, row or cell there; of a section the last."""
    last: Paragraph | None = None
    for each in paragraphs:
        if each.address == address or each.address.startswith(f"{address}."):
            return each
        last = each if "/" not in each.address else last
    return last
