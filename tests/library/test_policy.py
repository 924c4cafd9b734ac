"""Who reads and who publishes: officers, focal points, experts, and the stranger who does neither (O10, O12, O15)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.actor import system as system_actor
from accord.library import actions, queries
from tests.factories import library as make
from tests.factories.people import World, world

pytestmark = pytest.mark.django_db

OFFICERS = ("chair", "vice_chair", "secretariat")
LEVEL = (*OFFICERS, "AG focal point", "BR focal point", "CL focal point")
EXPERTS = ("AG expert", "BR expert", "CL expert")
FOLDERS = ("base", "supporting", "reference")
DISTRIBUTIONS = ("general", "limited", "restricted")


def readable_by_experts(folder: str, distribution: str) -> bool:
    """Say, in words of its own, what experts in the capitals may read."""
    return folder in {"base", "supporting"} and distribution != "restricted"


def reads(actor: Actor, world: World, document: Any) -> bool:
    """Return whether the actor reads the document, asking every query; they may not disagree."""
    listed = [each.id for shelf in queries.folders(actor, world.group) for each in shelf.documents]
    answers = {document.pk in listed}
    for question in (
        lambda: queries.document(actor, document.pk),
        lambda: queries.language_version(actor, make.file_of(document).pk),
        lambda: queries.download(actor, world.group, make.file_of(document).pk),
    ):
        try:
            question()
        except NotAllowed:
            answers.add(False)
        else:
            answers.add(True)
    assert len(answers) == 1
    return answers.pop()


@pytest.mark.clause("O12", "O15")
@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_who_reads_what(folder: str, distribution: str) -> None:
    plan = world()
    document = make.publish(plan, folder=folder, distribution=distribution)
    everybody = plan.everybody
    for name in LEVEL:
        assert reads(everybody[name], plan, document), name
    for name in EXPERTS:
        assert reads(everybody[name], plan, document) is readable_by_experts(folder, distribution), name
    for outsider in (everybody["stranger"], system_actor("worker")):
        assert not reads(outsider, plan, document)


@pytest.mark.parametrize("name", [*LEVEL[3:], *EXPERTS, "stranger"])
def test_only_chair_and_secretariat_publish(name: str) -> None:
    plan = world()
    actor, document = plan.everybody[name], make.publish(plan)
    file, version = make.held(plan.chair, plan), make.version_of(document)
    say: dict[str, Any] = {"actor": actor, "now": clocks.now(), "held": file, "language": "en"}
    attempts = (
        lambda: make.held(actor, plan),
        lambda: actions.publish_document(**say, group=plan.group, classification=make.classification(symbol="x")),
        lambda: actions.add_version(**say, document=document, label="Rev.1", day=document.date),
        lambda: actions.add_language_version(**say, version=version),
        lambda: actions.name_base_folder(actor=actor, now=clocks.now(), group=plan.group, name="x"),
        lambda: queries.document_to_administer(actor, document.pk),
        lambda: queries.version_to_administer(actor, version.pk),
        lambda: queries.held_file(actor, file.pk, clocks.now()),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize("name", OFFICERS)
def test_each_officer_may_publish(name: str) -> None:
    plan = world()
    actor = plan.everybody[name]
    actions.publish_document(
        actor=actor,
        now=clocks.now(),
        group=plan.group,
        classification=make.classification(),
        language="es",
        held=make.held(actor, plan),
    )
    assert queries.folders(actor, plan.group)[0].documents[0].versions[0].published_by


def test_a_file_held_for_one_group_is_not_published_in_another() -> None:
    plan, other = world(), world("other")
    make.publish(plan)
    for each in (other.chair,):
        file = make.held(each, other)
        with pytest.raises(NotAllowed):
            actions.publish_document(
                actor=each,
                now=clocks.now(),
                group=plan.group,
                classification=make.classification(symbol="x"),
                language="es",
                held=file,
            )


def test_a_file_is_not_handed_out_under_another_groups_address() -> None:
    plan, other = world(), world("other")
    file = make.file_of(make.publish(plan))
    with pytest.raises(NotAllowed):
        queries.download(plan.chair, other.group, file.pk)


@given(st.lists(st.tuples(st.sampled_from(FOLDERS), st.sampled_from(DISTRIBUTIONS)), max_size=5))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lists_and_objects_never_disagree(django_db_blocker: Any, documents: list[tuple[str, str]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        plan = world()
        made = [
            (each, make.publish(plan, folder=each[0], distribution=each[1], symbol=f"doc.{number}"))
            for number, each in enumerate(documents)
        ]
        for (folder, distribution), document in made:
            assert reads(plan.experts["AG"], plan, document) is readable_by_experts(folder, distribution)
        transaction.set_rollback(True)
