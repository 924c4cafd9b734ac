"""Who sees which proposal, when: the rule held against a plain oracle, over actors, states, secrecy and time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.models import Compilation, Proposal, Round
from accord.negotiation.policy import COMPILATION_VISIBLE, PROPOSAL_VISIBLE, ROUND_VISIBLE
from tests.factories.negotiation import Negotiation, negotiation
from tests.redline.generator import Delete, Insert

STATES = ["checking", "standing", "superseded", "withdrawn", "discarded"]
EDIT = Insert((0,), 3, " Member")


@dataclass(frozen=True)
class Scene:
    """A round of one kind with a proposal of AG in every state, at an hour before or after the close."""

    held: Negotiation
    rows: dict[str, Proposal]


def scene(sees: str, slug: str) -> Scene:
    held = negotiation(sees=sees, slug=slug)
    actor = held.world.focal_points["AG"]
    withdrawn = held.propose("AG", EDIT)
    actions.withdraw_proposal(actor=actor, now=clocks.now(), proposal=withdrawn)
    superseded = held.propose("AG", Insert((0,), 3, " State"))
    standing = held.propose("AG", Insert((1,), 4, " Member"))
    discarded = held.upload("AG", Delete((1,), 0, 4))
    checking = held.upload("AG", Delete((2,), 0, 3))
    rows = [checking, standing, superseded, withdrawn, discarded]
    return Scene(held, {state: Proposal.objects.get(pk=row.pk) for state, row in zip(STATES, rows, strict=True)})


def oracle(who: str, state: str, sees: str, *, closed: bool) -> bool:
    """Say in plain words who sees AG's proposal."""
    if who == "AG focal point":
        return True
    if who.endswith(("expert", "stranger")):
        return False
    if sees == "after_close":
        return state == "standing" and closed
    return state in {"standing", "superseded", "withdrawn"}


@pytest.fixture(scope="module")
def scenes(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, Scene]]:
    from django.db import transaction

    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # the blocker has no public type
        transaction.set_autocommit(False)
        try:
            yield {sees: scene(sees, sees.replace("_", "-")) for sees in ("at_once", "after_close")}
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)


@pytest.mark.clause("O2", "O9", "O10", "O12", "O13")
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_rule_says_what_the_oracle_says(scenes: dict[str, Scene], data: st.DataObject) -> None:
    sees = data.draw(st.sampled_from(["at_once", "after_close"]))
    found = scenes[sees]
    who = data.draw(st.sampled_from(sorted(found.held.world.everybody)))
    state = data.draw(st.sampled_from(STATES))
    seconds = data.draw(st.integers(-3600, 3600) | st.sampled_from([-1, 0, 1]))
    actor, row = found.held.world.everybody[who], found.rows[state]
    with time_machine.travel(found.held.round.closes_at + timedelta(seconds=seconds), tick=False):
        expected = oracle(who, state, sees, closed=seconds >= 0)
        assert PROPOSAL_VISIBLE.allows(actor, row) == expected
        assert (row in PROPOSAL_VISIBLE.filter(actor, Proposal.objects.all())) == expected
        assert _may_read(actor, found.held, row) == (expected and state != "discarded")


def _may_read(actor: Actor, held: Negotiation, row: Proposal) -> bool:
    try:
        queries.find_proposal(actor, held.world.group, row.pk)
        queries.proposal_file(actor, row)
        queries.check(actor, row)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("who", ["chair", "secretariat", "BR focal point"])
def test_of_a_sealed_round_others_know_only_how_many_were_received(scenes: dict[str, Scene], who: str) -> None:
    held = scenes["after_close"].held
    actor = held.world.everybody[who]
    text = queries.round_text(actor, held.world.group, held.round.number)
    assert (text.round.sealed, text.round.received) == (True, 1)
    assert (text.amendments, text.proposing) == (0, 0)
    assert not any("<ins" in each.html or "<del" in each.html for each in text.paragraphs)
    assert not any(each.received or each.proposal or each.amendments for each in text.delegations)
    assert queries.proposals(actor, held.round) == ()
    with held.after_close():
        opened = queries.round_text(actor, held.world.group, held.round.number)
        assert (opened.round.sealed, opened.amendments) == (False, 1)
        assert [each.state for each in queries.proposals(actor, held.round)] == ["standing"]


def test_her_own_delegation_sees_what_it_sent_while_it_is_sealed(scenes: dict[str, Scene]) -> None:
    held = scenes["after_close"].held
    text = queries.round_text(held.world.focal_points["AG"], held.world.group, held.round.number)
    assert (text.amendments, text.round.received) == (1, 1)
    assert text.round.own is not None
    assert text.round.checking is not None


def test_nothing_is_compiled_while_it_is_sealed_and_everybody_sees_it_afterwards(scenes: dict[str, Scene]) -> None:
    held = scenes["after_close"].held
    with pytest.raises(Refused) as refused:
        held.compile()
    assert refused.value.code == "sealed"
    with held.after_close():
        row = held.compile()
        assert row.state == Compilation.State.DONE
        for who, actor in held.world.everybody.items():
            at_level = not who.endswith(("expert", "stranger"))
            assert COMPILATION_VISIBLE.allows(actor, row) == at_level, who
    for who, actor in held.world.everybody.items():
        assert not COMPILATION_VISIBLE.allows(actor, row), who


@pytest.mark.clause("O3", "O10")
def test_a_round_is_seen_at_the_delegations_level_only(scenes: dict[str, Scene]) -> None:
    held = scenes["at_once"].held
    for who, actor in held.world.everybody.items():
        at_level = not who.endswith(("expert", "stranger"))
        assert ROUND_VISIBLE.allows(actor, held.round) == at_level, who
        assert ROUND_VISIBLE.filter(actor, Round.objects.filter(pk=held.round.pk)).exists() == at_level, who


def test_a_former_focal_point_sees_nothing_the_moment_her_word_ends(scenes: dict[str, Scene]) -> None:
    from django.db import transaction

    from accord.people.models import Appointment

    held = scenes["at_once"].held
    actor, row = held.world.focal_points["AG"], scenes["at_once"].rows["checking"]
    point = transaction.savepoint()
    try:
        Appointment.objects.filter(person=actor.id).update(ends_at=clocks.now())
        assert not PROPOSAL_VISIBLE.allows(actor, row)
        with pytest.raises(NotAllowed):
            held.upload("AG", EDIT)
    finally:
        transaction.savepoint_rollback(point)
