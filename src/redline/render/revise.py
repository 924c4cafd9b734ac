"""The next version of a text: what the meeting decided on each amendment, and a full account of what changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from redline.changes.merged import Parties
from redline.changes.proposals import Proposal
from redline.ops.carry import Carried, carry
from redline.ops.reopen import Reopened, reopen
from redline.ops.resolve import reject
from redline.render.subset import decide
from redline.text.document import Paragraph, read
from redline.text.signs import readable

Decision = Literal["take", "keep", "leave"]
_DONE: Final[dict[str, str]] = {
    "take": "taken into the text",
    "keep": "kept in brackets",
    "leave": "left for the meeting",
    "fell": "fell with what it stood in",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph that is not as it was, and whose doing it is.

    `before` and `after` are its words, "" where there is no such paragraph. `address` is that in the version before,
    `new_address` that in the next one. `ids` are the amendments that were taken there, `parties` all their sponsors.
    """

    address: str
    new_address: str
    before: str
    after: str
    ids: tuple[str, ...]
    parties: Parties


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of the traceability table: an amendment, its sponsors, and what became of it where.

    `outcome` is "take", "keep", "leave" or "fell" (what it stood in was taken out), `said` the same in words.
    """

    id: str
    parties: Parties
    old_address: str
    old_label: str
    new_address: str
    new_label: str
    removed: str
    added: str
    outcome: str
    said: str


@dataclass(frozen=True, slots=True)
class Revision:
    """The next version.

    `docx`: what was taken is in, what was left is out, what is kept in brackets waits as tracked changes (`bracketed`
    prints it so). `clean`: the same without what is kept. `changed`: every paragraph of `clean` that differs from the
    version before. `traceability`: every amendment and what became of it.
    """

    docx: bytes
    clean: bytes
    changed: tuple[Changed, ...]
    traceability: tuple[Trace, ...]


def revise(compiled: bytes, decisions: Mapping[str, Decision]) -> Revision:
    """Return the next version of a compiled text.

    `decisions` say by amendment id (see `reopen`) what to do: `take` it into the text, `keep` it in brackets, or
    `leave` it, which goes without saying for all that are not named. An amendment inside a row or cell that another
    one takes out falls with it, and the table says so. BadFile when the bytes are not a readable Word document,
    KeyError for an id that does not wait in the file, ValueError for another decision.

    >>> from redline import compile_files, reopen
    >>> from redline.render.example import BASE, FILES
    >>> compiled = compile_files(BASE, FILES).docx
    >>> decisions = {each.id: "take" for each in reopen(compiled).proposals if "AG" in each.parties}
    >>> [(each.before, each.after, each.parties) for each in revise(compiled, decisions).changed]
    [('States shall act in time.', 'States should act in time.', ('AG', 'BR'))]
    """
    return revise_opened(reopen(compiled), decisions)


def revise_opened(
    opened: Reopened, decisions: Mapping[str, Decision], sources: Mapping[str, bytes] | None = None
) -> Revision:
    """Return the next version of a text whose amendments are held as values; `revise` is this and `reopen`.

    `opened` needs its base and its proposals. With `sources`, the files by party from which the amendments came, notes
    and pictures are brought from there and no compiled file is read: `opened.docx` may be empty. Errors as `revise`.
    """
    outcomes = _outcomes(opened.proposals, decisions)
    taken = frozenset(each for each, outcome in outcomes.items() if outcome == "take")
    left = frozenset(each for each, outcome in outcomes.items() if outcome in {"leave", "fell"})
    docx = decide(opened, accepted=taken, rejected=left, sources=sources)
    clean = reject(docx)
    where = carry(opened.base, clean)
    old = {each.address: each for each in read(opened.base).paragraphs}
    new = {each.address: each for each in read(clean).paragraphs}
    return Revision(
        docx=docx,
        clean=clean,
        changed=tuple(_changed(opened, taken, where, old, new)),
        traceability=tuple(_traces(opened, outcomes, where, old, new)),
    )


def _outcomes(proposals: Iterable[Proposal], decisions: Mapping[str, Decision]) -> dict[str, str]:
    known = {each.id: each for each in proposals}
    for identity, decision in decisions.items():
        if identity not in known:
            raise KeyError(identity)
        if decision not in get_args(Decision):
            raise ValueError(f"{decision!r} is no decision: take, keep or leave")
    found: dict[str, str] = {identity: decisions.get(identity, "leave") for identity in known}
    gone = tuple(filter(None, (_inside(known[each]) for each, decision in found.items() if decision == "take")))
    for identity, proposal in known.items():
        if proposal.amendment.address.startswith(gone):
            found[identity] = "fell"
    return found


def _inside(proposal: Proposal) -> str:
    """Return how the addresses begin that go when the amendment is taken, "" for none."""
    each = proposal.amendment
    if each.kind == "delete_row":
        return f"{each.address}.r{each.start}."
    return f"{each.address}.c{each.start}." if each.kind == "delete_cell" else ""


_Paragraphs = Mapping[str, Paragraph]


def _changed(
    opened: Reopened, taken: frozenset[str], where: Mapping[str, Carried], old: _Paragraphs, new: _Paragraphs
) -> Iterator[Changed]:
    by_address: dict[str, list[Proposal]] = {}
    for proposal in opened.proposals:
        if proposal.id in taken:
            for address in {each.address for each in proposal.amendment.edits}:
                by_address.setdefault(address, []).append(proposal)
    came = {each.address: address for address, each in where.items() if each.address}
    before = ""
    for address, paragraph in old.items():
        after = new.get(where[address].address) if address in where else None
        if after is None or after.text != paragraph.text:
            yield _change(address, paragraph, after, _at(by_address, address, before))
        before = address
    last = ""
    for address, paragraph in new.items():
        if address in came:
            last = came[address]
        else:
            following = _next(old, last)
            yield _change("", None, paragraph, _at(by_address, following, last))


def _next(old: _Paragraphs, address: str) -> str:
    """Return the paragraph after this one: what is put in between belongs to it."""
    addresses = list(old)
    index = addresses.index(address) + 1 if address in old else 0
    return addresses[index] if index < len(addresses) else ""


def _at(by_address: Mapping[str, list[Proposal]], address: str, before: str) -> list[Proposal]:
    """Return what was taken at a paragraph: there, at its row or table, or where its neighbour ends."""
    steps = address.split(".")
    places = [".".join(steps[:depth]) for depth in range(len(steps), 0, -1)]
    found = [each for place in places for each in by_address.get(place, ())]
    return found or by_address.get(before, [])


def _change(address: str, old: Paragraph | None, new: Paragraph | None, behind: list[Proposal]) -> Changed:
    return Changed(
        address=address,
        new_address="" if new is None else new.address,
        before="" if old is None else readable(old.text),
        after="" if new is None else readable(new.text),
        ids=tuple(dict.fromkeys(each.id for each in behind)),
        parties=tuple(sorted({party for each in behind for party in each.parties})),
    )


def _traces(
    opened: Reopened, outcomes: Mapping[str, str], where: Mapping[str, Carried], old: _Paragraphs, new: _Paragraphs
) -> Iterator[Trace]:
    for each in opened.proposals:
        amendment = each.amendment
        place = amendment.address if amendment.address in where else amendment.after
        to = where[place].address if place in where else ""
        yield Trace(
            id=each.id,
            parties=each.parties,
            old_address=amendment.address,
            old_label=old[place].label if place in old else "",
            new_address=to,
            new_label=new[to].label if to in new else "",
            removed=amendment.removed,
            added=amendment.added or amendment.what,
            outcome=outcomes[each.id],
            said=_DONE[outcomes[each.id]],
        )
