"""A page made of what is remembered is the page made anew: after each act, for each role, in two languages."""

import functools
import gc
import re
from typing import Any

import pytest

from accord.kernel import clocks
from accord.kernel.remembered import Remembered
from accord.negotiation import actions
from accord.negotiation.models import RoundBase, Wording
from accord.people.models import Person
from tests.factories.people import World, world
from tests.web import played_round
from tests.web.played_round import reading

PAGES = (
    "/g/plan/text/?section=all",
    "/g/plan/text/?section=1",
    "/g/plan/text/?show=AR",
    "/g/plan/",
    "/g/plan/rounds/1/",
)
# What each request has of its own: the token of its forms, and the number by which support finds it.
OWN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|(?<=;number=)\w+')


def forget_everything() -> int:
    """Empty every memory of this process that is ours; return how many there are."""
    memories = [each for each in gc.get_objects() if isinstance(each, Remembered)]
    for each in memories:
        each.forget()
    for cached in gc.get_objects():
        if isinstance(cached, functools._lru_cache_wrapper) and cached.__module__.startswith("accord."):
            cached.cache_clear()
    return len(memories)


def pages(clients: list[Any]) -> list[str]:
    """Return what each of these people reads on each page, without what each request has of its own."""
    return [OWN.sub("", client.get(path).content.decode()) for client in clients for path in PAGES]


@pytest.mark.usefixtures("db")
def test_what_is_remembered_says_what_is_made_anew() -> None:
    plan: World = world(codes=("AR", "BR", "CA", "CL"))
    round_ = played_round.open_round(plan)
    base = RoundBase.objects.get(round=round_, language="en")
    Person.objects.filter(pk=plan.focal_points["AR"].id).update(language="fr")
    clients = [reading(plan, who) for who in ("chair", "AR focal point", "CL focal point")]
    chair, now = plan.chair, clocks.now()

    def supported() -> None:
        wording = Wording.objects.filter(base=base, sponsorships__proposal__delegation__party="AR").first()
        assert wording is not None
        actions.take_position(actor=plan.focal_points["BR"], now=now, wording=wording, stance="support")

    def worded() -> None:
        words = "What the Chair would say here."
        actions.write_chair_wording(actor=chair, now=now, base=base, place="p9", words=words)

    def recorded() -> None:
        said = actions.Recorded("informal", taken=())
        actions.record_state(actor=chair, now=now, base=base, places=["p9"], recorded=said)

    acts = [
        lambda: played_round.send(plan, round_, "AR", "CL"),
        supported,
        worded,
        lambda: played_round.send(plan, round_, "BR"),
        recorded,
        lambda: played_round.send(plan, round_, "CA"),
    ]
    seen = set()
    with clocks.standing_still(now):
        for act in acts:
            act()
            remembered = pages(clients)
            assert forget_everything() > 10
            assert pages(clients) == remembered
            seen.add(remembered[0])
    assert len(seen) == len(acts)
