"""Some of a compiled file's amendments accepted or rejected, the others waiting on: by author, or by amendment."""

from collections.abc import Iterable, Mapping, Sequence

from redline.changes.gather import gather
from redline.changes.merged import Parties
from redline.changes.proposals import Proposal
from redline.opc import Package, read_package
from redline.ops import resolve
from redline.ops.extract import read_base
from redline.ops.manifest import manifest_of, read_manifest, write_manifest
from redline.ops.reopen import Reopened, reopen
from redline.ops.resolve_tree import Decision
from redline.oxml.names import w
from redline.oxml.revisions import Revision
from redline.oxml.stories import parts_with_changes
from redline.render.bring import Bringer
from redline.render.comments import write_comments
from redline.render.marks import free_author, joined_author
from redline.render.remarks import outdone, remarks, withdraw
from redline.render.tracked import write_tracked
from redline.text.document import Document

_AUTHOR = w("author")


def accept(data: bytes, *, author: str | None = None, ids: Iterable[str] | None = None) -> bytes:
    """Return the file with its tracked changes accepted: all, or those of one author, or some amendments of many.

    An author's changes are those that carry exactly this w:author and those of a joint author it is a member of: "AG"
    has a part in "AG, BR". `ids` are amendments of a compiled file (`reopen` lists them): each is accepted whole, for
    all its sponsors; words that another amendment takes out too go, and what is left of that one still waits. BadFile
    when the bytes are not a readable Word document, KeyError for an id that does not wait in the file.

    >>> from redline import compile_files, reopen, text
    >>> from redline.render.example import BASE, FILES
    >>> compiled = compile_files(BASE, FILES).docx
    >>> first = reopen(compiled).proposals[0].id
    >>> text(accept(compiled, ids=[first]), "original")
    ('States should act in time.', 'They report each year.')
    """
    if ids is None:
        return resolve.accept(data, author=author)
    return decide(reopen(data), accepted=_chosen(ids, author), rejected=frozenset())


def reject(data: bytes, *, author: str | None = None, ids: Iterable[str] | None = None) -> bytes:
    """Return the file with its tracked changes rejected: all, or those of one author, or some (see `accept`).

    Words that another amendment takes out too, or puts in alike, stay asked for.

    >>> from redline import compile_files, text
    >>> from redline.render.example import BASE, FILES
    >>> text(reject(compile_files(BASE, FILES).docx, author="CL"), "final")
    ('States should act in time.', 'They report each year.')
    """
    if ids is None:
        return resolve.reject(data, author=author)
    return decide(reopen(data), accepted=frozenset(), rejected=_chosen(ids, author))


def _chosen(ids: Iterable[str], author: str | None) -> frozenset[str]:
    if author is not None:
        raise ValueError("either an author or ids, not both")
    return frozenset(ids)


def decide(
    opened: Reopened,
    *,
    accepted: frozenset[str],
    rejected: frozenset[str],
    sources: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a compiled file with some amendments accepted and some rejected; the rest wait under their sponsors.

    `sources` are the files by party out of which the amendments came, where they were never read out of a compiled
    one: what their markup points at is then brought from there, and `opened.docx` is not read. KeyError for an id that
    is not there.
    """
    known = {each.id: each for each in opened.proposals}
    for identity in accepted | rejected:
        if identity not in known:
            raise KeyError(identity)
    left = {_voice(each): each for each in opened.proposals if each.id not in rejected}
    document = read_base(opened.base)
    if sources is None:
        bring = _from_compiled(document, opened, left, [known[each] for each in accepted | rejected])
    else:
        bring = _from_files(document, left, sources)
        document = _with_remarks(document, [each for each in left.values() if each.id not in accepted], opened.names)
    package = _written(document, left, bring)
    voices = read_manifest(package)

    def settle(revision: Revision) -> Decision:
        behind = voices.get(revision.author, ())
        return "accept" if any(left[voice].id in accepted for voice in behind) else "keep"

    resolve.resolve_package(package, settle)
    waiting = {voice: each for voice, each in left.items() if each.id not in accepted}
    _rename(package, voices, waiting, opened.names)
    return package.to_bytes()


def _voice(proposal: Proposal) -> str:
    """Return the name an amendment is written under: in the order of its sponsors, so that places stay as they were."""
    return f"{'+'.join(proposal.parties)}#{proposal.id}"


def _from_compiled(document: Document, opened: Reopened, left: Iterable[str], decided: Iterable[Proposal]) -> Bringer:
    """Return what brings things out of the compiled file; its comments on formattings decided on go out of the base."""
    source = read_package(opened.docx)
    asked = {
        (edit.address, edit.start, part.xml)
        for each in decided
        for edit in each.amendment.edits
        for part in edit.content
    }
    gone = (each for each in manifest_of(source).formats if (each.address, each.start, each.xml) in asked)
    withdraw(document.package, gone, opened.names)
    return Bringer(document.package, dict.fromkeys(left, source))


def _from_files(document: Document, left: Mapping[str, Proposal], sources: Mapping[str, bytes]) -> Bringer:
    """Return what brings the things an amendment points at out of its first sponsor's file: it is as that one wrote."""
    packages = {party: read_package(data) for party, data in sources.items()}
    of_voice = {voice: packages.get(each.parties[0]) for voice, each in left.items()}
    return Bringer(document.package, {voice: package for voice, package in of_voice.items() if package is not None})


def _with_remarks(document: Document, waiting: Sequence[Proposal], names: Mapping[str, str]) -> Document:
    """Return the document with comments on the formattings that wait and have no place beside another one."""
    parties = sorted({party for each in waiting for party in each.parties})
    asked = {party: [each.amendment for each in waiting if party in each.parties] for party in parties}
    edits = {party: [edit for each in found for edit in each.edits] for party, found in asked.items()}
    said = remarks(document, outdone(gather(edits)), names)
    # Runs are cut for comments, and text boxes may be copied with them: the document is told anew.
    return Document(document.package) if write_comments(document.package, document.stories, said, names) else document


def _written(document: Document, left: Mapping[str, Proposal], bring: Bringer) -> Package:
    """Return the base with each amendment under its own name, so that each can be decided alone."""
    places = gather({voice: each.amendment.edits for voice, each in left.items()})
    if places:
        marks = write_tracked(document.package, document.stories, places, {}, bring)
        write_manifest(document.package, marks.authors, marks.sponsors)
    return document.package


def _rename(
    package: Package, voices: Mapping[str, Parties], waiting: Mapping[str, Proposal], names: Mapping[str, str]
) -> None:
    """Put the sponsors' names in the place of the amendments' on what still waits, and list them anew."""
    authors: dict[Parties, str] = {}
    ids: dict[int, Parties] = {}
    for part in parts_with_changes(package):
        changed = [each for each in package.tree(part).iter() if each.get(_AUTHOR) in voices]
        for element in changed:
            parties = _sponsors(voices[element.get(_AUTHOR, "")], waiting)
            if parties not in authors:
                authors[parties] = free_author(joined_author(parties, names), authors.values())
            package.edit(part)
            element.set(_AUTHOR, authors[parties])
            if element.get(w("id"), "").isdecimal():
                ids[int(element.get(w("id"), "0"))] = parties
    write_manifest(package, authors, ids, amendments={each.id: each.parties for each in waiting.values()})


def _sponsors(voices: Iterable[str], waiting: Mapping[str, Proposal]) -> Parties:
    return tuple(sorted({party for voice in voices if voice in waiting for party in waiting[voice].parties}))
