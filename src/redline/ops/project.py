"""One party's text out of a compiled file: its changes accepted, all others rejected."""

from collections.abc import Callable

from redline.opc import Package, read_package
from redline.ops.manifest import read_manifest
from redline.ops.resolve import resolve_package
from redline.ops.resolve_tree import Decision
from redline.oxml.revisions import Revision


def project(compiled: bytes, party: str) -> bytes:
    """Return the compiled file with the changes of `party` (its code, or its name) accepted and all others rejected.

    A change that several parties share counts for each of them. BadFile when the bytes are not a Word document.

    >>> from redline import compile_files, text
    >>> from redline.render.example import BASE, FILES
    >>> text(project(compile_files(BASE, FILES).docx, "CL"), "final")[1]
    'Each State decides how.'
    """
    package = read_package(compiled)
    mine = ownership(package, party)

    def decide(revision: Revision) -> Decision:
        return "accept" if mine(revision.author, revision.authors) else "reject"

    resolve_package(package, decide)
    return package.to_bytes()


def ownership(package: Package, party: str, name: str = "") -> Callable[[str, tuple[str, ...]], bool]:
    """Return the test whether a w:author (and its members, by the joining rule) stands for `party`.

    The file's own list of sponsors decides where it knows both the author and the code; else the code, or the `name`
    that the party goes by.
    """
    sponsors = read_manifest(package)
    is_code = any(party in codes for codes in sponsors.values())
    known = {party, name} - {""}

    def mine(author: str, members: tuple[str, ...]) -> bool:
        if is_code and author in sponsors:
            return party in sponsors[author]
        return author in known or not known.isdisjoint(members)

    return mine
