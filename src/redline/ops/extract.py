"""What a delegation's file asks for: its amendments in coordinates of the base."""

from dataclasses import dataclass
from typing import Final, Literal

from redline.changes.amendment import Amendment
from redline.changes.comment import Comment
from redline.opc import Package, read_package
from redline.ops.align import align, recognised
from redline.ops.collect import amendments, formats_in
from redline.ops.comments import Anchors, comments_of
from redline.ops.originals import originals
from redline.ops.outside import outside
from redline.ops.resources import Digests
from redline.oxml.revisions import count
from redline.text.document import Document, body_of
from redline.text.flat import Container, paragraphs_of
from redline.text.reading import read_blocks

_LEAST_SIMILAR: Final = 0.5


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one file holds against a base.

    `base_matches`: reject-all of the file is the base. `similarity` (0 to 1): the share of the base's characters that
    the file still holds before its tracked changes. `stories_outside`: where the file holds changes that are not
    among the amendments ("headers", "text boxes", "table formatting", …), in words for a person.
    """

    amendments: tuple[Amendment, ...]
    base_matches: bool
    similarity: float
    stories_outside: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a file is the base with tracked changes and nothing else; `untracked` is what else it holds.

    `found` is the extraction that says so, for whoever wants the amendments too.
    """

    status: Literal["tracked", "untracked", "other_base", "no_change"]
    untracked: tuple[Amendment, ...]
    similarity: float
    found: Extraction


class NotABaseError(ValueError):
    """A file that holds tracked changes of its own cannot be a base: accept or reject them first (pitfall 23)."""

    code = "pending"
    sentence = "The base holds tracked changes. Accept or reject them before it is used as a base."

    def __init__(self) -> None:
        super().__init__(self.sentence)


def read_base(base: bytes) -> Document:
    """Return the base in these bytes; NotABaseError when its text holds pending changes."""
    document = Document(read_package(base))
    if count(document.package.tree(document.package.main)):
        raise NotABaseError
    return document


def extract(base: bytes, proposal: bytes) -> Extraction:
    """Return the amendments of `proposal`, a file made from `base`.

    BadFile when either is not a Word document, NotABaseError when the base holds pending changes.
    """
    return extract_from(read_base(base).body, read_package(proposal))


def extract_from(base: Container, proposal: Package) -> Extraction:
    """Return the amendments of a proposal against the flat model of the base's body."""
    aligned = align(base, originals(read_blocks(body_of(proposal))))
    anchors = Anchors()
    found = amendments(base, aligned, Digests(proposal), formats_in(body_of(proposal)), anchors)
    untracked = [each for each in found if not each.tracked]
    lost = [edit for each in untracked for edit in each.edits if edit.kind == "delete" and not edit.tracked]
    deleted = sum(edit.end - edit.start for edit in lost)
    fallback = next((each.address for each in paragraphs_of(base)), "")
    comments = comments_of(proposal, anchors, fallback)
    return Extraction(found, not untracked, recognised(base, deleted), outside(proposal), comments)


def verify(base: bytes, proposal: bytes) -> Verification:
    """Say whether everything in `proposal` that differs from `base` is a tracked change (pitfall 17)."""
    found = extract(base, proposal)
    untracked = tuple(each for each in found.amendments if not each.tracked)
    if found.similarity < _LEAST_SIMILAR:
        return Verification("other_base", untracked, found.similarity, found)
    if untracked:
        return Verification("untracked", untracked, found.similarity, found)
    status: Literal["tracked", "no_change"] = "tracked" if found.amendments else "no_change"
    return Verification(status, (), found.similarity, found)
