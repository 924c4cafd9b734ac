"""The main job: many delegations' files on one base become one text, on paper and on the screen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from redline.changes.amendment import Amendment
from redline.changes.comment import Comment
from redline.changes.gather import gather
from redline.changes.merge import merge
from redline.changes.merged import MergedParagraph
from redline.changes.proposals import proposals
from redline.opc import Package, read_package
from redline.ops.extract import Extraction, extract_from, read_base
from redline.ops.manifest import write_manifest
from redline.ops.margins import with_margins
from redline.render.bring import Bringer
from redline.render.comments import write_comments
from redline.render.remarks import outdone, remarks
from redline.render.tracked import write_tracked
from redline.text.document import Document


@dataclass(frozen=True, slots=True)
class Compilation:
    """All proposals on one base: the Word file, the same text as values, and what each party asks for."""

    docx: bytes
    merged: tuple[MergedParagraph, ...]
    amendments: dict[str, tuple[Amendment, ...]]


def compile_files(
    base: bytes,
    files: Mapping[str, bytes],
    *,
    names: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Compilation:
    """Return the base with every file's changes in it, each under the code (or the name in `names`) of its party.

    `files` maps a party's code to its Word file. Untracked edits of a file count as its changes. The result is the same
    for any order of the files. `progress` is told each party before its file is read. BadFile when one of them is not
    a readable Word document, NotABaseError when the base holds pending changes.

    >>> from redline.render.example import BASE, FILES
    >>> compiled = compile_files(BASE, FILES)
    >>> [(each.text, each.inserted_by) for each in compiled.merged[0].segments if each.inserted_by]
    [('should', ('AG', 'BR'))]
    """
    document = read_base(base)
    packages = {party: read_package(files[party]) for party in sorted(files)}
    if with_margins(document.package, packages.values()):
        document = Document(document.package)
    found: dict[str, Extraction] = {}
    for party, package in packages.items():
        if progress is not None:
            progress(party)
        found[party] = extract_from(document, package)
    comments = {party: each.comments for party, each in found.items()}
    amendments = {party: each.amendments for party, each in found.items()}
    merged = merge((*document.paragraphs, *document.elsewhere), amendments)
    _write(document, amendments, names or {}, packages, comments)
    return Compilation(document.package.to_bytes(), merged, amendments)


def compile_amendments(
    base: bytes,
    amendments: Mapping[str, Iterable[Amendment]],
    *,
    names: Mapping[str, str] | None = None,
    sources: Mapping[str, bytes] | None = None,
    comments: Mapping[str, Sequence[Comment]] | None = None,
) -> bytes:
    """Return the base with amendments given as values (written in a browser, or stored) as tracked changes.

    Words come with their formatting. `sources` gives the file of a party whose amendments came out of one: pictures,
    notes and definitions are brought from there, and become a visible sign or their words where there is none.
    `comments` stand in the margin at their places, under their party's name. The same values give the same bytes.
    NotABaseError when the base holds pending changes, BadFile for a source that cannot be read.
    """
    document = read_base(base)
    found = {party: tuple(amendments[party]) for party in sorted(amendments)}
    packages = {party: read_package(data) for party, data in (sources or {}).items()}
    _write(document, found, names or {}, packages, comments or {})
    return document.package.to_bytes()


def make_visible(base: bytes, proposal: bytes, *, author: str) -> bytes:
    """Return the base with everything `proposal` changes, tracked or not, as tracked changes of `author`.

    BadFile when either is not a readable Word document.

    >>> from redline import accept, extract
    >>> from redline.render.example import AG, BASE
    >>> untracked = accept(AG)  # as if somebody had typed with tracking switched off
    >>> [each.tracked for each in extract(BASE, untracked).amendments]
    [False]
    >>> [each.tracked for each in extract(BASE, make_visible(BASE, untracked, author="AG")).amendments]
    [True]
    """
    return compile_files(base, {author: proposal}).docx


def _write(
    document: Document,
    amendments: Mapping[str, tuple[Amendment, ...]],
    names: Mapping[str, str],
    packages: Mapping[str, Package],
    comments: Mapping[str, Sequence[Comment]],
) -> None:
    """Write the amendments and comments into the document's package, in place.

    Of several formattings of one place one can be written; comments say the others.
    """
    edits = {party: [edit for each in found for edit in each.edits] for party, found in amendments.items()}
    places = gather(edits)
    left = outdone(places)
    said = dict(comments)
    for author, found in remarks(document, left, names).items() if left else ():
        said[author] = [*said.get(author, ()), *found]
    if write_comments(document.package, document.stories, said, names):
        document = Document(document.package)  # runs were cut, and text boxes may have been copied with them
    if places:
        marks = write_tracked(document.package, document.stories, places, names, Bringer(document.package, packages))
        for each in left:
            marks.author(each.wanted.sponsors.parties)
        ids = {each.id: each.parties for each in proposals(amendments)}
        write_manifest(document.package, marks.authors, marks.sponsors, left, ids)
