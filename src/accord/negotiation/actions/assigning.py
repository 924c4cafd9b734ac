"""A next version edited in Word: every paragraph that differs is listed, and is laid to a wording or to the Chair (O2).

Examining and comparing take time, so they happen before a transaction opens; only what came of them is written.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accord.kernel import storage
from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.providers import guard
from accord.negotiation.actions.revising import demand_closed, demand_unpublished, revision_of
from accord.negotiation.models import Assignment, Difference, Question, Revision, RoundBase, Wording
from accord.negotiation.policy import REVISION_ADMINISTERED
from accord.negotiation.queries.differences import BY_WORDS, asked_by, sponsored
from accord.negotiation.queries.folded import CHAIR
from accord.negotiation.queries.pieces import paragraphs_of
from accord.people.models import Delegation
from accord.texts.providers import rewriting, word
from accord.texts.providers.rewriting import Differing


@dataclass(frozen=True, slots=True)
class Edited:
    """A next version that somebody edited, its tracked changes made; what differs, and whose exactly that is."""

    data: bytes
    replaces: str
    found: Sequence[Differing]
    asks: Sequence[Sequence[str]]


def upload_revision(*, actor: Actor, now: datetime, revision: Revision, data: bytes, filename: str) -> Revision:
    """Take in the next version as somebody edited it in Word; every paragraph that differs is listed.

    What is exactly one standing wording, or several together, is laid to it at once; the rest waits for a person. The
    same file again changes nothing. Another file ends this revision, with what was laid to whom, and begins it anew;
    that row is returned. Raises NotAllowed, and Refused: `not_by_file`, `published`, `put_aside`, `meanwhile`,
    `open`, `closed`, `not_word`, `other_base`, `no_change`, `undecided`, or a code of the guard or the engine.
    """
    if not REVISION_ADMINISTERED.allows(actor, revision):
        raise NotAllowed
    row = revision_of(revision)
    _demand_in_making(row, now)
    _demand_by_file(row)
    verdict = guard.examine(data, filename)
    if verdict.outcome == "refuse":
        raise Refused(verdict.sentence, code=verdict.code)
    if verdict.kind != "docx":
        raise Refused(_("The next version is a Word file. Send the .docx file."), code="not_word")
    clean = data if verdict.cleaned is None else verdict.cleaned
    _demand_own_base(row.base, clean)
    codes = Delegation.objects.filter(group=row.base.round.group_id).values_list("party__code", flat=True)
    settled = rewriting.settled(clean, [*codes, CHAIR])
    if storage.lay(settled) == row.uploaded_id:
        return row
    edited = _compared(row, settled)
    return _enter(actor=actor, now=now, revision=row, edited=edited)


def assign(
    *,
    actor: Actor,
    now: datetime,
    revision: Revision,
    ordinal: int,
    wordings: Collection[Wording] = (),
    chair: bool = False,
    note: str = "",
) -> Difference:
    """Lay one difference to wordings, to the Chair, or both; to neither: it is laid to nobody again.

    What was said before is ended, not lost. Raises NotAllowed, also where there is no such difference or a wording is
    of another text, and Refused: `published`, `put_aside`, `open`, `closed`.
    """
    return _assign(
        actor=actor, now=now, revision=revision, ordinal=ordinal, wordings=wordings, chair=chair, note=note.strip()
    )[0]


def _demand_in_making(row: Revision, now: datetime) -> None:
    demand_unpublished(row)
    demand_closed(row.base, now)


def _demand_by_file(row: Revision) -> None:
    if row.way != Revision.Way.UPLOAD:
        raise Refused(
            _("This version is made by decisions on each wording. Put it aside first to send it as a Word file."),
            code="not_by_file",
        )


def _compared(row: Revision, data: bytes) -> Edited:
    base = row.base
    found = rewriting.differences(storage.read(base.file), data)
    if not found:
        raise Refused(
            _("Nothing in this file differs from %(file)s. Make the changes in it, and send it again.")
            % {"file": base.filename},
            code="no_change",
        )
    amendments = {word.ask_of(each): each for asked in asked_by(base, sponsored(base)).values() for each in asked}
    asks = rewriting.explained(paragraphs_of(base), amendments, found)
    return Edited(data, row.uploaded_id or "", found, asks)


def _demand_own_base(base: RoundBase, data: bytes) -> None:
    """Refuse a file that another text was made into: its mark says so, or hardly any of the words are known."""
    said = word.said_base(data)
    others = RoundBase.objects.filter(round__group=base.round.group_id, sha256=said).exclude(sha256=base.sha256)
    other = others.select_related("round__version__document").order_by("-pk").first() if said else None
    asked = {"asked": base.filename}
    if other is not None:
        raise Refused(
            _("This file was made from %(file)s. The next version of this text is made from %(asked)s.")
            % {**asked, "file": other.filename},
            code="other_base",
        )
    if word.reading(storage.read(base.file), data).status == "other_base":
        raise Refused(
            _("Hardly anything of %(asked)s is recognised in this file. Make the next version from that file.") % asked,
            code="other_base",
        )


def _entered_fact(result: Revision, edited: Edited, **_given: Any) -> Fact | None:
    data: dict[str, JSON] = {
        "base": result.base.sha256,
        "file": result.uploaded_id,
        "replaces": edited.replaces,
        "differences": len(edited.found),
        "explained": sum(bool(each) for each in edited.asks),
    }
    return Fact("revision.uploaded", f"group:{result.base.round.group_id}", f"revision:{result.pk}", data)


@action(allow=REVISION_ADMINISTERED, on="revision", record=_entered_fact)
def _enter(*, actor: Actor, now: datetime, revision: Revision, edited: Edited) -> Revision:
    row = revision_of(revision)
    _demand_in_making(row, now)
    if (row.uploaded_id or "") != edited.replaces:
        raise Refused(
            _("Somebody sent a file for this version while yours was being compared. Look at that one first."),
            code="meanwhile",
        )
    if edited.replaces:
        Revision.objects.filter(pk=row.pk).update(ended_at=now)
        Question.objects.filter(revision=row.pk, ended_at__isnull=True).update(ended_at=now)
        row.pk = None
        row.begun_at, row.begun_by = now, actor.label
        row.uploaded = storage.keep(edited.data)
        row.save(force_insert=True)
    else:
        row.uploaded = storage.keep(edited.data)
        row.save(update_fields=["uploaded"])
    _list(row, now, edited)
    return row


def _list(row: Revision, now: datetime, edited: Edited) -> None:
    listed = Difference.objects.bulk_create(
        Difference(
            revision=row,
            ordinal=ordinal,
            place=each.address,
            new_place=each.new_address,
            before=each.before,
            after=each.after,
        )
        for ordinal, each in enumerate(edited.found, 1)
    )
    known = {each.ask: each for each in Wording.objects.filter(base=row.base_id)}
    Assignment.objects.bulk_create(
        Assignment(difference=difference, wording=known[ask], at=now, by=BY_WORDS)
        for difference, asks in zip(listed, edited.asks, strict=True)
        for ask in asks
        if ask in known
    )


def _assigned_fact(result: tuple[Difference, bool], revision: Revision, **given: Any) -> Fact | None:
    row, changed = result
    if not changed:
        return None
    data: dict[str, JSON] = {
        "difference": row.ordinal,
        "place": row.place,
        "asks": sorted(each.ask for each in given["wordings"]),
        "chair": given["chair"],
    }
    group = row.revision.base.round.group_id
    return Fact("revision.assigned", f"group:{group}", f"revision:{revision.pk}", data, given["note"])


@action(allow=REVISION_ADMINISTERED, on="revision", record=_assigned_fact)
def _assign(
    *,
    actor: Actor,
    now: datetime,
    revision: Revision,
    ordinal: int,
    wordings: Collection[Wording],
    chair: bool,
    note: str,
) -> tuple[Difference, bool]:
    row = revision_of(revision)
    _demand_in_making(row, now)
    found = Difference.objects.filter(revision=row, ordinal=ordinal).first()
    if found is None or any(each.base_id != row.base_id for each in wordings):
        raise NotAllowed
    found.revision = row
    wanted: set[tuple[int | None, str]] = {(each.pk, note) for each in wordings} | ({(None, note)} if chair else set())
    current = list(found.assignments.filter(ended_at__isnull=True))
    # What the words themselves showed stands as it is where a person only says the same.
    same = {each.wording_id for each in current} == {pk for pk, _note in wanted}
    if same and (not note or all(each.note == note for each in current)):
        return found, False
    found.assignments.filter(ended_at__isnull=True).update(ended_at=now)
    Assignment.objects.bulk_create(
        Assignment(difference=found, wording_id=pk, chair=pk is None, note=note, at=now, by=actor.label)
        for pk, note in sorted(wanted, key=lambda each: each[0] or 0)
    )
    return found, True
