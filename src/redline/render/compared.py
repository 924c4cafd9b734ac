"""Two files without tracking become one with tracked changes: as few and as readable as a careful drafter's own."""

from redline.changes.gather import gather
from redline.opc import read_package
from redline.ops.compare import differences
from redline.ops.extract import NotABaseError, read_base
from redline.ops.manifest import write_manifest
from redline.oxml.revisions import count
from redline.render.bring import Bringer
from redline.render.tracked import write_tracked

__all__ = ["compare"]


def compare(old: bytes, new: bytes, *, author: str, date: str | None = None) -> bytes:
    """Return `old` with everything that makes it into `new` as tracked changes of `author`.

    Rejecting them all gives `old`, accepting them all the words and the formatting of `new`. Words are compared, not
    letters; paragraphs that moved are moves, tables are compared by row and cell, and numbers that Word counts by
    itself are no words. `date` is written as w:date ("2026-11-22T09:00:00Z"); without one the changes have none,
    and what moved is a deletion and an insertion, since the marks of a move must be dated.
    BadFile when either is not a readable Word document, NotABaseError when either holds tracked changes.

    >>> from redline import accept, extract
    >>> from redline.render.example import AG, BASE
    >>> changes = compare(BASE, accept(AG), author="Secretariat")
    >>> [(each.removed, each.added, each.author) for each in extract(BASE, changes).amendments]
    [('shall', 'should', 'Secretariat')]
    """
    document = read_base(old)
    other = read_package(new)
    if count(other.tree(other.main)):
        raise NotABaseError
    found = differences(document, other, date=date or "")
    places = gather({author: [edit for each in found for edit in each.edits]})
    if not places:
        return document.package.to_bytes()
    marks = write_tracked(document.package, document.stories, places, {}, Bringer(document.package, {author: other}))
    write_manifest(document.package, marks.authors, marks.sponsors)
    return document.package.to_bytes()
