"""Accept and reject: tracked changes of a whole file, of everybody or of one author; how many are pending."""

from collections.abc import Iterable

from redline.opc import Package, read_package
from redline.ops.resolve_notes import remove_unreferenced
from redline.ops.resolve_tree import Decide, Decision, resolve
from redline.oxml.revisions import Revision, count, revisions
from redline.oxml.stories import parts_with_changes

__all__ = ["Decide", "Decision", "Revision", "accept", "pending", "reject", "resolve", "resolve_package"]


def accept(data: bytes, *, author: str | None = None) -> bytes:
    """Return the file with all tracked changes accepted, or only those of one author.

    An author's changes are those that carry exactly this w:author and those of a joint author it is a member of:
    "AG" has a part in "AG, BR". BadFile when the bytes are not a readable Word document.
    """
    return _resolved(data, "accept", author)


def reject(data: bytes, *, author: str | None = None) -> bytes:
    """Return the file with all tracked changes rejected, or only those of one author (see `accept`)."""
    return _resolved(data, "reject", author)


def pending(data: bytes) -> int:
    """Return how many tracked changes wait for a decision, in all stories: a base must have none (pitfall 23).

    >>> from redline.render.example import AG, BASE
    >>> pending(BASE), pending(AG)
    (0, 2)
    """
    package = read_package(data)
    return sum(count(package.tree(name)) for name in parts_with_changes(package))


def resolve_package(package: Package, decide: Decide, cut: Iterable[tuple[str, str]] = ()) -> set[tuple[str, str]]:
    """Accept, reject or keep every tracked change of the package, in place.

    `decide` is asked once per change, story by story (body first) in document order, with a `Revision`: its `authors`
    are the members of a joint w:author, its `id` the w:id as written, so that a list of sponsors kept elsewhere can
    widen or correct them. Parts without a decided change keep their bytes. Returns the notes and comments, as (part
    kind, id), to which references went out; `cut` are those to which some went out before.
    """
    references: set[tuple[str, str]] = set(cut)
    for name in parts_with_changes(package):
        found = revisions(package.tree(name))
        if found:
            references |= resolve(package.edit(name), decide, found).references
    remove_unreferenced(package, references)
    return references


def _resolved(data: bytes, decision: Decision, author: str | None) -> bytes:
    package = read_package(data)

    def decide(revision: Revision) -> Decision:
        return decision if author is None or revision.belongs_to(author) else "keep"

    resolve_package(package, decide)
    return package.to_bytes()
