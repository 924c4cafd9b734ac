"""The next version by decisions: on each wording, whether it is taken, kept in brackets, or left for the meeting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions.steps import base_of
from accord.negotiation.actions.timing import demand_current
from accord.negotiation.models import Decision, Revision, RoundBase, Wording
from accord.negotiation.policy import BASE_ADMINISTERED, REVISION_ADMINISTERED
from accord.negotiation.queries.agreed import ConflictError, amendments_at, cited_places, demand_compatible
from accord.negotiation.queries.carried import KEPT
from accord.negotiation.queries.deciding import (
    agreed_choices,
    choices_of,
    next_number,
    sibling_version,
    standing_wordings,
)
from accord.negotiation.queries.lifting import liftable, lifts
from accord.negotiation.queries.values import Choice, Way
from accord.texts.providers.word import Amendment

Made = tuple[Revision, bool]
ADDED: Final = frozenset({"insert_paragraph", "insert_row"})


def begin_revision(*, actor: Actor, now: datetime, base: RoundBase, way: Way = "decisions") -> Revision:
    """Begin the next version of a language version whose round has closed; begun already, it is the same one.

    Begun the other way, the former one is put aside, unpublished. Raises NotAllowed, and Refused: `not_open_yet`,
    `open`, `closed` (a later version is published), `published`.
    """
    return _begin(actor=actor, now=now, base=base, way=way)[0]


def _begun_fact(result: Made, **_given: Any) -> Fact | None:
    row, fresh = result
    if not fresh:
        return None
    data: dict[str, JSON] = {"base": row.base.sha256, "number": row.number, "way": row.way}
    return Fact("revision.begun", f"group:{row.base.round.group_id}", f"revision:{row.pk}", data)


@action(allow=BASE_ADMINISTERED, on="base", record=_begun_fact)
def _begin(*, actor: Actor, now: datetime, base: RoundBase, way: Way) -> Made:
    base = base_of(base)
    demand_closed(base, now)
    current = Revision.objects.filter(base=base, ended_at__isnull=True).select_related("base__round").first()
    if current is not None:
        demand_unpublished(current)
        if current.way == way:
            return current, False
        Revision.objects.filter(pk=current.pk).update(ended_at=now)
    number = next_number(base)
    row = Revision.objects.create(base=base, number=number, way=way, begun_at=now, begun_by=actor.label)
    return row, True


def decide(
    *, actor: Actor, now: datetime, revision: Revision, choices: Mapping[str, Choice], reason: str = ""
) -> tuple[Decision, ...]:
    """Decide on wordings (by ask), all for the one reason; what was decided before is ended, the same again is not.

    Raises NotAllowed, and Refused: `not_open_yet`, `open`, `closed`, `published`, `put_aside`, `choice`, `no_wording`,
    `not_asked` (nobody proposes it any more), `conflict` (two that cannot both be taken); of words carried over in
    brackets `shared_brackets` (they can only be kept), `same_brackets` (others in them are not left).
    """
    return _decide(actor=actor, now=now, revision=revision, choices=choices, reason=" ".join(reason.split()))


def take_agreed(*, actor: Actor, now: datetime, revision: Revision) -> tuple[Decision, ...]:
    """Decide as the ladder says wherever nothing is decided yet: agreed words are taken, what they put aside is left.

    Errors as `decide`; `no_wording` when the ladder says nothing more.
    """
    row = Revision.objects.select_related("base").get(pk=revision.pk)
    decided = choices_of(row)
    agreed = agreed_choices(row.base, list(standing_wordings(row.base_id)))
    open_still = {ask: choice for ask, choice in agreed.items() if ask not in decided}
    return decide(actor=actor, now=now, revision=row, choices=open_still)


def _decided_fact(result: tuple[Decision, ...], **given: Any) -> Fact | None:
    if not result:
        return None
    row: Revision = result[0].revision
    data: dict[str, JSON] = {"base": row.base.sha256, "choices": {each.ask: each.choice for each in result}}
    scope, subject = f"group:{row.base.round.group_id}", f"revision:{row.pk}"
    return Fact("revision.decided", scope, subject, data, given["reason"])


@action(allow=REVISION_ADMINISTERED, on="revision", record=_decided_fact)
def _decide(
    *, actor: Actor, now: datetime, revision: Revision, choices: Mapping[str, Choice], reason: str
) -> tuple[Decision, ...]:
    row = revision_of(revision)
    demand_closed(row.base, now)
    demand_unpublished(row)
    if not choices:
        raise Refused(_("Choose the wordings to decide on."), code="no_wording")
    if any(choice not in Decision.Choice.values for choice in choices.values()):
        raise Refused(_("Take it into the text, keep it in brackets, or leave it for the meeting."), code="choice")
    asked = _asked(row.base, choices)
    former = {each.ask: each for each in Decision.objects.filter(revision=row, ask__in=asked, ended_at__isnull=True)}
    changed = {
        ask: choice
        for ask, choice in choices.items()
        if ask not in former or (former[ask].choice, former[ask].reason) != (choice, reason or former[ask].reason)
    }
    if "take" in changed.values() or any(ask.startswith(KEPT) for ask in changed):
        _demand_both_can_stand(row, {**choices_of(row), **changed})
    Decision.objects.filter(pk__in=[former[ask].pk for ask in changed if ask in former]).update(ended_at=now)
    said = {"revision": row, "decided_at": now, "decided_by": actor.label, "reason": reason}
    made = [Decision(ask=ask, choice=choice, **said) for ask, choice in changed.items()]
    return tuple(Decision.objects.bulk_create(made))


def _asked(base: RoundBase, choices: Mapping[str, Choice]) -> set[str]:
    """Return the wordings decided on; refuse one that nobody proposes, or that cannot be lifted out of its brackets."""
    asked = set(standing_wordings(base.pk).filter(ask__in=list(choices)).values_list("ask", flat=True))
    rest = set(choices) - asked
    if rest - set(Wording.objects.filter(base=base, carried_from__isnull=False).values_list("ask", flat=True)):
        raise Refused(_("Nobody proposes these words any more. Look at the list again."), code="not_asked")
    if {ask for ask in rest if choices[ask] != "keep"} - (liftable(base) if rest else set()):
        raise Refused(
            _("These brackets cannot be lifted from here. Word the paragraph anew, or send the version from Word."),
            code="shared_brackets",
        )
    return set(choices)


def _demand_both_can_stand(row: Revision, choices: Mapping[str, str]) -> None:
    """Refuse what takes two wordings of which each changes the other's words, or that stand in the same brackets."""
    lifted = _lifted(row.base, choices)
    taken = {ask for ask, choice in choices.items() if choice == "take"}
    by_place: dict[str, list[str]] = {}
    for ask, place in standing_wordings(row.base_id).filter(ask__in=taken).values_list("ask", "place"):
        by_place.setdefault(place, []).append(ask)
    shared = {place: asks for place, asks in by_place.items() if len(asks) + len(lifted.get(place, ())) > 1}
    found = amendments_at(row.base, [ask for asks in shared.values() for ask in asks])
    for place, asks in shared.items():
        try:
            # Paragraphs and rows that are added at one place stand one behind the other.
            stand = [found[ask] for ask in asks if found[ask].kind not in ADDED]
            demand_compatible([*stand, *lifted.get(place, ())])
        except ConflictError as error:
            raise Refused(
                _("%(place)s: two of the wordings to be taken cannot both stand. Take one of them.")
                % {"place": cited_places(row.base, [place])[place]},
                code="conflict",
            ) from error


