"""The silence procedure, where the body's rules know it: a fixed text, an instant, and what breaks it at once (O18)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.models import LanguageVersion, Version
from accord.library.policy import VERSION_ADMINISTERED
from accord.mailings.actions import post
from accord.negotiation.actions import notices
from accord.negotiation.mail import letters, silence_letters
from accord.negotiation.models import Customs, Proposal, Silence, SilenceAnswer, SilenceNotice
from accord.negotiation.policy import PROPOSAL_SPOKEN_FOR, SILENCE_ADMINISTERED, SILENCE_ANSWERABLE
from accord.people.models import Appointment, Delegation, Group
from accord.people.policy import DELEGATION_SPOKEN_FOR, speaking_at

Kind, Outcome = SilenceAnswer.Kind, Silence.Outcome
BREAKS: Final = frozenset({Kind.OBJECTED, Kind.AMENDED})
NEW_VERSION: Final = "new_version"
"""Kept as the reason where a later version ended the procedure; pages say it in the reader's words."""


def open_silence(*, actor: Actor, now: datetime, version: Version, expires_at: datetime, question: str) -> Silence:
    """Ask every delegation a question on a version that silence answers, on the group's official clock.

    Raises NotAllowed, and Refused: `not_in_the_rules`, `not_official`, `superseded`, `no_question`, `too_short`,
    `running`.
    """
    return _open(actor=actor, now=now, version=version, expires_at=expires_at, question=question.strip())


def _opened(result: Silence, **_given: Any) -> Fact:
    data: dict[str, JSON] = {
        "number": result.number,
        "symbol": result.version.symbol,
        "texts": dict(result.texts),
        "text": result.text_sha256,
        "expires": result.expires_at.isoformat(),
    }
    return Fact("silence.opened", f"group:{result.group_id}", f"silence:{result.pk}", data, result.question)


