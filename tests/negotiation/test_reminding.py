"""Reminders: to who has not proposed, once, in her language, on three clocks; the capital hears its own deadline."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel import actor as actors
from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry, Job
from accord.mailings.models import Letter
from accord.negotiation import actions, queries, tasks
from accord.negotiation.actions import reminding
from accord.negotiation.actions.reminding import due_at
from accord.negotiation.models import InternalDeadline, Reminder
from accord.people.models import Person
from tests.factories.negotiation import Negotiation, negotiation
from tests.redline.generator import Insert

HOUR = timedelta(hours=1)
EDGE = timedelta(microseconds=1)
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EDIT = Insert((0,), 3, " Member")
clause = pytest.mark.clause
database = pytest.mark.django_db
instants = st.integers(-400, 400).map(lambda hours: NOON + hours * HOUR)


@pytest.fixture
def long_round(db: None) -> Negotiation:
    """Give a round that opens in a day and lasts for four."""
    return negotiation(opens_in=24 * HOUR, lasts=96 * HOUR)


def run(at: datetime) -> list[Letter]:
    """Let the worker's recurring task pass at this instant; return the letters that it wrote."""
    before = set(Letter.objects.values_list("pk", flat=True))
    with time_machine.travel(at, tick=False):
        tasks.remind_delegations()
    return list(Letter.objects.exclude(pk__in=before).order_by("pk"))


@clause("O16")
@given(opens=instants, lasts=st.integers(1, 300), hours=st.sets(st.integers(1, 240), max_size=4), at=instants)
def test_what_is_due_is_in_the_round_s_time_has_come_and_is_the_latest(
    opens: datetime, lasts: int, hours: set[int], at: datetime
) -> None:
    closes = opens + lasts * HOUR
    found = due_at(opens, closes, opens - HOUR, hours, at)
    if found is None:
        assert not opens <= at < closes or all(not opens < closes - h * HOUR <= at for h in hours)
        return
    kind, since = found
    assert opens <= since <= at < closes
    assert kind == "opens" or since == closes - int(kind.removesuffix("h")) * HOUR
    assert all(closes - h * HOUR <= since or closes - h * HOUR > at for h in hours)


@clause("O16")
@given(opens=instants, lasts=st.integers(1, 300), hours=st.sets(st.integers(1, 240), max_size=4))
def test_whoever_looks_at_every_hour_is_told_each_thing_once_in_order(
    opens: datetime, lasts: int, hours: set[int]
) -> None:
    closes = opens + lasts * HOUR
    looks = [due_at(opens, closes, opens - HOUR, hours, opens + step * HOUR) for step in range(-2, lasts + 2)]
    told = list(dict.fromkeys(each for each in looks if each is not None))
    assert told == sorted(told, key=lambda each: each[1])
    assert {kind for kind, _at in told} == {"opens"} | {f"{h}h" for h in hours if h < lasts}


@database
@clause("O16", "R14")
def test_at_the_instant_of_the_opening_every_focal_point_is_told(long_round: Negotiation) -> None:
    opens = long_round.round.opens_at
    assert run(opens - EDGE) == []
    told = run(opens)
    assert [letter.kind for letter in told] == ["round_opens"] * 3
    assert run(opens) == run(opens + HOUR) == []
    assert "Informal until approved at a formal meeting" in told[0].text
    assert Entry.objects.filter(kind="round.reminded").count() == 3


@database
@clause("O16")
def test_before_the_close_only_those_are_reminded_who_have_not_proposed(long_round: Negotiation) -> None:
    closes = long_round.round.closes_at
    run(long_round.round.opens_at)
    with time_machine.travel(closes - 50 * HOUR, tick=False):
        long_round.propose("AG", EDIT)
    assert run(closes - 48 * HOUR - EDGE) == []
    first = run(closes - 48 * HOUR)
    assert {letter.to_id for letter in first} == {long_round.world.focal_points[code].id for code in ("BR", "CL")}
    assert {letter.kind for letter in first} == {"round_reminder"}
    with time_machine.travel(closes - 7 * HOUR, tick=False):
        long_round.propose("BR", EDIT)
    assert [letter.to_id for letter in run(closes - 6 * HOUR)] == [long_round.world.focal_points["CL"].id]
    assert run(closes - EDGE) == run(closes) == []


