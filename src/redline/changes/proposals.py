"""All parties' amendments as proposals: the same amendment by several parties is one proposal with all its sponsors."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, content_key
from redline.changes.merged import Parties

_STEP: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one or several parties ask for at one place of a base.

    `id` is the same in every compilation of the same base, whoever else proposes what: the address and a digest of
    what is asked for. `amendment` is the first sponsor's; `parties` are all sponsors, sorted.
    """

    id: str
    parties: Parties
    amendment: Amendment


def proposals(amendments: Mapping[str, Iterable[Amendment]], addresses: Sequence[str] = ()) -> tuple[Proposal, ...]:
    """Return the proposals in the order of the base, whose `addresses` in reading order say what that is."""
    found: dict[str, list[tuple[str, Amendment]]] = {}
    for party in sorted(amendments):
        for each in amendments[party]:
            found.setdefault(proposal_id(each), []).append((party, each))
    made = [
        Proposal(identity, tuple(dict.fromkeys(party for party, _ in voices)), voices[0][1])
        for identity, voices in found.items()
    ]
    places = _places(addresses)
    return tuple(sorted(made, key=lambda each: (*_order(each.amendment, places), each.parties, each.id)))


def proposal_id(amendment: Amendment) -> str:
    """Return the id of an amendment: its address and what it asks for, never who asks for it."""
    asked = [
        (each.kind, each.address, each.start, each.end, content_key(each.content), _looks(each.kind, each.content))
        for each in _joined(amendment.edits)
    ]
    digest = sha256(repr((amendment.kind, asked)).encode()).hexdigest()
    return f"{amendment.address}-{digest[:8]}"


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits with deletions that touch as one: two people of one file may have made them together."""
    found: list[Edit] = []
    for each in edits:
        last = found[-1] if found else None
        if last and last.kind == each.kind == "delete" and (last.address, last.end) == (each.address, each.start):
            found[-1] = replace(last, end=each.end)
        else:
            found.append(each)
    return found


def _looks(kind: str, content: Iterable[object]) -> str:
    return "".join(getattr(part, "xml", "") for part in content) if kind in {"format", "properties"} else ""


def _places(addresses: Sequence[str]) -> dict[str, int]:
    """Return the place of every address, and of every table and row, in reading order."""
    found: dict[str, int] = {}
    for index, address in enumerate(addresses):
        steps = address.split(".")
        for depth in range(1, len(steps) + 1):
            found.setdefault(".".join(steps[:depth]), index)
    return found


def _order(amendment: Amendment, places: Mapping[str, int]) -> tuple[object, ...]:
    row = f"{amendment.address}.r{amendment.start}"
    place = places.get(row) if amendment.kind in {"insert_row", "delete_row"} else places.get(amendment.address)
    natural = tuple(int(each) if each.isdigit() else each for each in _STEP.split(amendment.address))
    return (len(places) if place is None else place), str(natural), amendment.start, amendment.end
