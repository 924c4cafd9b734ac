"""Rounds are scheduled before a formal meeting on one official version, and their close may be moved (O15, O16)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import available_timezones

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accord.kernel import queue, storage
from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.models import LanguageVersion, Version
from accord.negotiation.actions import notices, reminding
from accord.negotiation.mail import letters
from accord.negotiation.models import MovedClose, Round, RoundBase
from accord.negotiation.policy import ROUND_ADMINISTERED
from accord.negotiation.queries.timing import begins
from accord.people.models import FormalMeeting, Group
from accord.people.policy import GROUP_ADMINISTERED
from accord.texts.actions import read_text
from accord.texts.providers import word

# "Opens now", said in a form, is a little before the instant at which the form arrives.
LEEWAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Plan:
    version: Version
    meeting: FormalMeeting
    opens_at: datetime
    closes_at: datetime
    zone: str
    sees: str


def schedule_round(  # noqa: PLR0913  what a round is
    *,
    actor: Actor,
    now: datetime,
    group: Group,
    version: Version,
    meeting: FormalMeeting,
    opens_at: datetime,
    closes_at: datetime,
    zone: str,
    sees: Literal["at_once", "after_close"],
) -> Round:
    """Schedule a round and tell every delegation; the same round asked for twice is scheduled once.

    Every Word file of the version becomes a base: frozen by its SHA-256, read into paragraphs, and made into a hand-out
    with tracking enforced. Raises NotAllowed, and Refused: `not_official`, `no_word_file`, `pending_revisions`,
    `meeting_elsewhere`, `meeting_past`, `zone`, `sees`, `opens_in_past`, `closes_first`, `closes_after_meeting`,
    `overlap`.
    """
    if not GROUP_ADMINISTERED.allows(actor, group):
        raise NotAllowed
    plan = _Plan(version, meeting, opens_at, closes_at, zone, sees)
    _demand_plan(plan, group, now)
    files = _word_files(version)
    handouts = {each.pk: _handout(each) for each in files}
    done = _schedule(actor=actor, now=now, group=group, plan=plan, files=files, handouts=handouts)
    return done[0]


def set_close(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    closes_at: datetime,
    reason: str,
) -> Round:
    """Move the close of a round that is not closed yet; every delegation is told, with the reason.

    Raises NotAllowed, and Refused: `closed`, `no_reason`, `closes_first`, `closes_after_meeting`.
    """
    return _set_close(actor=actor, now=now, round=round, closes_at=closes_at, reason=" ".join(reason.split()))[0]


def _scheduled_fact(result: tuple[Round, bool], **_given: Any) -> Fact | None:
    round_, fresh = result
    if not fresh:
        return None
    data: dict[str, JSON] = {
        "number": round_.number,
        "version": round_.version_id,
        "meeting": round_.meeting_id,
        "opens_at": round_.opens_at.isoformat(),
        "closes_at": round_.closes_at.isoformat(),
        "zone": round_.zone,
        "sees": round_.sees,
        "bases": {each.language: each.sha256 for each in round_.bases.all()},
        "handouts": {each.language: each.handout_id for each in round_.bases.all()},
    }
    return Fact("round.scheduled", f"group:{round_.group_id}", f"round:{round_.pk}", data)


@action(allow=GROUP_ADMINISTERED, on="group", record=_scheduled_fact)
def _schedule(
    *, actor: Actor, now: datetime, group: Group, plan: _Plan, files: list[LanguageVersion], handouts: dict[int, bytes]
) -> tuple[Round, bool]:
    same = Round.objects.filter(group=group, version=plan.version, meeting=plan.meeting, sees=plan.sees)
    if twin := same.filter(opens_at=plan.opens_at, closes_at=plan.closes_at, zone=plan.zone).first():
        return twin, False
    others = Round.objects.filter(group=group, version__document=plan.version.document_id)
    if others.filter(opens_at__lt=plan.closes_at, closes_at__gt=plan.opens_at).exists():
        raise Refused(_("Another round on this document is open in that time."), code="overlap")
    goes_on = others.exists()
    round_ = Round.objects.create(
        group=group,
        number=(Round.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1,
        version=plan.version,
        meeting=plan.meeting,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        zone=plan.zone,
        sees=plan.sees,
        scheduled_at=now,
        scheduled_by=actor.label,
    )
    for file in files:
        text = read_text(actor=actor, now=now, version=plan.version, language_version=file)
        base = RoundBase.objects.create(
            round=round_,
            language_version=file,
            language=file.language,
            sha256=file.file_id,
            file=file.file,
            handout=storage.keep(handouts[file.pk]),
            filename=file.filename,
            text=text,
        )
        if goes_on:
            queue.enqueue("negotiation.carry", base=base.pk)
    about = notices.about(round_)
    for person, capital in notices.focal_points(group, now):
        notices.tell(actor, now, person, "round_scheduled", letters.round_scheduled(about, capital))
    return round_, True


def _moved_fact(result: tuple[Round, datetime], **given: Any) -> Fact | None:
    round_, former = result
    if former == round_.closes_at:
        return None
    data = {"from": former.isoformat(), "to": round_.closes_at.isoformat()}
    return Fact("round.close_moved", f"group:{round_.group_id}", f"round:{round_.pk}", data, given["reason"])


@action(allow=ROUND_ADMINISTERED, on="round", record=_moved_fact)
def _set_close(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    closes_at: datetime,
    reason: str,
) -> tuple[Round, datetime]:
    row = Round.objects.select_related("group", "version__document", "meeting").get(pk=round.pk)
    former = row.closes_at
    if former == closes_at:
        return row, former
    if former <= now:
        raise Refused(_("This round is closed; its close cannot be moved any more."), code="closed")
    if not reason:
        raise Refused(_("Say why the close is moved: every delegation is told."), code="no_reason")
    _demand_order(max(row.opens_at, now), closes_at, row.meeting)
    row.closes_at = closes_at
    row.save(update_fields=["closes_at"])
    said = {"reason": reason, "moved_at": now, "moved_by": actor.label}
    MovedClose.objects.create(round=row, former=former, closes_at=closes_at, **said)
    reminding.told_of_new_close(row, now)
    about = notices.about(row)
    for person, capital in notices.focal_points(row.group, now):
        notices.tell(actor, now, person, "round_close_moved", letters.close_moved(about, capital, reason))
    return row, former


def _demand_plan(plan: _Plan, group: Group, now: datetime) -> None:
    if plan.version.document.group_id != group.pk or not plan.version.document.official:
        raise Refused(_("A round needs an official document of this group, with its symbol."), code="not_official")
    if plan.meeting.group_id != group.pk:
        raise Refused(_("Choose a formal meeting of this group."), code="meeting_elsewhere")
    if plan.zone not in available_timezones():
        raise Refused(_("“%(zone)s” is not a time zone we know.") % {"zone": plan.zone}, code="zone")
    if plan.sees not in Round.Sees.values:
        raise Refused(_("Say when delegations see each other's proposals."), code="sees")
    if begins(plan.meeting) <= now:
        raise Refused(_("This formal meeting has begun. Choose one that is still to come."), code="meeting_past")
    if plan.opens_at < now - LEEWAY:
        raise Refused(_("The round would open in the past."), code="opens_in_past")
    _demand_order(max(plan.opens_at, now), plan.closes_at, plan.meeting)


def _demand_order(opens_at: datetime, closes_at: datetime, meeting: FormalMeeting) -> None:
    if closes_at <= opens_at:
        raise Refused(_("The round must close after it opens, and not in the past."), code="closes_first")
    if closes_at > begins(meeting):
        raise Refused(
            _("The round must close before the formal meeting begins, so that the proposals can be compiled."),
            code="closes_after_meeting",
        )


def _word_files(version: Version) -> list[LanguageVersion]:
    rows = LanguageVersion.objects.filter(version=version, kind="docx").select_related("file")
    files = list(rows.order_by("language"))
    if not files:
        raise Refused(_("This version has no Word file for delegations to work in."), code="no_word_file")
    return files


def _handout(file: LanguageVersion) -> bytes:
    data = storage.read(file.file)
    if word.pending(data):
        raise Refused(
            _("The file %(name)s still holds tracked changes. Publish it with all of them accepted or rejected.")
            % {"name": file.filename},
            code="pending_revisions",
        )
    return word.handout(data, file.file_id)