@database
@clause("O16")
def test_each_reads_it_in_her_language_on_three_clocks(long_round: Negotiation) -> None:
    speaker = Person.objects.get(pk=long_round.world.focal_points["BR"].id)
    Person.objects.filter(pk=speaker.pk).update(language="es")
    letter = next(each for each in run(long_round.round.closes_at - 6 * HOUR) if each.to_id == speaker.pk)
    assert letter.language == "es"
    assert "no ha presentado propuesta" in letter.text
    assert "Nueva York" in letter.text
    assert letter.text.count("(UTC") >= 2


@database
@clause("O16")
def test_a_worker_that_comes_late_sends_the_latest_alone(long_round: Negotiation) -> None:
    assert {letter.kind for letter in run(long_round.round.closes_at - HOUR)} == {"round_reminder"}
    assert Reminder.objects.count() == 3
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"6h"}


@database
@clause("O16")
@pytest.mark.parametrize("dies_after", [0, 1, 2])
def test_a_killed_worker_sends_each_reminder_once(
    long_round: Negotiation, monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    at = long_round.round.closes_at - 6 * HOUR
    act, sent = reminding.remind, []

    def dying(**given: object) -> int:
        if len(sent) == dies_after:
            raise SystemExit
        sent.append(given["due"])
        return act(**given)  # type: ignore[arg-type]  # the act's own arguments

    monkeypatch.setattr(reminding, "remind", dying)
    with pytest.raises(SystemExit):
        run(at)
    monkeypatch.setattr(reminding, "remind", act)
    run(at + HOUR)
    run(at + HOUR)
    assert Letter.objects.filter(kind="round_reminder").count() == Reminder.objects.count() == 3
    assert len(set(Letter.objects.filter(kind="round_reminder").values_list("to", flat=True))) == 3


@database
@clause("O16")
def test_a_reminder_undone_halfway_is_sent_whole_later(
    long_round: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = long_round.round.closes_at - 6 * HOUR
    monkeypatch.setattr(reminding.notices, "tell", lambda *_given: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        run(at)
    assert (Reminder.objects.count(), Letter.objects.filter(kind="round_reminder").count()) == (0, 0)
    monkeypatch.undo()
    assert len(run(at)) == 3


@database
@clause("O16")
def test_two_workers_remind_once(long_round: Negotiation) -> None:
    at = long_round.round.closes_at - 6 * HOUR
    with time_machine.travel(at, tick=False):
        found = [reminding.all_due(at), reminding.all_due(at)]
        worker = actors.system("worker")
        told = [reminding.remind(actor=worker, now=at, due=each) for each in (*found[0], *found[1])]
    assert told == [1, 1, 1, 0, 0, 0]


@database
@clause("O16")
def test_an_extension_reckons_anew_and_its_letter_counts(long_round: Negotiation) -> None:
    closes, chair = long_round.round.closes_at, long_round.world.chair
    run(closes - 6 * HOUR)
    for moved, told in ((5 * HOUR, 0), (24 * HOUR, 0)):
        with time_machine.travel(closes - HOUR, tick=False):
            later = closes + moved
            actions.set_close(
                actor=chair, now=clocks.now(), round=long_round.round, closes_at=later, reason="Asked for."
            )
        assert len(run(closes - HOUR)) == told
    assert len(run(closes + 18 * HOUR)) == 3
    moves = long_round.round.moves.order_by("pk")
    assert [each.closes_at - each.former for each in moves] == [5 * HOUR, 19 * HOUR]


@database
@clause("O16")
def test_a_round_that_opened_as_it_was_scheduled_is_not_announced_twice(open_round: Negotiation) -> None:
    assert run(open_round.round.opens_at + HOUR / 60) == []


@database
@clause("O16")
def test_the_hours_of_the_round_s_own_rule_hold(long_round: Negotiation) -> None:
    closes = long_round.round.closes_at
    given_ = {"actor": long_round.world.chair, "now": clocks.now(), "round": long_round.round}
    actions.set_round_rule(**given_, late="refuse", reminders=[12])
    run(long_round.round.opens_at)
    assert run(closes - 48 * HOUR) == []
    assert len(run(closes - 12 * HOUR)) == 3
    assert run(closes - 6 * HOUR) == []


@database
@clause("O16")
def test_the_worker_comes_back_for_them(long_round: Negotiation) -> None:
    with time_machine.travel(long_round.round.opens_at, tick=False):
        queue.plan_recurring(clocks.now())
        assert Job.objects.filter(name="negotiation.reminders", recurring=True).exists()
        queue.drain()
    assert Letter.objects.filter(kind="round_opens").count() == 3


@database
@clause("O5", "O9", "O12")
def test_a_focal_point_tells_her_own_capital_until_when(open_round: Negotiation) -> None:
    people, at = open_round.world, open_round.round.closes_at - 6 * HOUR
    said = {"now": clocks.now(), "round": open_round.round, "at": at, "note": "The ministry's word, please."}
    row = actions.set_internal_deadline(actor=people.focal_points["AG"], **said)
    assert row is not None
    entry = Entry.objects.get(kind="deadline.set")
    assert entry.scope == f"delegation:{row.delegation_id}"
    own = {
        who: queries.calendar(actor, people.group) for who, actor in people.everybody.items() if "stranger" not in who
    }
    told = {who for who, calendar in own.items() if calendar is not None and calendar.internal_at == at}
    assert told == {"AG focal point", "AG expert"}
    assert queries.round_view(people.focal_points["AG"], open_round.round).internal_at == at
    for who in ("BR focal point", "chair", "secretariat"):
        assert queries.round_view(people.everybody[who], open_round.round).internal_at is None


@database
@clause("O5", "O12")
def test_her_experts_alone_are_reminded_a_day_ahead(open_round: Negotiation) -> None:
    people, at = open_round.world, open_round.round.closes_at - 6 * HOUR
    actions.set_internal_deadline(
        actor=people.focal_points["AG"], now=clocks.now(), round=open_round.round, at=at, note=""
    )
    kinds = [(letter.to_id, letter.kind) for letter in run(at - 24 * HOUR - EDGE)]
    assert "internal_reminder" not in {kind for _to, kind in kinds}
    told = [letter for letter in run(at - 24 * HOUR) if letter.kind == "internal_reminder"]
    assert [letter.to_id for letter in told] == [people.experts["AG"].id]
    assert "Informal until approved at a formal meeting" in told[0].text
    assert "internal_reminder" not in {letter.kind for letter in run(at - HOUR)}


@database
@pytest.mark.parametrize(
    ("moment", "code"), [(timedelta(0), "deadline_past"), (48 * HOUR, "after_close"), (47 * HOUR, "")]
)
def test_her_deadline_is_ahead_and_before_the_close(open_round: Negotiation, moment: timedelta, code: str) -> None:
    now = open_round.round.opens_at
    given_ = {"actor": open_round.world.focal_points["AG"], "now": now, "round": open_round.round}
    if not code:
        assert actions.set_internal_deadline(**given_, at=now + moment) is not None
        assert actions.set_internal_deadline(**given_, at=None) is None
        assert InternalDeadline.objects.filter(ended_at=None).count() == 0
        return
    with pytest.raises(Refused) as refused:
        actions.set_internal_deadline(**given_, at=now + moment)
    assert refused.value.code == code


@database
@clause("O9")
@pytest.mark.parametrize("who", ["chair", "secretariat", "AG expert", "stranger"])
def test_nobody_but_a_focal_point_sets_one(open_round: Negotiation, who: str) -> None:
    actor = open_round.world.everybody[who]
    with pytest.raises(NotAllowed):
        actions.set_internal_deadline(actor=actor, now=clocks.now(), round=open_round.round, at=None)


@database
def test_in_a_closed_round_there_is_none_to_set(open_round: Negotiation) -> None:
    speaker = open_round.world.focal_points["AG"]
    with open_round.after_close(), pytest.raises(Refused) as refused:
        actions.set_internal_deadline(actor=speaker, now=clocks.now(), round=open_round.round, at=None)
    assert refused.value.code == "closed"
