"""The oracle: every rule of every policy.py × every actor, asked of objects and of lists, and nothing is left out."""

import pkgutil
from collections.abc import Iterator
from copy import copy
from importlib import import_module
from typing import Any

import pytest
from django.db.models import Model

import accord
from accord.kernel import actor as actors
from accord.kernel import clocks, queue
from accord.kernel.actor import Actor
from accord.kernel.models import Job
from accord.kernel.policy import Rule
from accord.library.models import Document
from accord.negotiation import actions
from accord.negotiation.models import Draft, Output, Place, Proposal, ReopeningRequest, Sponsorship, Wording
from accord.negotiation.queries.values import WrittenEdit
from accord.people.models import Account, Appointment, Expert, LinkToken, Office, Person
from accord.texts.models import Text
from tests.factories.acting import acting_for
from tests.factories.channels import one_of_channels
from tests.factories.demo import undone
from tests.factories.letters import refused_letter
from tests.factories.library import file_of, held, pdf_file, publish, version_of
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.people import SYSTEM, World, make_actor
from tests.factories.revisions import one_of_revision
from tests.factories.standing import record, wording_of
from tests.factories.timing import one_of_timing
from tests.house import oracle
from tests.redline.edits import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O9", "O10", "O11", "O12", "O13")]
ROWS = oracle.rows()
POLICIES = [
    import_module(f"{area.name}.policy")
    for area in pkgutil.iter_modules(accord.__path__, f"{accord.__name__}.")
    if area.ispkg and any(each.name == "policy" for each in pkgutil.iter_modules(import_module(area.name).__path__))
]
RULES: dict[str, Rule[Any]] = {
    name: value
    for policy in POLICIES
    for name, value in vars(policy).items()
    if isinstance(value, Rule) and name.isupper()
}


def in_people(world: World) -> dict[str, Model]:
    """Return delegations, persons, offices and accounts."""
    ag, cl = world.delegations["AG"], world.delegations["CL"]
    focal, expert = world.focal_points["AG"], world.experts["AG"]
    actions.make_feed(actor=focal, now=clocks.now(), group=world.group)
    regular, acting = Appointment.objects.get(delegation=ag), Appointment.objects.get(delegation=cl, kind="acting")
    return {
        **dict.fromkeys(("GROUP_ADMINISTERED", "GROUP_AT_DELEGATIONS_LEVEL", "GROUP_OF_EXPERT"), world.group),
        **dict.fromkeys(("DELEGATION_SPOKEN_FOR", "DELEGATION_ROOM", "DELEGATION_APPOINTABLE", "DELEGATION_LED"), ag),
        **dict.fromkeys(("DELEGATION_SPOKEN_FOR@CL", "DELEGATION_ROOM@CL", "DELEGATION_LED@CL"), cl),
        "EXPERT_MODERATED": Expert.objects.get(delegation=ag),
        "EXPERT_MODERATED@CL": Expert.objects.get(delegation=cl),
        **dict.fromkeys(("APPOINTMENT_NOTE", "APPOINTMENT_ENDED_BY", "APPOINTMENT_RECALLED_BY"), regular),
        **dict.fromkeys(("APPOINTMENT_NOTE@CL", "APPOINTMENT_ENDED_BY@CL", "APPOINTMENT_RECALLED_BY@CL"), acting),
        "OFFICE_ADMINISTERED": Office.objects.get(group=world.group, role="vice_chair"),
        **dict.fromkeys(("PERSON_REGISTERED", "PERSON_INVITED_BY", "PERSON_SELF"), Person.objects.get(pk=focal.id)),
        **dict.fromkeys(("PERSON_REGISTERED@expert", "PERSON_INVITED_BY@expert"), Person.objects.get(pk=expert.id)),
        "ACCOUNT_OWN": Account.objects.get(person=focal.id),
        "LINK_OWN": LinkToken.objects.get(person=focal.id, purpose="calendar"),
    }


