"""What one delegation asks for as she edits it: her standing proposal, and what is written over it and not sent yet."""

from collections.abc import Iterable
from datetime import datetime

from accord.negotiation.models import Draft, DraftEdit, Proposal, RoundBase
from accord.negotiation.queries.pieces import amendments_of, reasons_in
from accord.negotiation.queries.values import WrittenEdit
from accord.texts.providers import writing
from accord.texts.providers.word import Amendment
from accord.texts.providers.writing import Change, Present

__all__ = [
    "Change",
    "Present",
    "changes_of",
    "former_of",
    "present_at",
    "reason_at",
    "reasons_of",
    "when_of",
    "written_file",
]


def former_of(ground: Proposal | None) -> tuple[Amendment, ...]:
    """Return the amendments of the proposal from which a draft goes on; it came with its base."""
    return () if ground is None else amendments_of(ground.pk, ground.file_id, ground.base.sha256)


def changes_of(edits: Iterable[DraftEdit | WrittenEdit]) -> list[Change]:
    """Return what is written as the engine takes it."""
    kinds = {"words": "words", "add": "add", "delete": "delete", "move": "move"}
    return [
        Change(kinds[each.op], each.place, each.words, each.ordinal, each.after)  # type: ignore[arg-type]  # one of four
        for each in edits
    ]


def present_at(base: RoundBase, ground: Proposal | None, place: str) -> Present:
    """Return how a paragraph reads in what she has sent."""
    return writing.present(base.file_id, former_of(ground), place)


def when_of(draft: Draft, edits: Iterable[DraftEdit]) -> datetime:
    """Return the instant written on what is new, that of the last word saved: the same draft is the same file."""
    return max((each.saved_at for each in edits), default=draft.begun_at)


def reason_at(ground: Proposal | None, place: str) -> str:
    """Return what she gives as her reason at a place in what she has sent."""
    given = reasons_in(ground.pk, ground.file_id) if ground else ()
    return "\n".join(words for address, words in given if address == place)


def reasons_of(edits: Iterable[DraftEdit]) -> dict[str, str]:
    """Return by address the reasons given in a draft; "" where one was there and was taken out."""
    found: dict[str, list[str]] = {}
    for each in edits:
        if each.reason or each.op != "add":
            found.setdefault(each.place, []).append(each.reason)
    return {place: "\n".join(filter(None, words)) for place, words in found.items()}


def written_file(draft: Draft, code: str) -> tuple[bytes, tuple[Amendment, ...]]:
    """Return a draft as the Word file that would be sent, and its amendments; it came with its base and ground."""
    edits = list(draft.edits.order_by("place", "ordinal"))
    when = when_of(draft, edits)
    amendments = writing.written(draft.base.file_id, former_of(draft.ground), changes_of(edits), when)
    source = draft.ground.file_id if draft.ground else ""
    return writing.file_of(draft.base.file_id, code, amendments, reasons_of(edits), source, when), amendments
