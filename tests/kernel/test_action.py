"""An act: asked before it runs, recorded when it is done, and nothing left of one that fails."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.kernel import actor as actors
from accord.kernel import reaction
from accord.kernel.action import ACTIONS, SYSTEM_ONLY, Declared, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.kernel.models import Entry, Job, StoredFile
from accord.kernel.policy import NOTHING, Q, Rule
from tests.kernel.acts import NOON, SYSTEM
from tests.kernel.test_record import Undone

pytestmark = pytest.mark.django_db

OWNER, STRANGER = actors.person(1, "ag.focal"), actors.person(2, "br.focal")
OWNED = Rule("owned", Job, lambda who: Q(name=who.label) if who.kind == "person" else NOTHING)
CALLED: list[str] = []


def _raised(_result: None, *, job: Job, **_arguments: Any) -> Fact:
    return Fact("job.raised", "group:1", f"job:{job.pk}", {"attempt": job.attempt}, "why")


@action(allow=OWNED, on="job", record=_raised)
def raise_attempt(*, actor: Actor, now: datetime, job: Job, fail: bool = False) -> None:
    """Count one attempt more."""
    CALLED.append(actor.label)
    job.attempt += 1
    job.save()
    if fail:
        raise Refused("It cannot be.", code="cannot", why="test")


def _both(_result: None, **_arguments: Any) -> Fact:
    return Fact("job.both", "group:1", "job:0")


@action(allow=SYSTEM_ONLY, record=_both)
def raise_both(*, actor: Actor, now: datetime, owner: Actor, jobs: list[Job], fail_at: int) -> None:
    """Count one attempt more on each of several, one act inside another."""
    for number, job in enumerate(jobs):
        raise_attempt(actor=owner, now=now, job=job, fail=number == fail_at)


@pytest.fixture
def job() -> Job:
    CALLED.clear()
    return Job.objects.create(name=OWNER.label, due_at=NOON, made_at=NOON)


@pytest.fixture
def reactions() -> Iterator[list[Fact]]:
    seen: list[Fact] = []

    def see(fact: Fact, *, actor: Actor, now: datetime) -> None:
        assert (actor, now) == (OWNER, NOON)
        if fact.body == "refuse":
            raise Refused("Not now.", code="not_now")
        seen.append(fact)

    reaction.register("job.raised", see)
    reaction.register("job.raised", see)
    yield seen
    reaction._REGISTERED["job.raised"].remove(see)


def test_an_act_changes_records_and_reacts_once(job: Job, reactions: list[Fact]) -> None:
    raise_attempt(actor=OWNER, now=NOON, job=job)
    entry = Entry.objects.get()
    assert (entry.kind, entry.scope, entry.subject) == ("job.raised", "group:1", f"job:{job.pk}")
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == ("person", 1, "ag.focal")
    assert (entry.at, entry.data) == (NOON, {"attempt": 1})
    assert [fact.kind for fact in reactions] == ["job.raised"]


@pytest.mark.parametrize("who", [STRANGER, SYSTEM, actors.link(1, "ag.focal")])
def test_who_may_not_is_stopped_before_the_body_runs(job: Job, who: Actor) -> None:
    with pytest.raises(NotAllowed):
        raise_attempt(actor=who, now=NOON, job=job)
    assert CALLED == []
    assert not Entry.objects.exists()


def test_an_object_of_another_kind_or_none_is_not_allowed() -> None:
    for wrong in (None, StoredFile(sha256="00")):
        with pytest.raises(NotAllowed):
            raise_attempt(actor=OWNER, now=NOON, job=wrong)


def test_an_act_that_raises_leaves_neither_change_nor_entry(job: Job) -> None:
    with pytest.raises(Refused) as refused:
        raise_attempt(actor=OWNER, now=NOON, job=job, fail=True)
    assert (refused.value.code, refused.value.sentence, refused.value.details) == (
        "cannot",
        "It cannot be.",
        {"why": "test"},
    )
    job.refresh_from_db()
    assert (job.attempt, Entry.objects.count()) == (0, 0)


def test_a_reaction_that_raises_undoes_the_act(job: Job) -> None:
    def refuse(_fact: Fact, *, actor: Actor, now: datetime) -> None:
        raise Refused("Not now.", code="not_now")

    reaction.register("job.raised", refuse)
    try:
        with pytest.raises(Refused):
            raise_attempt(actor=OWNER, now=NOON, job=job)
    finally:
        reaction._REGISTERED["job.raised"].remove(refuse)
    job.refresh_from_db()
    assert (job.attempt, Entry.objects.count()) == (0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.integers(1, 5), st.integers(-1, 5))
def test_acts_within_an_act_stand_or_fall_together(count: int, fail_at: int) -> None:
    with Undone():
        jobs = [Job.objects.create(name=OWNER.label, due_at=NOON, made_at=NOON) for _ in range(count)]
        fails = 0 <= fail_at < count
        try:
            raise_both(actor=SYSTEM, now=NOON, owner=OWNER, jobs=jobs, fail_at=fail_at)
        except Refused:
            assert fails
        attempts = set(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("attempt", flat=True))
        assert attempts == ({0} if fails else {1})
        assert Entry.objects.count() == (0 if fails else count + 1)


def test_an_act_may_say_that_nothing_changed() -> None:
    @action(allow=SYSTEM_ONLY, record=lambda result, **_arguments: result)
    def do_nothing(*, actor: Actor, now: datetime) -> None:
        """Do nothing."""

    do_nothing(actor=SYSTEM, now=NOON)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"actor": SYSTEM},
        {"now": NOON},
        {"actor": None, "now": NOON},
        {"actor": SYSTEM, "now": datetime(2026, 1, 1)},  # noqa: DTZ001 -- the point
    ],
)
def test_nobody_and_never_cannot_act(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        raise_both(**arguments, owner=OWNER, jobs=[], fail_at=-1)


def test_an_act_takes_no_positional_arguments(job: Job) -> None:
    with pytest.raises(TypeError, match="keyword"):
        raise_attempt(OWNER, NOON, job)


def _positional(actor: Actor, now: datetime) -> None: ...
def _nobody(*, now: datetime) -> None: ...
def _never(*, actor: Actor) -> None: ...
def _default(*, actor: Actor = SYSTEM, now: datetime) -> None: ...
def _anything(*, actor: Actor, now: datetime, **rest: Any) -> None: ...
def _well(*, actor: Actor, now: datetime, job: Job) -> None: ...


@pytest.mark.parametrize("function", [_positional, _nobody, _never, _default, _anything])
def test_a_function_that_does_not_demand_who_and_when_is_no_act(function: Any) -> None:
    with pytest.raises(TypeError):
        action(allow=SYSTEM_ONLY, record=_both)(function)


@pytest.mark.parametrize(("allow", "on"), [(OWNED, None), (OWNED, "other"), (SYSTEM_ONLY, "job")])
def test_a_rule_is_asked_about_an_argument_that_is_there(allow: Any, on: str | None) -> None:
    with pytest.raises(TypeError, match=r"\bon\b|`on`"):
        action(allow=allow, on=on, record=_both)(_well)


def test_every_act_is_listed_with_its_check() -> None:
    name = "tests.kernel.test_action.raise_attempt"
    assert ACTIONS[name] is OWNED
    assert raise_attempt.action == Declared(name, OWNED, "job")