def in_library(world: World) -> dict[str, Model]:
    """Return the base document and a restricted paper, with what hangs on them, and what letters and work are left."""
    base = Document.objects.get(group=world.group)
    paper = publish(world, data=pdf_file(), folder="supporting", symbol="R-1", distribution="restricted")
    letter = refused_letter(Person.objects.get(pk=world.focal_points["AG"].id))
    return {
        **dict.fromkeys(("DOCUMENT_READABLE", "DOCUMENT_ADMINISTERED"), base),
        "DOCUMENT_READABLE@restricted": paper,
        "VERSION_ADMINISTERED": version_of(base),
        "LANGUAGE_VERSION_READABLE": file_of(base),
        "LANGUAGE_VERSION_READABLE@restricted": file_of(paper),
        "HELD_FILE_OWN": held(world.chair, world),
        "TEXT_READABLE": Text.objects.get(language_version=file_of(base)),
        **dict.fromkeys(("LETTER_READABLE", "LETTER_FAILED"), letter),
        "JOB_DEAD": Job.objects.create(name="nothing", state="dead", due_at=clocks.now(), made_at=clocks.now()),
    }


def in_round(plan: Negotiation) -> dict[str, Model]:
    """Return the rows of a round whose proposals are seen at once."""
    base, br = plan.base(), plan.world.delegations["BR"]
    given: dict[str, Any] = {
        "actor": plan.world.focal_points["AG"],
        "now": clocks.now(),
        "round": plan.round,
        "language": "en",
    }
    stands = plan.propose("AG", Insert((0,), 4, "Member "))
    actions.save_edit(**given, edit=WrittenEdit("p2", "words", "Other words."), seen=0)
    step = record(plan, "p1", "pending", parties=(br,), taken=())
    compilation, timing, wording = plan.compile(), one_of_timing(stands, br), wording_of(plan, "AG")
    actions.prepare_outputs(actor=plan.world.chair, now=clocks.now(), base=base)
    channels = one_of_channels(base, br)
    return {
        **dict.fromkeys(("CALENDAR_VISIBLE", "ROUND_VISIBLE", "ROUND_ADMINISTERED", "ROUND_PROPOSABLE"), plan.round),
        **dict.fromkeys(("BASE_VISIBLE", "BASE_COMPILABLE", "BASE_ADMINISTERED", "BASE_SPOKEN_ON"), base),
        **dict.fromkeys(("SILENCE_VISIBLE", "SILENCE_ADMINISTERED", "SILENCE_ANSWERABLE"), channels["silence"]),
        "DEADLINE_VISIBLE": timing["internaldeadline"],
        "LODGING_VISIBLE": timing["lodging"],
        "TRANSLATION_VISIBLE": timing["translation"],
        "DISPATCH_VISIBLE": channels["dispatchletter"],
        "ADDRESSEE_ADMINISTERED": channels["dispatchletter"].addressee,  # type: ignore[attr-defined]  # a DispatchLetter
        **dict.fromkeys(("PROPOSAL_VISIBLE", "PROPOSAL_SPOKEN_FOR"), Proposal.objects.get(pk=stands.pk)),
        "DRAFT_OWN": Draft.objects.get(),
        "REOPENING_ADMINISTERED": ReopeningRequest.objects.create(
            base=base, place="p1", delegation=br, reason="Why.", asked_at=clocks.now(), asked_by="BR"
        ),
        "COMPILATION_VISIBLE": compilation,
        "OUTPUT_VISIBLE": Output.objects.filter(base=base)[0],
        **dict.fromkeys(("WORDING_VISIBLE", "WORDING_OPEN", "WORDING_OWN"), wording),
        "PLACE_VISIBLE": Place.objects.get(base=base, address="p1"),
        **dict.fromkeys(("STEP_VISIBLE", "STEP_AWAITS"), step),
        **in_the_making(plan),
        "PROPOSAL_VISIBLE@checking": plan.upload("AG", Insert((1,), 5, "single ")),
    }


def in_the_making(plan: Negotiation) -> dict[str, Model]:
    """Return a next version that is being made, one that is published, and what a delegation is asked."""
    asked = one_of_revision(plan.base(), plan.world.delegations["BR"])
    ended, published = copy(asked["question"]), copy(asked["revision"])
    for each in (ended, published):
        each.pk = None
        vars(each)["ended_at"] = clocks.now()
    vars(published).update(number=2, published_at=clocks.now(), published_by="Chair", ended_at=None)
    other = plan.base("es")
    vars(published).update(base_id=other.pk, version_id=plan.version.pk, docx_id=other.file_id)
    vars(published).update(clean_docx_id=other.file_id, account={"changed": [], "wordings": [], "questions": []})
    vars(ended)["place"] = "p8"
    for each in (ended, published):
        each.save(force_insert=True)
    return {
        **dict.fromkeys(("REVISION_VISIBLE", "REVISION_ADMINISTERED"), asked["revision"]),
        "REVISION_VISIBLE@published": published,
        "QUESTION_PUT": asked["question"],
        "QUESTION_PUT@ended": ended,
    }


