"""At any instant at most one person speaks for a delegation, whatever was arranged and however time passes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.people import actions, queries
from accord.people.models import Appointment, Delegation, Person
from accord.people.policy import (
    DELEGATION_SPOKEN_FOR,
    GROUP_AT_DELEGATIONS_LEVEL,
    offices_out_of_step,
    speaking_at,
)
from tests.factories.people import make_actor, make_delegation, make_group, make_office, world

if TYPE_CHECKING:
    from accord.kernel.actor import Actor

NOTE = actions.Note("Note verbale.pdf", b"%PDF-1.7 the mission appoints")
HOUR = timedelta(hours=1)
START = datetime(2026, 11, 1, 12, tzinfo=UTC)


@dataclass
class Period:
    """What the test remembers of an appointment."""

    pk: int
    person: int
    kind: str
    starts: datetime
    ends: datetime | None

    def holds(self, instant: datetime) -> bool:
        return self.starts <= instant and (self.ends is None or instant < self.ends)


class Speaking(RuleBasedStateMachine):
    """Two delegations of one group, five persons, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.stack = ExitStack()
        self.stack.enter_context(rolled_back())
        self.stack.enter_context(mock.patch.object(clocks, "now", side_effect=lambda: self.now))
        group = make_group()
        self.group = group
        self.staff = make_actor("staff", is_secretariat=True)
        make_office(group, self.staff, "secretariat")
        self.seats = [make_delegation(group, "AG"), make_delegation(group, "BR")]
        self.actors = [make_actor(f"person{n}") for n in range(5)]
        self.periods: dict[int, list[Period]] = {seat.pk: [] for seat in self.seats}

    def teardown(self) -> None:
        self.stack.close()

    @initialize()
    def seat_the_first(self) -> None:
        self.appoint(0, 0, 0)

    @rule(seat=st.integers(0, 1), who=st.integers(0, 4), later=st.integers(0, 3))
    def appoint(self, seat: int, who: int, later: int) -> None:
        self.attempt(seat, who, actions.appoint_focal_point, starts_at=self.now + later * HOUR)

    @rule(seat=st.integers(0, 1), who=st.integers(0, 4), later=st.integers(0, 3))
    def hand_over(self, seat: int, who: int, later: int) -> None:
        instant = self.now + later * HOUR
        if self.attempt(seat, who, actions.hand_over, starts_at=instant):
            *before, _new = self.periods[self.seats[seat].pk]
            former = next(p for p in before if p.kind == "focal_point" and p.holds(instant))
            former.ends = instant

    @rule(seat=st.integers(0, 1), who=st.integers(0, 4), later=st.integers(0, 3), length=st.integers(1, 4))
    def act(self, seat: int, who: int, later: int, length: int) -> None:
        start = self.now + later * HOUR
        self.attempt(seat, who, actions.appoint_acting, starts_at=start, ends_at=start + length * HOUR)

    @rule(seat=st.integers(0, 1), pick=st.integers(0, 9))
    def end(self, seat: int, pick: int) -> None:
        periods = self.periods[self.seats[seat].pk]
        if not periods:
            return
        period = periods[pick % len(periods)]
        verb = actions.end_acting if period.kind == "acting" else actions.recall_focal_point
        try:
            verb(actor=self.staff, now=self.now, appointment=Appointment.objects.get(pk=period.pk))
        except Refused:
            assert period.ends is not None
            assert period.ends <= max(self.now, period.starts)
        else:
            period.ends = max(self.now, period.starts)

    @rule(minutes=st.sampled_from([1, 30, 59, 60, 61, 180]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def write_down(self) -> None:
        actions.settle_offices(actor=actions.REGISTRY, now=self.now)
        assert not offices_out_of_step(self.now)
        for seat in self.seats:
            in_office = Appointment.objects.filter(delegation=seat, in_office=True).values_list("person", flat=True)
            assert list(in_office) == self.expected(seat, self.now)

    @invariant()
    def whoever_speaks_is_who_should(self) -> None:
        allowed = {actor.id: set[int]() for actor in self.actors}
        seats = Delegation.objects.filter(group=self.group)
        for actor in self.actors:
            allowed[actor.id].update(DELEGATION_SPOKEN_FOR.filter(actor, seats).values_list("pk", flat=True))
        for seat in self.seats:
            assert [pk for pk, seats in allowed.items() if seat.pk in seats] == self.expected(seat, self.now)
        for actor in self.actors:
            # The list and the single question are one rule.
            assert GROUP_AT_DELEGATIONS_LEVEL.allows(actor, self.group) == bool(allowed[actor.id])

    @invariant()
    def at_no_instant_do_two_speak(self) -> None:
        for minutes in (59, 60, 150):
            instant = self.now + timedelta(minutes=minutes)
            for seat in self.seats:
                speaking = Appointment.objects.filter(speaking_at(instant), delegation=seat)
                assert list(speaking.values_list("person", flat=True)) == self.expected(seat, instant)

    @rule()
    def the_pages_say_the_same(self) -> None:
        rows = {row.delegation.pk: row for row in queries.delegations(self.staff, self.group)}
        for seat in self.seats:
            speaks = rows[seat.pk].speaks
            assert ([speaks.person_id] if speaks else []) == self.expected(seat, self.now)
        for actor in self.actors:
            role = queries.role_in(actor, self.group)
            speaking = [seat for seat in self.seats if actor.id in self.expected(seat, self.now)]
            assert (role is not None and role.kind == "focal_point") == bool(speaking)
            assert role is None or not speaking or role.delegation == speaking[0]

    def expected(self, seat: Delegation, instant: datetime) -> list[int]:
        holding = [period for period in self.periods[seat.pk] if period.holds(instant)]
        acting = [period.person for period in holding if period.kind == "acting"]
        return acting or [period.person for period in holding]

    def attempt(self, seat: int, who: int, verb: object, **times: datetime) -> bool:
        delegation = self.seats[seat]
        person = Person.objects.get(pk=self.actors[who].id)
        try:
            with transaction.atomic():
                made = verb(actor=self.staff, now=self.now, delegation=delegation, who=person, note=NOTE, **times)  # type: ignore[operator]
        except Refused:
            return False
        self.periods[delegation.pk].append(Period(made.pk, made.person_id, made.kind, made.starts_at, made.ends_at))
        return True


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.clause("O4", "O9", "O14a")
def test_at_any_instant_at_most_one_person_speaks_for_a_delegation() -> None:
    bounds = settings(
        max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Speaking, settings=bounds)


@pytest.mark.django_db
@pytest.mark.clause("O9")
def test_a_stranger_a_colleague_and_an_expert_arrange_nothing() -> None:
    there = world()
    seat, who = there.delegations["AG"], Person.objects.get(pk=there.stranger.id)
    outsiders: list[Actor] = [there.stranger, there.focal_points["BR"], there.experts["AG"], there.experts["BR"]]
    for actor in outsiders:
        for verb in (actions.appoint_focal_point, actions.hand_over):
            with pytest.raises(NotAllowed):
                verb(actor=actor, now=clocks.now(), delegation=seat, who=who, note=NOTE)
        with pytest.raises(NotAllowed):
            actions.appoint_acting(
                actor=actor, now=clocks.now(), delegation=seat, who=who, note=NOTE, ends_at=clocks.now() + HOUR
            )
    # The regular focal point may have somebody act for her, but not give her office away.
    with pytest.raises(NotAllowed):
        actions.hand_over(actor=there.focal_points["AG"], now=clocks.now(), delegation=seat, who=who, note=NOTE)
