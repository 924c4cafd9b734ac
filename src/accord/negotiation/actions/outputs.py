"""Texts for the meeting: all kinds of a language version at once, from the same data, now or as of an instant (O1)."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accord.kernel import queue, storage
from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.models import Output, Round, RoundBase
from accord.negotiation.policy import BASE_VISIBLE
from accord.negotiation.queries.evidence import discrepancies
from accord.negotiation.queries.printing import Standing
from accord.texts.providers.versions import ALL

log = logging.getLogger(__name__)
State = Output.State
Options = dict[str, str]
ENDINGS: Final = {"table_xlsx": "xlsx", "trace_xlsx": "xlsx", "html": "html", "json": "json"}


@dataclass(frozen=True, slots=True)
class Printed:
    """The files that were made, by the row's id; or why there are none."""

    files: Mapping[int, bytes] = field(default_factory=dict)
    failure: str = ""


def prepare_outputs(
    *, actor: Actor, now: datetime, base: RoundBase, as_of: datetime | None = None
) -> tuple[Output, ...]:
    """Ask for every kind of text of one language version, as it stands now or stood at an instant; the worker prints.

    Asked for again when nothing has changed since, they are the same files. Raises NotAllowed, and Refused:
    `not_open_yet`, `sealed`, `ahead` (an instant to come), `before_close` (of a sealed round: what was taken back
    before the close stays unseen), `nothing_proposed`.
    """
    return _prepare(actor=actor, now=now, base=base, as_of=as_of)[0]


def _asked_fact(result: tuple[tuple[Output, ...], tuple[int, ...]], **_given: object) -> Fact | None:
    rows, fresh = result
    if not fresh:
        return None
    base = rows[0].base
    data: dict[str, JSON] = {
        "base": base.sha256,
        "language": base.language,
        "as_of": rows[0].as_of.isoformat(),
        "files": len(fresh),
    }
    return Fact("output.asked", f"group:{base.round.group_id}", f"base:{base.pk}", data)


@action(allow=BASE_VISIBLE, on="base", record=_asked_fact)
def _prepare(
    *, actor: Actor, now: datetime, base: RoundBase, as_of: datetime | None
) -> tuple[tuple[Output, ...], tuple[int, ...]]:
    base = RoundBase.objects.select_related("round__version__document").get(pk=base.pk)
    _demand_instant(base.round, now, as_of)
    standing = Standing.on(base, as_of or now)
    if not standing.proposals:
        raise Refused(_("Nothing was proposed on this language version at that time."), code="nothing_proposed")
    keys = {standing.key(kind, options, as_of): (kind, options) for kind, options in ALL}
    known = {each.key: each for each in Output.objects.filter(base=base, key__in=keys).select_related("base__round")}
    made = [
        Output(
            base=base,
            key=key,
            kind=kind,
            options=options,
            as_of=standing.at,
            asked_at=now,
            asked_by=actor.label,
            filename=_filename(standing, kind, options, as_of),
        )
        for key, (kind, options) in keys.items()
        if key not in known
    ]
    fresh = Output.objects.bulk_create(made)
    again = [each for each in known.values() if each.state == State.FAILED]
    Output.objects.filter(pk__in=[each.pk for each in again]).update(state=State.QUEUED, failure="", asked_at=now)
    wanted = tuple(each.pk for each in (*fresh, *again))
    if wanted:
        queue.enqueue("negotiation.output", outputs=list(wanted))
    rows = {each.key: each for each in (*known.values(), *fresh)}
    return tuple(rows[key] for key in keys), wanted


def _demand_instant(round_: Round, now: datetime, as_of: datetime | None) -> None:
    sealed = round_.sees == Round.Sees.AFTER_CLOSE
    if sealed and now < round_.closes_at:
        raise Refused(_("The proposals are sealed until the round closes."), code="sealed")
    if (as_of or now) < round_.opens_at:
        raise Refused(_("The round was not open yet at that time."), code="not_open_yet")
    if as_of is not None and as_of > now:
        raise Refused(_("This time has not come yet."), code="ahead")
    if as_of is not None and sealed and as_of < round_.closes_at:
        raise Refused(_("This round was sealed: choose a time after its close."), code="before_close")


def to_print(outputs: Sequence[int]) -> list[Output]:
    """Return those of these rows that wait to be printed."""
    rows = Output.objects.filter(pk__in=outputs, state=State.QUEUED).select_related("base")
    return list(rows.order_by("pk"))


def print_all(rows: Sequence[Output]) -> Printed:
    """Print rows of one base and one instant from the same values, or say why not; no half result ever."""
    try:
        with transaction.atomic():
            standing = Standing.on(rows[0].base, rows[0].as_of)
            altered = next((each for each in standing.proposals if discrepancies(each)), None)
            if altered is not None:
                return Printed(failure=f"altered {altered.delegation.code}")
            printer = standing.printer()
        files = {row.pk: printer.made(row.kind, row.options) for row in rows}
        for data in files.values():
            storage.lay(data)
        return Printed(files)
    except Refused:
        return Printed(failure="unreadable")
    except storage.Damaged:
        return Printed(failure="damaged")
    except storage.StoreDown:
        raise  # it passes: the queue tries again
    except Exception:
        # Whatever went wrong, who asked is told that there is no result, and the operator why.
        log.exception("The outputs of base %s failed.", rows[0].base_id)
        return Printed(failure="broken")


def _made_fact(result: tuple[Output, ...], **_given: object) -> Fact | None:
    if not result:
        return None
    base = result[0].base
    scope, subject = f"group:{base.round.group_id}", f"base:{base.pk}"
    if result[0].state == State.FAILED:
        return Fact("output.failed", scope, subject, {"base": base.sha256, "why": result[0].failure})
    files = {each.filename: str(each.file_id) for each in result}
    return Fact("output.made", scope, subject, {"base": base.sha256, "files": files})


@action(allow=SYSTEM_ONLY, record=_made_fact)
def keep_outputs(*, actor: Actor, now: datetime, rows: Sequence[Output], printed: Printed) -> tuple[Output, ...]:
    """Keep the printed files, or say why there are none."""
    for row in rows:
        row.made_at, row.failure = now, printed.failure
        row.state = State.FAILED if printed.failure else State.DONE
        if not printed.failure:
            row.file = storage.keep(printed.files[row.pk])
        row.save(update_fields=["made_at", "failure", "state", "file"])
    return tuple(rows)


def _filename(standing: Standing, kind: str, options: Options, as_of: datetime | None) -> str:
    symbol = re.sub(r"[^A-Za-z0-9.]+", "-", standing.base.round.version.symbol).strip("-.") or "document"
    instant = as_of.strftime("_%Y-%m-%dT%H%MZ") if as_of else ""
    parts = [kind.partition("_")[0], *(options[each] for each in ("style", "mark_up") if each in options)]
    early = "_preliminary" if standing.preliminary else ""
    early += "_with_late_proposals" if standing.late else ""
    return f"{symbol[:80]}{early}_{'_'.join(parts)}{instant}_{standing.base.language}.{ENDINGS.get(kind, 'docx')}"