@action(allow=VERSION_ADMINISTERED, on="version", record=_opened)
def _open(*, actor: Actor, now: datetime, version: Version, expires_at: datetime, question: str) -> Silence:
    row = Version.objects.select_related("document__group").get(pk=version.pk)
    group = row.document.group
    _demand_rules(group, now, expires_at)
    _demand_text(row, question)
    texts = dict(LanguageVersion.objects.filter(version=row).order_by("language").values_list("language", "file"))
    made = Silence.objects.create(
        group=group,
        version=row,
        number=(Silence.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1,
        texts=texts,
        text_sha256=hash_of(texts),
        question=question,
        opens_at=now,
        expires_at=expires_at,
        zone=group.official_zone,
        opened_by=actor.label,
    )
    _tell_delegations(actor, now, made)
    written = silence_letters.opened(silence_letters.about(made), None)
    for person in notices.officers(group, now, ["chair", "secretariat"]):
        if person.pk != actor.id:
            notices.tell(actor, now, person, "silence_opened", written)
    return made


def hash_of(texts: Mapping[str, str]) -> str:
    """Return one SHA-256 for all language versions: of the lines "language sha256", in the order of their codes."""
    return hashlib.sha256("".join(f"{code} {texts[code]}\n" for code in sorted(texts)).encode()).hexdigest()


def _demand_rules(group: Group, now: datetime, expires_at: datetime) -> None:
    customs = Customs.objects.filter(group=group, silence=True).first()
    if customs is None:
        raise Refused(
            _("The body’s rules, as they are entered here, know no silence procedure."), code="not_in_the_rules"
        )
    if expires_at < now + timedelta(hours=customs.silence_hours):
        hours = {"n": customs.silence_hours}
        raise Refused(_("By the body’s rules it lasts at least %(n)s hours.") % hours, code="too_short")


def _demand_text(version: Version, question: str) -> None:
    if not version.document.official:
        raise Refused(_("A document without a symbol is not official: nothing is decided on it."), code="not_official")
    if Version.objects.filter(document=version.document, ordinal__gt=version.ordinal).exists():
        raise Refused(_("A later version of this document is published: ask about that one."), code="superseded")
    if not question:
        raise Refused(_("Say what silence answers."), code="no_question")
    if Silence.objects.filter(version=version, ended_at__isnull=True).exists():
        raise Refused(_("A silence procedure on this version is running already."), code="running")


def _tell_delegations(actor: Actor, now: datetime, made: Silence) -> None:
    """Write to whoever speaks for each delegation, and keep which letter it was; None where nobody speaks for it."""
    seats = Delegation.objects.filter(group=made.group).select_related("party").order_by("party")
    speaking = Appointment.objects.filter(speaking_at(now), delegation__group=made.group).select_related("person")
    voices = {each.delegation_id: each.person for each in speaking}
    about = silence_letters.about(made)
    for seat in seats:
        letter = None
        if person := voices.get(seat.pk):
            compose = silence_letters.opened(about, notices.capital(seat))
            subject, text = letters.in_language(person.language, compose)
            letter = post(actor=actor, now=now, to=person, subject=subject, text=text, kind="silence_opened")
        SilenceNotice.objects.create(silence=made, delegation=seat, letter=letter)


def answer_silence(*, actor: Actor, now: datetime, silence: Silence, kind: str, words: str = "") -> SilenceAnswer:
    """Say for one's delegation that it knows of the question, or objects, or amends; the last two break it at once.

    Raises NotAllowed, and Refused: `kind`, `no_words` (an objection is written), `ended`, `expired`.
    """
    if kind not in Kind.values:
        raise Refused(_("Choose what your delegation says."), code="kind")
    if kind in BREAKS and not words.strip():
        raise Refused(_("Write what your delegation objects to, or how it amends the text."), code="no_words")
    return _answer(actor=actor, now=now, silence=silence, kind=kind, words=words.strip())[0]


def _answered(result: tuple[SilenceAnswer, bool], **_given: Any) -> list[Fact]:
    row, fresh = result
    if not fresh:
        return []
    scope, subject = f"group:{row.silence.group_id}", f"silence:{row.silence_id}"
    data: dict[str, JSON] = {"delegation": row.delegation.code, "kind": row.kind, "proposal": row.proposal_id}
    said = Fact("silence.answered", scope, subject, data, row.words)
    return [said, _ended_fact(row.silence)] if row.kind in BREAKS else [said]


@action(allow=SILENCE_ANSWERABLE, on="silence", record=_answered)
def _answer(*, actor: Actor, now: datetime, silence: Silence, kind: str, words: str) -> tuple[SilenceAnswer, bool]:
    row = _row(silence.pk)
    mine = Delegation.objects.filter(group=row.group_id).select_related("party")
    delegation = DELEGATION_SPOKEN_FOR.filter(actor, mine).first()
    if delegation is None:
        raise NotAllowed
    known = SilenceAnswer.objects.filter(silence=row, delegation=delegation, kind=kind)
    if said := known.select_related("silence", "delegation").first():
        return said, False
    _demand_running(row, now)
    return _say(actor, now, row, delegation, kind=kind, words=words), True


def amend_by_proposal(*, actor: Actor, now: datetime, proposal: int) -> tuple[SilenceAnswer, ...]:
    """Have a proposal just sent break the silence procedure that runs on the version it amends."""
    running = Silence.objects.filter(ended_at__isnull=True, expires_at__gt=now)
    asked = running.filter(version__in=Proposal.objects.filter(pk=proposal).values("round__version"))
    if not asked.exists():
        return ()
    return _amend(actor=actor, now=now, proposal=Proposal.objects.get(pk=proposal))


def _amended(result: tuple[SilenceAnswer, ...], **_given: Any) -> list[Fact]:
    return [fact for row in result for fact in _answered((row, True))]


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_amended)
def _amend(*, actor: Actor, now: datetime, proposal: Proposal) -> tuple[SilenceAnswer, ...]:
    row = Proposal.objects.select_related("round", "delegation__party").get(pk=proposal.pk)
    running = Silence.objects.filter(version=row.round.version_id, ended_at__isnull=True, expires_at__gt=now)
    found = [_row(pk) for pk in running.values_list("pk", flat=True)]
    return tuple(_say(actor, now, each, row.delegation, kind=Kind.AMENDED, proposal=row) for each in found)


