"""One rule answers "may she" and "which may she": for any actor and any objects the two cannot disagree."""

from typing import Any

import pytest
from django.db.models import Exists, OuterRef, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.kernel import actor
from accord.kernel.actor import Actor
from accord.kernel.models import Job, StoredFile
from accord.kernel.policy import EVERYTHING, NOTHING, Rule
from tests.kernel.acts import NOON
from tests.kernel.test_record import Undone

pytestmark = pytest.mark.django_db


def _owned(who: Actor) -> Q:
    return Q(name=who.label) if who.kind == "person" else NOTHING


def _by_twin(who: Actor) -> Q:
    twins = Job.objects.filter(attempt=OuterRef("attempt"), name=who.label)
    return Q(Exists(twins))


RULES = [
    Rule("owned", Job, _owned),
    Rule("by a twin", Job, _by_twin),
    Rule("everything for the system", Job, lambda who: EVERYTHING if who.kind == "system" else NOTHING),
    Rule("nothing", Job, lambda _who: NOTHING),
]
RULES.append(RULES[0] | RULES[2])
ACTORS = [actor.person(1, "ag"), actor.person(2, "br"), actor.system("worker"), actor.link(1, "ag")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["ag", "br"]), st.integers(0, 2)), max_size=6),
    st.sampled_from(RULES),
    st.sampled_from(ACTORS),
)
def test_list_and_object_cannot_disagree(rows: list[tuple[str, int]], rule: Rule[Job], who: Actor) -> None:
    with Undone():
        jobs = [Job.objects.create(name=name, attempt=number, due_at=NOON, made_at=NOON) for name, number in rows]
        listed = list(rule.filter(who, Job.objects.order_by("id")))
        assert listed == [job for job in jobs if rule.allows(who, job)]
        assert len(listed) == len({job.pk for job in listed}), "a row came twice"


def test_what_was_never_saved_or_is_gone_is_allowed_to_nobody() -> None:
    everything = Rule("everything", Job, lambda _who: EVERYTHING)
    job = Job(name="new", due_at=NOON, made_at=NOON)
    assert not everything.allows(ACTORS[0], job)
    job.save()
    assert everything.allows(ACTORS[0], job)
    key = job.pk
    job.delete()
    assert not everything.allows(ACTORS[0], Job(pk=key))


def test_asking_costs_one_query(django_assert_num_queries: Any) -> None:
    job = Job.objects.create(name="ag", due_at=NOON, made_at=NOON)
    with django_assert_num_queries(1):
        assert RULES[0].allows(ACTORS[0], job)


def test_rules_about_different_things_do_not_join() -> None:
    with pytest.raises(TypeError, match="different models"):
        _ = RULES[0] | Rule("files", StoredFile, lambda _who: EVERYTHING)
