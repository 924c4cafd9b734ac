"""What a body is used to, set by its officers: revisions and brackets, silence, delegations that speak together."""

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.models import Caucus, CaucusMember, Customs
from accord.people.models import Delegation, Group
from accord.people.policy import GROUP_ADMINISTERED

MARK_UPS: Final = frozenset({"brackets", "bold", "symbols"})
STYLES: Final = frozenset({"suffix", "prefix", "footnote", "unattributed"})
MOST_HOURS: Final = 24 * 366
CODE: Final = re.compile(r"[A-Z0-9]{2,12}")


@dataclass(frozen=True, slots=True)
class BodyCustoms:
    """How a body does things; `silence_rule` is where its rules speak of silence, as they are cited."""

    revision_label: str = "Rev.{n}"
    mark_up: str = "brackets"
    bracket_style: str = "suffix"
    silence: bool = False
    silence_hours: int = 72
    silence_rule: str = ""


def set_customs(*, actor: Actor, now: datetime, group: Group, customs: BodyCustoms) -> Customs:
    """Set how the body does things.

    Raises NotAllowed, and Refused: `revision_label` (says nothing of the number), `mark_up`, `hours`, `no_rule` (a
    silence procedure without the rule that allows it).
    """
    return _set(actor=actor, now=now, group=group, customs=customs)[0]


def _set_fact(result: tuple[Customs, bool], *, customs: BodyCustoms, **_given: Any) -> Fact | None:
    row, changed = result
    if not changed:
        return None
    data: dict[str, JSON] = {name: value for name, value in asdict(customs).items() if name != "silence_rule"}
    return Fact("customs.set", f"group:{row.group_id}", f"group:{row.group_id}", data, row.silence_rule)


@action(allow=GROUP_ADMINISTERED, on="group", record=_set_fact)
def _set(*, actor: Actor, now: datetime, group: Group, customs: BodyCustoms) -> tuple[Customs, bool]:
    _demand_sound(customs)
    row, fresh = Customs.objects.get_or_create(group=group)
    changed = [name for name, value in asdict(customs).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(customs, name))
    row.save(update_fields=changed)
    return row, fresh or bool(changed)


def _demand_sound(customs: BodyCustoms) -> None:
    if customs.revision_label.count("{n}") != 1 or set("{}") & set(customs.revision_label.replace("{n}", "")):
        raise Refused(_("Write {n} once, where the number of the revision stands: Rev.{n}"), code="revision_label")
    if customs.mark_up not in MARK_UPS or customs.bracket_style not in STYLES:
        raise Refused(_("Choose how brackets are printed."), code="mark_up")
    if not 1 <= customs.silence_hours <= MOST_HOURS:
        raise Refused(_("Say how many hours a silence procedure lasts at least."), code="hours")
    if customs.silence and not customs.silence_rule.strip():
        raise Refused(_("Cite the rule of the body that allows a silence procedure."), code="no_rule")


def define_caucus(
    *, actor: Actor, now: datetime, group: Group, code: str, name: str, members: Collection[Delegation]
) -> Caucus:
    """Say which delegations may speak through one another under a common name; said again, its members change.

    Raises NotAllowed, and Refused: `code`, `code_of_a_party`, `no_name`, `no_members`, `other_name` (code taken).
    """
    code, name = code.strip().upper(), " ".join(name.split())
    return _define(actor=actor, now=now, group=group, code=code, name=name, members=members)[0]


def _defined(result: tuple[Caucus, bool], *, members: Collection[Delegation], **_given: Any) -> Fact | None:
    row, changed = result
    data: dict[str, JSON] = {"code": row.code, "members": sorted(each.code for each in members)}
    return Fact("caucus.defined", f"group:{row.group_id}", f"caucus:{row.pk}", data, row.name) if changed else None


@action(allow=GROUP_ADMINISTERED, on="group", record=_defined)
def _define(
    *,
    actor: Actor,
    now: datetime,
    group: Group,
    code: str,
    name: str,
    members: Collection[Delegation],
) -> tuple[Caucus, bool]:
    _demand_caucus(group, code, name, members)
    row, fresh = Caucus.objects.get_or_create(group=group, code=code, defaults={"name": name, "since": now})
    if row.name != name:
        raise Refused(_("%(code)s stands for %(name)s already.") % {"code": code, "name": row.name}, code="other_name")
    wanted = {each.pk for each in members}
    current = CaucusMember.objects.filter(caucus=row, until__isnull=True)
    known = set(current.values_list("delegation", flat=True))
    current.exclude(delegation__in=wanted).update(until=now)
    CaucusMember.objects.bulk_create(
        CaucusMember(caucus=row, delegation_id=pk, since=now) for pk in sorted(wanted - known)
    )
    return row, fresh or wanted != known


def _demand_caucus(group: Group, code: str, name: str, members: Collection[Delegation]) -> None:
    if any(each.group_id != group.pk for each in members):
        raise NotAllowed
    if not CODE.fullmatch(code):
        raise Refused(_("A code has 2 to 12 capital letters or digits, such as EU or SIDS."), code="code")
    if Delegation.objects.filter(group=group, party=code).exists():
        raise Refused(_("%(code)s is the code of a delegation.") % {"code": code}, code="code_of_a_party")
    if not name:
        raise Refused(_("Say what these delegations are called together."), code="no_name")
    if not members:
        raise Refused(_("Choose the delegations that belong to it."), code="no_members")