def cancel_silence(*, actor: Actor, now: datetime, silence: Silence, reason: str) -> Silence:
    """Put an end to a procedure before its time, and say why. Refused: `no_reason`, `ended`, `expired`."""
    if not reason.strip():
        raise Refused(_("Give the reason: every delegation is told."), code="no_reason")
    return _cancel(actor=actor, now=now, silence=silence, reason=reason.strip())


def _ended_fact(row: Silence) -> Fact:
    data: dict[str, JSON] = {"number": row.number, "outcome": row.outcome, "text": row.text_sha256}
    return Fact("silence.ended", f"group:{row.group_id}", f"silence:{row.pk}", data, row.reason)


@action(allow=SILENCE_ADMINISTERED, on="silence", record=lambda result, **_given: _ended_fact(result))
def _cancel(*, actor: Actor, now: datetime, silence: Silence, reason: str) -> Silence:
    row = _row(silence.pk)
    _demand_running(row, now)
    _end(actor, now, row, Outcome.CANCELLED, now, reason=reason)
    return row


def supersede(*, actor: Actor, now: datetime, document: int) -> None:
    """End what runs on earlier versions of a document of which a later one was just published."""
    for row in Silence.objects.filter(version__document=document, ended_at__isnull=True, expires_at__gt=now):
        _cancel(actor=actor, now=now, silence=row, reason=NEW_VERSION)


def expired(now: datetime) -> list[int]:
    """Return the procedures whose time is over and which have not been ended."""
    rows = Silence.objects.filter(ended_at__isnull=True, expires_at__lte=now)
    return list(rows.order_by("expires_at", "pk").values_list("pk", flat=True))


@action(
    allow=SYSTEM_ONLY,
    record=lambda result, **_given: None if result is None else _ended_fact(result),
)
def expire_silence(*, actor: Actor, now: datetime, silence: int) -> Silence | None:
    """Say that a procedure's time is over and nobody objected; None when it was ended already, or is not over."""
    row = _row(silence)
    if row.ended_at is not None or now < row.expires_at:
        return None
    _end(actor, now, row, Outcome.NO_OBJECTION, row.expires_at)
    return row


def _row(pk: int) -> Silence:
    return Silence.objects.select_related("group", "version__document").get(pk=pk)


def _demand_running(row: Silence, now: datetime) -> None:
    if row.ended_at is not None:
        raise Refused(_("This silence procedure has ended."), code="ended")
    if now >= row.expires_at:
        raise Refused(_("The time of this silence procedure is over."), code="expired")


def _say(
    actor: Actor,
    now: datetime,
    row: Silence,
    delegation: Delegation,
    *,
    kind: str,
    words: str = "",
    proposal: Proposal | None = None,
) -> SilenceAnswer:
    said = {"kind": kind, "words": words, "proposal": proposal, "at": now, "by": actor.label}
    made = SilenceAnswer.objects.create(silence=row, delegation=delegation, **said)
    if kind in BREAKS:
        _end(actor, now, row, Outcome.BROKEN, now, by=delegation)
    return made


def _end(
    actor: Actor,
    now: datetime,
    row: Silence,
    outcome: Silence.Outcome,
    at: datetime,
    *,
    reason: str = "",
    by: Delegation | None = None,
) -> None:
    """End a procedure, and tell everybody at once: whoever speaks for a delegation, Chair and Secretariat."""
    row.ended_at, row.outcome, row.reason = at, outcome, reason
    row.save(update_fields=["ended_at", "outcome", "reason"])
    kind = "silence_ended" if outcome == Outcome.NO_OBJECTION else "silence_broken"
    party = by.party.short_name if by else None
    written = silence_letters.ended(silence_letters.about(row), outcome, party, "" if reason == NEW_VERSION else reason)
    speaking = [person for person, _capital in notices.focal_points(row.group, now)]
    told = {person.pk: person for person in (*speaking, *notices.officers(row.group, now, ["chair", "secretariat"]))}
    for person in told.values():
        notices.tell(actor, now, person, kind, written)
