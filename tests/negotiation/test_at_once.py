"""Two people at once on one paragraph: both are heard, or the second is told that the words changed."""

from pathlib import Path

import pytest

from tests.negotiation.test_simultaneous import run

BEGIN = """
    import django; django.setup()
    from concurrent.futures import ThreadPoolExecutor
    from django.core.management import call_command
    from django.db import connection
    call_command("migrate", verbosity=0)
    from accord.kernel import clocks
    from accord.kernel.action import Refused
    from accord.negotiation import actions
    from accord.negotiation.models import Place, Position, Step
    from accord.negotiation.queries.folded import folded
    from tests.factories.negotiation import negotiation
    from tests.factories.standing import says, wording_of
    from tests.redline.edits import Delete, Insert

    held = negotiation()
    held.propose("AG", Insert((0,), 3, " Member"))
    wording, base = wording_of(held, "AG"), held.base()
    seen = {wording.place: Place.objects.get(base=base, address=wording.place).stands_on}

    def alone(act):
        try:
            act()
            return "done"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    def all_at_once(*acts):
        with ThreadPoolExecutor(len(acts)) as pool:
            return sorted(pool.map(alone, acts))

    def whole():
        stored = {each.address: each.value for each in Place.objects.filter(base=base)}
        return stored == {each.address: each.value for each in folded(base).values()}
"""
POSITIONS = f"""{BEGIN}
    said = all_at_once(*[
        (lambda code=code, stance=stance: says(held, code, stance, wording))
        for code, stance in [("BR", "support"), ("CL", "object")] * 6
    ])
    print(said.count("done"), Position.objects.filter(ended_at=None).count(), whole())
"""
STEPS = f"""{BEGIN}
    def record(state):
        recorded = actions.Recorded(state, seen=seen)
        given = {{"actor": held.world.chair, "now": clocks.now(), "base": base, "places": [wording.place]}}
        actions.record_state(**given, recorded=recorded)

    said = all_at_once(lambda: record("bracketed"), lambda: held.propose("BR", Delete((0,), 0, 4)))
    step = Step.objects.filter(place=wording.place, ended_at=None).first()
    stands = step is not None and (step.state == "open") == ("stale" not in said) if step else "stale" in said
    print(stands, whole())
"""


@pytest.mark.clause("O2", "O9")
def test_two_focal_points_at_once_are_both_heard(tmp_path: Path) -> None:
    assert run(POSITIONS, tmp_path) == ["12", "2", "True"]


@pytest.mark.clause("O19")
def test_new_words_and_the_chairs_hand_at_once_never_agree_unseen(tmp_path: Path) -> None:
    assert run(STEPS, tmp_path) == ["True", "True"]
