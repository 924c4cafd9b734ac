"""A delegation writes its proposal in the browser: saved as it is typed, seen by nobody else, never typed in vain.

Saving is private work and leaves no entry in the record but the first, in the delegation's own.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accord.kernel.action import Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions.timing import demand_open
from accord.negotiation.models import Draft, DraftEdit, Proposal, Round, RoundBase
from accord.negotiation.policy import DRAFT_OWN, ROUND_PROPOSABLE
from accord.negotiation.queries.own_words import changes_of, former_of, present_at, reason_at
from accord.negotiation.queries.pieces import paragraphs_of
from accord.negotiation.queries.values import Saved, WrittenEdit
from accord.people.models import Delegation
from accord.people.policy import DELEGATION_SPOKEN_FOR
from accord.texts.providers import writing

LONGEST = 20_000
"""How many letters one place takes: some six pages."""
MOST_ADDED = 20
# Characters that no Word file can hold (XML 1.0, section 2.2), should a browser send them.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where she writes: the round, its language version, her delegation, her draft and what she sent before."""

    round: Round
    base: RoundBase
    delegation: Delegation
    draft: Draft | None
    ground: Proposal | None


def save_edit(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    language: str,
    edit: WrittenEdit,
    seen: int,
) -> Saved:
    """Save what is written at one place; `seen` is the turn it was at when she began to type (0: nothing saved).

    Where another window or person saved meanwhile, both texts are kept and she chooses. Words that are as they were
    before leave no trace. Raises NotAllowed, and Refused: `not_open_yet`, `closed`, `nowhere`, `object`, `too_long`,
    `nothing_written`, `other_language`, `other_version` (with `mine` and `theirs` in its details).
    """
    desk = _desk(actor, now, round, language)
    wanted = _cleaned(edit)
    _demand_possible(desk, wanted, now)
    plain = _as_it_was(desk, wanted)
    row, clashes = _save(actor=actor, now=now, round=desk.round, desk=desk, edit=wanted, seen=seen, plain=plain)
    if clashes and row is not None:
        raise Refused(
            _("Somebody saved other words here meanwhile, in another window or at another desk. Choose which to keep."),
            code="other_version",
            mine=row.rival,
            theirs=row.words,
            turn=row.turn,
        )
    words = wanted.words if wanted.op in {"words", "add"} else ""
    official = "" if wanted.op == "add" else _official(desk.base, wanted.place)
    return Saved(row.turn if row else 0, row.saved_at if row else now, tuple(writing.pieces(official, words)))


def drop_edit(*, actor: Actor, now: datetime, draft: Draft, place: str, ordinal: int = 0) -> None:
    """Take back what is written at one place and not sent. Raises NotAllowed."""
    _drop(actor=actor, now=now, draft=draft, place=place, ordinal=ordinal)


def settle_rival(*, actor: Actor, now: datetime, draft: Draft, place: str, ordinal: int, mine: bool) -> None:
    """Choose between two texts saved at one place: the one that waits (`mine`), or the one that stands.

    Raises NotAllowed, and Refused: `nothing_written`.
    """
    _settle(actor=actor, now=now, draft=draft, place=place, ordinal=ordinal, mine=mine)


def _begun_fact(result: tuple[DraftEdit | None, bool], **given: Any) -> Fact | None:
    row, _clashes = result
    if row is None or row.draft.begun_at != given["now"]:
        return None
    scope = f"delegation:{row.draft.delegation_id}"
    return Fact("draft.begun", scope, f"draft:{row.draft_id}", {"round": row.draft.round_id})


@action(allow=ROUND_PROPOSABLE, on="round", record=_begun_fact)
def _save(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    desk: _Desk,
    edit: WrittenEdit,
    seen: int,
    plain: bool,
) -> tuple[DraftEdit | None, bool]:
    if not DELEGATION_SPOKEN_FOR.allows(actor, desk.delegation):
        raise NotAllowed
    draft = _open(round, desk.delegation)
    found = DraftEdit.objects.filter(draft=draft, place=edit.place, ordinal=edit.ordinal).first() if draft else None
    if found is None:
        return (None, False) if plain else (_begin(actor, now, desk, draft, edit), False)
    if _is_saved(found, edit):
        return found, False
    if found.turn != seen and _clashes(found, edit):
        return found, True
    if plain and not found.rival:
        found.delete()
        return None, False
    if found.turn == seen:
        _write(found, edit, actor, now)
    return found, False


def _begin(actor: Actor, now: datetime, desk: _Desk, draft: Draft | None, edit: WrittenEdit) -> DraftEdit:
    begun = draft or Draft.objects.create(
        round=desk.round, base=desk.base, delegation=desk.delegation, ground=desk.ground, begun_at=now
    )
    row = DraftEdit(draft=begun, place=edit.place, ordinal=edit.ordinal, turn=0)
    _write(row, edit, actor, now)
    return row


def _write(row: DraftEdit, edit: WrittenEdit, actor: Actor, now: datetime) -> None:
    row.op, row.after, row.words, row.reason = edit.op, edit.after, edit.words, edit.reason
    row.bridges_id = edit.bridges or row.bridges_id
    row.turn, row.saved_at, row.saved_by = row.turn + 1, now, actor.label
    row.save()


def _is_saved(row: DraftEdit, edit: WrittenEdit) -> bool:
    return (row.op, row.after, row.words, row.reason) == (edit.op, edit.after, edit.words, edit.reason)


