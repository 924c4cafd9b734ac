"""A compiled file that comes back (from Word, from LibreOffice) read again: its base, and who asks for what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, Part
from redline.changes.merge import merge
from redline.changes.merged import MergedParagraph, Parties
from redline.changes.proposals import Proposal, proposals
from redline.opc import read_package
from redline.ops.apart import Apart
from redline.ops.extract import Extraction, read_base
from redline.ops.manifest import Manifest, Unwritten, manifest_of
from redline.oxml.revisions import members
from redline.text.document import Document


@dataclass(frozen=True, slots=True)
class Reopened:
    """A compiled file as values again.

    `base` is the file with every change rejected. `proposals` are everybody's amendments, the same ones merged;
    `decided` are the ids that the file's own list names and that do not wait any more: accepted, rejected or changed
    since. `names` are the names by code that the changes went by.
    """

    docx: bytes
    base: bytes
    merged: tuple[MergedParagraph, ...]
    amendments: dict[str, tuple[Amendment, ...]]
    proposals: tuple[Proposal, ...]
    decided: tuple[str, ...]
    names: dict[str, str]


def reopen(compiled: bytes) -> Reopened:
    """Return what a compiled file asks for, party by party, from its tracked changes and its list of sponsors.

    A file without a list is read by its authors: "AG, BR" are AG and BR. BadFile when the bytes are not a readable
    Word document.

    >>> from redline import compile_files
    >>> from redline.render.example import BASE, FILES
    >>> [(each.parties, each.amendment.added) for each in reopen(compile_files(BASE, FILES).docx).proposals]
    [(('AG', 'BR'), 'should'), (('CL',), 'Each State decides how.')]
    """
    manifest = manifest_of(read_package(compiled))
    apart = Apart(compiled, owners_of(manifest))
    base = apart.base
    document = read_base(base)
    parties = sorted({*apart.parties, *(party for each in manifest.formats for party in each.parties)})
    amendments = {party: _amendments(apart.extraction(party, document), party, manifest, document) for party in parties}
    paragraphs = (*document.paragraphs, *document.elsewhere)
    found = proposals(amendments, [each.address for each in paragraphs])
    waiting = {each.id for each in found}
    return Reopened(
        docx=compiled,
        base=base,
        merged=merge(paragraphs, amendments),
        amendments=amendments,
        proposals=found,
        decided=tuple(sorted(set(manifest.amendments) - waiting)),
        names={codes[0]: name for name, codes in manifest.authors.items() if len(codes) == 1},
    )


def owners_of(manifest: Manifest) -> Callable[[str], Parties]:
    """Return what gives the parties behind a w:author."""
    authors: Mapping[str, Parties] = manifest.authors
    return lambda author: authors.get(author) or members(author) or ((author,) if author else ("?",))


def _amendments(found_in: Extraction, party: str, manifest: Manifest, base: Document) -> tuple[Amendment, ...]:
    """Return what one party asks for, from its own file and from the list of what the file had no place for."""
    found = [replace(each, author=party) for each in found_in.amendments]
    texts = {each.address: each.text for each in (*base.paragraphs, *base.elsewhere)} if manifest.formats else {}
    found += [_format(each, party, texts) for each in manifest.formats if party in each.parties]
    return tuple(each.numbered(ordinal) for ordinal, each in enumerate(found, 1))


def _format(each: Unwritten, party: str, texts: Mapping[str, str]) -> Amendment:
    place = (each.address, each.start, each.end)
    if each.end:
        words = texts.get(each.address, "")[each.start : each.end]
        edit = Edit("format", *place, (Part("words", words, each.xml),), author=party, what=each.what)
    else:
        edit = Edit("properties", *place, (Part("properties", each.what, each.xml),), author=party)
    return Amendment(0, "format", *place, "", "", author=party, what=each.what, edits=(edit,))