def _lifted(base: RoundBase, choices: Mapping[str, str]) -> dict[str, list[Amendment]]:
    """Return by place what is lifted out of its brackets; refuse to take words while others in the same ones stay."""
    found: dict[str, list[Amendment]] = {}
    try:
        for each in lifts(base, choices):
            found.setdefault(each.place, []).append(each.amendment)
    except ConflictError as error:
        raise Refused(
            _("Other words stand in the same brackets. Leave those first, then take these."), code="same_brackets"
        ) from error
    return found


def revision_of(revision: Revision) -> Revision:
    """Return the revision as it is now, with its base, round and document."""
    together = ("base__round__group", "base__round__version__document", "base__round__meeting", "base__file")
    return Revision.objects.select_related(*together).get(pk=revision.pk)


def demand_closed(base: RoundBase, now: datetime) -> None:
    """Raise Refused (`not_open_yet`, `open`, `closed`) where a next version cannot be made of a base.

    That the round's other language has become it already is no hindrance: this one follows under the same symbol.
    """
    round_ = base.round
    if round_.opens_at <= now < round_.closes_at:
        raise Refused(_("The round is still open: the next version is made once it has closed."), code="open")
    if sibling_version(base) is None:
        demand_current(round_, now)


def demand_unpublished(row: Revision) -> None:
    """Raise Refused (`published`, `put_aside`) where nothing can be decided any more."""
    if row.published_at is not None:
        raise Refused(_("This version has been published meanwhile. Nothing in it changes any more."), code="published")
    if row.ended_at is not None:
        raise Refused(_("This version was put aside. Begin it again."), code="put_aside")
