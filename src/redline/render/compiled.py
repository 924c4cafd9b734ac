"""The main job: many delegations' files on one base become one text, on paper and on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit
from redline.changes.gather import gather
from redline.changes.merge import merge_places
from redline.changes.merged import MergedParagraph
from redline.opc import read_package
from redline.ops.extract import Extraction, extract_from
from redline.ops.manifest import write_manifest
from redline.render.bring import Bringer
from redline.render.comments import write_comments
from redline.render.tracked import write_tracked
from redline.text.document import Document


@dataclass(frozen=True, slots=True)
class Compilation:
    """All proposals on one base: the Word file, the same text as values, and what each party asks for."""

    docx: bytes
    merged: tuple[MergedParagraph, ...]
    amendments: dict[str, tuple[Amendment, ...]]


def compile_files(base: bytes, files: Mapping[str, bytes], *, names: Mapping[str, str] | None = None) -> Compilation:
    """Return the base with every file's changes in it, each under the code (or the name in `names`) of its party.

    `files` maps a party's code to its Word file. Untracked edits of a file count as its changes. The result is the same
    for any order of the files. BadFile when one of them is not a readable Word document.
    """
    document = Document(read_package(base))
    paragraphs = document.paragraphs
    packages = {party: read_package(files[party]) for party in sorted(files)}
    found = {party: extract_from(document.body, package) for party, package in packages.items()}
    places = gather({party: _edits(each) for party, each in found.items()})
    merged = merge_places(paragraphs, places)
    comments = {party: each.comments for party, each in found.items()}
    write_comments(document.package, document.body, comments, names or {})
    if places:
        marks = write_tracked(document.package, document.body, places, names or {}, Bringer(document.package, packages))
        write_manifest(document.package, marks.authors, marks.sponsors)
    amendments = {party: each.amendments for party, each in found.items()}
    return Compilation(document.package.to_bytes(), merged, amendments)


def _edits(extraction: Extraction) -> list[Edit]:
    return [edit for amendment in extraction.amendments for edit in amendment.edits]


def make_visible(base: bytes, proposal: bytes, *, author: str) -> bytes:
    """Return the base with everything `proposal` changes, tracked or not, as tracked changes of `author`.

    BadFile when either is not a readable Word document.
    """
    return compile_files(base, {author: proposal}).docx