def in_sealed(sealed: Negotiation, plan: dict[str, Model]) -> dict[str, Model]:
    """Return the rows of a round that is sealed until its close: those that cannot be there yet are forged."""
    stands, base = sealed.propose("AG", Insert((0,), 4, "Member ")), sealed.base()
    forged: dict[str, Model] = {}
    for name in ("COMPILATION_VISIBLE", "OUTPUT_VISIBLE", "PLACE_VISIBLE", "STEP_VISIBLE"):
        row = copy(plan[name])
        row.pk, vars(row)["base_id"] = None, base.pk
        row.save(force_insert=True)
        forged[f"{name}@sealed"] = row
    said = {"place": "p1", "kind": "insert", "added": "Member ", "first_at": clocks.now()}
    wording, _new = Wording.objects.get_or_create(base=base, ask="sealed", defaults=said)
    Sponsorship.objects.create(wording=wording, proposal=stands)
    return {
        **forged,
        "BASE_SPOKEN_ON@sealed": base,
        "PROPOSAL_VISIBLE@sealed": Proposal.objects.get(pk=stands.pk),
        "TRANSLATION_VISIBLE@sealed": one_of_timing(stands, sealed.world.delegations["BR"])["translation"],
        **dict.fromkeys(("WORDING_VISIBLE@sealed", "WORDING_OPEN@sealed", "WORDING_OWN@sealed"), wording),
    }


def everybody(world: World, acting: Actor, staff: Actor) -> dict[str, Actor]:
    """Return each actor by her name in the oracle."""
    focal = world.focal_points["AG"]
    named = {"system": SYSTEM, "staff": staff, "acting for CL": acting, "away for CL": world.focal_points["CL"]}
    named |= {"link holder": actors.link(focal.id or 0, "link"), "vice chair": world.vice_chair}
    return {each: named.get(each) or world.everybody[each] for each in oracle.ACTORS}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[dict[str, Model], Any]]:
    """Set the scene once: the rows, and the actors of the group to which each belongs."""
    with django_db_blocker.unblock(), undone():
        plan = negotiation(slug="plan", texts={"en": ENGLISH, "es": SPANISH})
        sealed, staff = negotiation(slug="sealed", sees="after_close"), make_actor("desk", is_secretariat=True)
        found = {
            held.world.group.slug: everybody(held.world, acting_for(held.world, "CL"), staff) for held in (plan, sealed)
        }
        queue.drain()
        rows = in_people(plan.world) | in_library(plan.world) | in_round(plan)
        yield rows | in_sealed(sealed, rows), found


@pytest.mark.parametrize("row", ROWS)
def test_the_rule_says_what_the_oracle_says(scene: tuple[dict[str, Model], Any], row: str) -> None:
    rule, (name, _, where) = RULES[row.partition("@")[0]], row.partition("@")
    assert rule is RULES[name]
    obj = scene[0][row]
    people = scene[1]["sealed" if where == "sealed" else "plan"]
    listed = rule.model._base_manager.all()
    given = {who: "o" if rule.allows(actor, obj) else "x" for who, actor in people.items()}
    assert given == ROWS[row]
    assert {who: "o" if obj in rule.filter(actor, listed) else "x" for who, actor in people.items()} == given


def test_every_rule_of_every_policy_has_its_row() -> None:
    assert {row.partition("@")[0] for row in ROWS} == set(RULES)
    assert len(RULES) == len({id(each) for each in RULES.values()})
    assert len(POLICIES) >= 5


def test_a_row_that_is_not_one_is_seen() -> None:
    for wrong in ("RULE xx xx xx xx xx ooo\nRULE xx xx xx xx xx ooo", "RULE xx", "RULE xx xx xx xx xx ooe"):
        with pytest.raises(ValueError, match="Not a row"):
            oracle.rows(wrong)
