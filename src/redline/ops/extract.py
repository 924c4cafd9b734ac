"""What a delegation's file asks for: its amendments in coordinates of the base."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.amendment import Amendment
from redline.changes.comment import Comment
from redline.opc import Package, read_package
from redline.ops.acts import Act
from redline.ops.align import align, recognised
from redline.ops.clocks import with_world_time
from redline.ops.collect import acts_in
from redline.ops.comments import Anchors, comments_of
from redline.ops.fields import with_whole_fields
from redline.ops.formatting import Formatting
from redline.ops.moves import with_moves
from redline.ops.noted import with_notes
from redline.ops.originals import originals
from redline.ops.outside import outside
from redline.ops.resources import Digests
from redline.ops.stories import MARGINS, is_blank, matched, words_of
from redline.oxml.names import w
from redline.oxml.revisions import count
from redline.oxml.stories import stories
from redline.text.document import Document, Told
from redline.text.flat import flatten, paragraphs_of
from redline.text.reading import Block, read_blocks
from redline.text.stories import Story

_LEAST_SIMILAR: Final = 0.5


Reader = Callable[[Element], list[Block]]


@dataclass(frozen=True, slots=True)
class Means:
    """What a story is read with: where its comments' places are noted, what gives the blocks of a container.

    `formatting` gathers what looks otherwise, where that is asked for.
    """

    anchors: Anchors
    read: Reader
    formatting: Formatting | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one file holds against a base.

    `base_matches`: reject-all of the file is the base. `similarity` (0 to 1): the share of the base's characters that
    the file still holds before its tracked changes. `stories_outside`: what the file holds that cannot be told as
    amendments of this base (a header the base does not have, a file put into it whole), in words for a person.
    `beyond` tells the words of headers and footers that the base does not have: their addresses go on counting behind
    those of the base ("h2/p1" where it has one header), so that they are no places of it.
    """

    amendments: tuple[Amendment, ...]
    base_matches: bool
    similarity: float
    stories_outside: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    beyond: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a file is the base with tracked changes and nothing else; `untracked` is what else it holds.

    `found` is the extraction that says so, for whoever wants the amendments too. `formatting` is what looks otherwise
    and was not tracked: no word changes, so it stands apart and `status` says nothing of it.
    """

    status: Literal["tracked", "untracked", "other_base", "no_change"]
    untracked: tuple[Amendment, ...]
    similarity: float
    found: Extraction
    formatting: tuple[Amendment, ...] = ()


class NotABaseError(ValueError):
    """A file that holds tracked changes of its own cannot be a base: accept or reject them first (pitfall 23)."""

    code = "pending"
    sentence = "The base holds tracked changes. Accept or reject them before it is used as a base."

    def __init__(self) -> None:
        super().__init__(self.sentence)


def read_base(base: bytes) -> Document:
    """Return the base in these bytes; NotABaseError when its text holds pending changes."""
    document = Document(read_package(base))
    package = document.package
    comments = package.related(package.main, "comments")
    if any(count(package.tree(name)) for name in stories(package) if name not in comments):
        raise NotABaseError
    return document


def extract(base: bytes, proposal: bytes) -> Extraction:
    """Return the amendments of `proposal`, a file made from `base`.

    BadFile when either is not a Word document, NotABaseError when the base holds pending changes.

    >>> from redline.render.example import AG, BASE
    >>> [(each.kind, each.address, each.removed, each.added) for each in extract(BASE, AG).amendments]
    [('replace', 'p1', 'shall', 'should')]
    """
    return extract_from(read_base(base), read_package(proposal))


def extract_from(
    base: Document, proposal: Package, read: Reader = read_blocks, formatting: Formatting | None = None
) -> Extraction:
    """Return the amendments of a proposal against a base, those of the body first.

    `read` gives the blocks of a container of the proposal; `formatting` is told what stands for what.
    """
    anchors = Anchors()
    acts: list[Act] = []
    strange: list[Story] = []
    for told, story in matched(base, proposal):
        if told is not None and story is not None:
            acts += _acts(base, told, story, proposal, Means(anchors, read, formatting))
        elif story is not None and not is_blank(story):
            strange.append(story)
    acts = with_notes(with_moves(acts), base)
    acts = with_world_time(acts, proposal, stories(proposal))
    found = tuple(act.amendment(ordinal) for ordinal, act in enumerate(acts, 1))
    fallback = next((each.address for each in paragraphs_of(base.body)), "")
    comments = comments_of(proposal, anchors, fallback)
    matches = all(each.tracked for each in found)
    beyond = tuple(act.amendment(number) for number, act in enumerate(_beyond(base, strange, proposal, read), 1))
    return Extraction(found, matches, _similarity(base, found), outside(proposal, strange), comments, beyond)


def _acts(base: Document, told: Told, story: Story, proposal: Package, means: Means) -> list[Act]:
    """Return the acts in one story; nothing is read where the file's part is the base's to the byte."""
    ours, container = told
    same = ours.part == story.part != base.package.main
    if same and base.package.part(ours.part) == proposal.part(story.part):
        return []
    aligned = align(container, originals(means.read(story.element)))
    if means.formatting is not None:
        means.formatting.compare(container, aligned)
        if ours.kind == "body":
            means.formatting.sections(container, ours.element, story.element)
    acts = acts_in(container, aligned, story.element, Digests(proposal, story.part), means.anchors, ours.prefix)
    return with_whole_fields(acts, container)


def _beyond(base: Document, strange: Iterable[Story], proposal: Package, read: Reader) -> Iterator[Act]:
    """Yield the acts in headers and footers that the base lacks, but for those that say what one of the base says."""
    margins = [story for story in strange if story.kind in MARGINS]
    counted = Counter(story.kind for story, _ in base.stories)
    known = {words_of(story.element) for story, _ in base.stories if story.kind in MARGINS} if margins else set()
    for story in margins:
        if words_of(story.element) in known:
            continue
        counted[story.kind] += 1
        prefix = f"{MARGINS[story.kind]}{counted[story.kind]}/"
        blank = etree.Element(w("hdr"))
        etree.SubElement(blank, w("p"))
        empty = flatten(blank, prefix)
        aligned = align(empty, originals(read(story.element)))
        yield from acts_in(empty, aligned, story.element, Digests(proposal, story.part), Anchors(), prefix)


def _similarity(base: Document, found: tuple[Amendment, ...]) -> float:
    """Return the share of the body that the file still holds before its tracked changes."""
    untracked = [edit for each in found if not each.tracked for edit in each.edits]
    lost = [edit for edit in untracked if edit.kind == "delete" and not edit.tracked and "/" not in edit.address]
    return recognised(base.body, sum(edit.end - edit.start for edit in lost))


def verify(base: bytes, proposal: bytes) -> Verification:
    """Say whether everything in `proposal` that differs from `base` is a tracked change (pitfall 17).

    >>> from redline.render.example import AG, BASE
    >>> verify(BASE, AG).status
    'tracked'
    """
    document, package = read_base(base), read_package(proposal)
    formatting = Formatting(document.package, package)
    found = extract_from(document, package, formatting=formatting)
    untracked = tuple(each for each in found.amendments if not each.tracked)
    if found.similarity < _LEAST_SIMILAR:
        return Verification("other_base", untracked, found.similarity, found)
    if untracked:
        return Verification("untracked", untracked, found.similarity, found, formatting.found)
    status: Literal["tracked", "no_change"] = "tracked" if found.amendments else "no_change"
    return Verification(status, (), found.similarity, found, formatting.found)