def _clashes(row: DraftEdit, edit: WrittenEdit) -> bool:
    """Keep beside what stands what was typed without seeing it; return whether she has to choose."""
    if edit.reason and edit.reason not in row.reason:
        row.reason = "\n".join(each for each in (row.reason, edit.reason) if each)
    if edit.words and edit.words not in {row.words, row.rival}:
        row.rival = "\n\n".join(each for each in (row.rival, edit.words) if each)
    row.save(update_fields=["reason", "rival"])
    return edit.op != row.op or edit.words != row.words


@action(allow=DRAFT_OWN, on="draft", record=lambda *_result, **_given: None)
def _drop(*, actor: Actor, now: datetime, draft: Draft, place: str, ordinal: int) -> None:
    DraftEdit.objects.filter(draft=draft, draft__ended_at=None, place=place, ordinal=ordinal).delete()


@action(allow=DRAFT_OWN, on="draft", record=lambda *_result, **_given: None)
def _settle(*, actor: Actor, now: datetime, draft: Draft, place: str, ordinal: int, mine: bool) -> None:
    row = DraftEdit.objects.filter(draft=draft, draft__ended_at=None, place=place, ordinal=ordinal).first()
    if row is None:
        raise Refused(_("Nothing is written here any more."), code="nothing_written")
    if mine and row.rival:
        row.words, row.op = row.rival, row.op if row.op in {"words", "add"} else "words"
    row.rival = ""
    row.turn, row.saved_at, row.saved_by = row.turn + 1, now, actor.label
    row.save()


def _desk(actor: Actor, now: datetime, round_: Round, language: str) -> _Desk:
    if not ROUND_PROPOSABLE.allows(actor, round_):
        raise NotAllowed
    row = Round.objects.select_related("group").get(pk=round_.pk)
    delegation = speaking_in(actor, row)
    demand_open(row, delegation, actor, now)
    base = RoundBase.objects.filter(round=row, language=language).select_related("text").first()
    if base is None:
        raise NotAllowed
    draft = _open(row, delegation)
    ground = draft.ground if draft else _standing(row, delegation)
    other = draft.base if draft else ground.base if ground else base
    if other.pk != base.pk:
        raise other_language(other)
    return _Desk(row, base, delegation, draft, ground)


def other_language(base: RoundBase) -> Refused:
    """Return the refusal of one who goes on in another language than she began in."""
    name = get_language_info(base.language)["name_translated"]
    return Refused(
        _("Your proposal is on the text in %(language)s. Go on there, or take it back first.") % {"language": name},
        code="other_language",
    )


def speaking_in(actor: Actor, round_: Round) -> Delegation:
    """Return the delegation for which the actor speaks in a round; NotAllowed when there is none."""
    mine = Delegation.objects.filter(group=round_.group_id).select_related("party")
    found = DELEGATION_SPOKEN_FOR.filter(actor, mine).order_by("pk").first()
    if found is None:
        raise NotAllowed
    return found


def _open(round_: Round, delegation: Delegation) -> Draft | None:
    rows = Draft.objects.filter(round=round_, delegation=delegation, ended_at=None)
    return rows.select_related("base", "ground__file", "ground__base").first()


def _standing(round_: Round, delegation: Delegation) -> Proposal | None:
    rows = Proposal.objects.filter(round=round_, delegation=delegation, state=Proposal.State.STANDING)
    return rows.select_related("file", "base").first()


def _cleaned(edit: WrittenEdit) -> WrittenEdit:
    words, reason = (_plain(each) for each in (edit.words, edit.reason))
    if edit.op in {"delete", "move"}:
        words = ""
    return WrittenEdit(edit.place, edit.op, words, reason.strip(), edit.after, edit.ordinal, edit.bridges)


def _plain(words: str) -> str:
    """Return what was typed without what no file can hold; a line feed at the end ends no paragraph."""
    return _NOT_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


def _demand_possible(desk: _Desk, edit: WrittenEdit, now: datetime) -> None:
    if len(edit.words) + len(edit.reason) > LONGEST:
        raise Refused(_("This is too long for one paragraph. Send longer texts as a Word file."), code="too_long")
    known = {each.address for each in paragraphs_of(desk.base)}
    fits = 1 <= edit.ordinal <= MOST_ADDED if edit.op == "add" else edit.ordinal == 0
    if edit.place not in known or not fits or (edit.op == "move" and edit.after not in known):
        raise Refused(_("The text has no such place."), code="nowhere")
    writing.written(desk.base.file_id, former_of(desk.ground), changes_of([edit]), now)


def _as_it_was(desk: _Desk, edit: WrittenEdit) -> bool:
    """Whether the edit changes nothing of what stands already, and says nothing new."""
    if edit.op in {"delete", "move"} or (edit.op == "add" and edit.reason):
        return False
    there = present_at(desk.base, desk.ground, edit.place)
    if edit.op == "words":
        said = reason_at(desk.ground, edit.place)
        return edit.words == there.words and not there.fate and edit.reason == said
    added = dict(enumerate(there.added, 1))
    return edit.words.strip() == added.get(edit.ordinal, "").strip()


def _official(base: RoundBase, place: str) -> str:
    return next(writing.shown(each.text) for each in paragraphs_of(base) if each.address == place)
