"""Whether what is shown and compiled is what the delegation sent: the file, the rows and the record, compared (O2)."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any

from accord.kernel import storage
from accord.kernel.actor import Actor
from accord.kernel.record import queries as record
from accord.negotiation.models import Proposal
from accord.negotiation.queries.sent import find_proposal
from accord.texts.providers import word

_NAMES = ("ordinal", "kind", "address", "start", "end", "removed", "added", "tracked")


def verify_amendments(actor: Actor, proposal_: Proposal) -> tuple[str, ...]:
    """Return what does not agree; () when a sent proposal is whole.

    `no_entry`: the record knows nothing of it; `files`: other files than those recorded; `damaged`: the stored bytes
    are not those kept; `record`: the rows are not the amendments recorded; `extract`: the rows are not what the file
    says; `delegation`: it stands under another delegation, or on another base, than recorded; `state`: it was taken
    off the table, or put back, by no act.
    """
    return discrepancies(find_proposal(actor, proposal_.round.group, proposal_.pk))


def discrepancies(row: Proposal) -> tuple[str, ...]:
    """Compare a sent proposal's row, amendments, file and record entry with one another; the file is read anew."""
    return _Held(row).differs(anew=True)


def off_record(row: Proposal) -> tuple[str, ...]:
    """Compare them as `discrepancies`, but read the file anew only where the record does not say what was read of it.

    The record holds the hash of the file and, since `values`, that of everything this engine read from it: bytes and
    rows that are both those recorded need no second reading. Words erased, an older engine: the file is read.
    """
    return _Held(row).differs(anew=False)


class _Held:
    """A sent proposal and what the record says of it."""

    def __init__(self, row: Proposal) -> None:
        self._row = row
        self._entry = record.entry_about(f"proposal:{row.pk}", "proposal.submitted")
        body = record.body(self._entry) if self._entry else None
        # After a lawful erasure of the words, the file alone can witness.
        self._said: dict[str, Any] = {} if body is None else json.loads(body)

    def differs(self, *, anew: bool) -> tuple[str, ...]:
        row, entry = self._row, self._entry
        if entry is None:
            return ("no_entry",)
        found = []
        if (entry.data["original"], entry.data["file"]) != (row.original_id, row.file_id):
            found.append("files")
        if (entry.data["delegation"], entry.data["base"]) != (row.delegation.code, row.base.sha256):
            found.append("delegation")
        if not is_where_its_acts_left_it(row):
            found.append("state")
        plain = list(row.amendments.order_by("ordinal").values(*_NAMES, "value"))
        values = [each.pop("value") for each in plain]
        said, known = self._said, "values" in self._said
        if said and (said["amendments"] != plain or (known and said["values"] != digest(values))):
            found.append("record")
        current = entry.data.get("reads") == word.READS
        try:
            files = storage.read(row.base.file), storage.read(row.file)
        except storage.Damaged:
            return (*found, "damaged")
        if (anew or not known or not current) and not self._reads(files, plain, values, current=current):
            found.append("extract")
        return tuple(found)

    def _reads(self, files: tuple[bytes, bytes], plain: list[Any], values: list[Any], *, current: bool) -> bool:
        read = word.reading(*files).amendments
        stored = [word.amendment_of(each) for each in values]
        if list(read) == stored and [_plain(each) for each in read] == plain:
            return True
        return not current and _holds(read, stored, self._row.outside)


def _holds(read: Iterable[word.Amendment], stored: Iterable[word.Amendment], outside: Iterable[str]) -> bool:
    """Whether a file sent before the engine told as much as it does now holds what was read from it then.

    Everything that was read must be in it; what is in it beside that must be of a kind that was not read then, or the
    file was said to hold more than was read (`outside`).
    """
    then, now = _acts(stored), _acts(read)
    beyond = [kind for kind, *_rest in (now - then).elements()]
    return not then - now and (any(outside) or all(kind == "properties" for kind in beyond))


def _acts(amendments: Iterable[word.Amendment]) -> Counter[tuple[Any, ...]]:
    """Return what is asked for, whoever of a delegation wrote which part of it: older readings took it together."""
    found: list[tuple[Any, ...]] = []
    for edit in (edit for each in amendments for edit in each.edits):
        last = found[-1] if found else None
        if (
            last is not None
            and edit.kind == "delete"
            and last[:2] == ("delete", edit.address)
            and last[3] == edit.start
        ):
            found[-1] = (*last[:3], edit.end, last[4] + edit.removed, ())
        else:
            found.append((edit.kind, edit.address, edit.start, edit.end, edit.removed, _content(edit)))
    return Counter(found)


def _content(edit: word.Edit) -> tuple[tuple[str, str], ...]:
    """Return what an edit puts in, words that follow on each other as one."""
    stretches = ((kind, [part.text for part in parts]) for kind, parts in groupby(edit.content, attrgetter("kind")))
    return tuple(
        each
        for kind, texts in stretches
        for each in ([(kind, "".join(texts))] if kind == "words" else [(kind, text) for text in texts])
    )


def is_where_its_acts_left_it(row: Proposal) -> bool:
    """Whether a sent proposal stands, is superseded or withdrawn by acts that the record holds."""
    subject = f"proposal:{row.pk}"
    ends = [state for state in ("withdrawn", "superseded") if record.entry_about(subject, f"proposal.{state}")]
    return row.state == (ends[0] if ends else Proposal.State.STANDING)


def digest(values: Sequence[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of amendments as they are stored, markup and all (`amendment_value`)."""
    told = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode()).hexdigest()


def canonical(row: Proposal) -> list[dict[str, Any]]:
    """Return the amendments as the record keeps them: place and words, without the markup."""
    return list(row.amendments.order_by("ordinal").values(*_NAMES))


def _plain(amendment: Any) -> dict[str, Any]:
    return {name: getattr(amendment, name) for name in _NAMES}
