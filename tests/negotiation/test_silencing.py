"""The silence procedure: an instant, a fixed text, five things kept apart; an objection or an amendment breaks it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.library import actions as library
from accord.mailings.models import Letter
from accord.negotiation import actions, queries, tasks
from accord.negotiation.actions import notices, silencing
from accord.negotiation.models import Customs, Silence, SilenceAnswer, SilenceNotice
from accord.people.models import Appointment
from tests.factories.library import held, word_file
from tests.factories.negotiation import Negotiation, negotiation
from tests.kernel.acts import SYSTEM
from tests.redline.edits import Insert

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


@pytest.fixture
def plan() -> Negotiation:
    """Return a round of a body whose rules know a silence procedure of 72 hours."""
    plan = negotiation()
    Customs.objects.create(group=plan.world.group, silence=True, silence_hours=72, silence_rule="Article 12")
    return plan


def opened(plan: Negotiation, hours: int = 72, **given: Any) -> Silence:
    now = clocks.now()
    values: dict[str, Any] = {"actor": plan.world.chair, "now": now, "version": plan.version, **given}
    values.setdefault("expires_at", now + timedelta(hours=hours))
    values.setdefault("question", "May the text go to the Council?")
    return actions.open_silence(**values)


def answer(plan: Negotiation, row: Silence, code: str, kind: str, words: str = "", at: datetime | None = None) -> Any:
    who = plan.world.focal_points[code]
    return actions.answer_silence(actor=who, now=at or clocks.now(), silence=row, kind=kind, words=words)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as found:
        act()
    return found.value.code


def columns(plan: Negotiation, row: Silence, who: str = "chair") -> dict[str, str]:
    view = queries.silence(plan.world.everybody[who], plan.world.group, row.number)
    return {each.party.code: each.column for each in view.lines}


def accepted(row: Silence, *codes: str, at: datetime | None = None) -> None:
    """Have the mail servers of these delegations accept the letter."""
    told = SilenceNotice.objects.filter(silence=row, delegation__party__in=codes)
    Letter.objects.filter(pk__in=told.values("letter")).update(state="sent", sent_at=at or clocks.now())


@pytest.mark.clause("O18", "O26", "R14")
def test_every_delegation_is_asked_on_a_fixed_text_until_an_instant(plan: Negotiation) -> None:
    row = opened(plan)
    files = {each.language: each.file_id for each in plan.version.languages.all()}
    assert (row.texts, row.text_sha256) == (files, silencing.hash_of(files))
    letters = Letter.objects.filter(kind="silence_opened")
    # Three delegations, and those at the front but the Chair, who asked.
    assert letters.count() == 4
    for letter in letters:
        assert "May the text go to the Council?" in letter.text
        assert files["en"] in letter.text
        assert "Nothing is agreed until everything is agreed." in letter.text
        assert "approved." not in letter.text
    assert SilenceNotice.objects.filter(silence=row, letter__isnull=False).count() == 3
    entry = Entry.objects.get(kind="silence.opened")
    assert entry.data["text"] == row.text_sha256


def test_where_the_rules_know_no_silence_nobody_is_asked(plan: Negotiation) -> None:
    assert refused(lambda: opened(plan, hours=71)) == "too_short"
    assert refused(lambda: opened(plan, question="  ")) == "no_question"
    Customs.objects.update(silence=False)
    assert refused(lambda: opened(plan)) == "not_in_the_rules"
    Customs.objects.all().delete()
    assert refused(lambda: opened(plan)) == "not_in_the_rules"
    assert (Silence.objects.count(), Letter.objects.filter(kind="silence_opened").count()) == (0, 0)


def test_two_never_run_on_one_text(plan: Negotiation) -> None:
    first = opened(plan)
    assert refused(lambda: opened(plan)) == "running"
    actions.cancel_silence(actor=plan.world.chair, now=clocks.now(), silence=first, reason="A slip of the pen.")
    assert opened(plan).number == 2


@pytest.mark.clause("O18")
def test_five_things_are_kept_apart(plan: Negotiation) -> None:
    row = opened(plan)
    assert columns(plan, row) == {"AG": "undelivered", "BR": "undelivered", "CL": "undelivered"}
    accepted(row, "AG", "BR")
    assert columns(plan, row) == {"AG": "delivered", "BR": "delivered", "CL": "undelivered"}
    answer(plan, row, "BR", "acknowledged")
    assert columns(plan, row) == {"AG": "delivered", "BR": "acknowledged", "CL": "undelivered"}
    with time_machine.travel(row.expires_at, tick=False):
        assert columns(plan, row) == {"AG": "silent", "BR": "acknowledged", "CL": "undelivered"}
    answer(plan, row, "CL", "objected", "Our parliament has not sat.")
    assert columns(plan, row, "AG focal point")["CL"] == "objected"


def test_a_letter_that_arrives_after_the_end_was_not_delivered(plan: Negotiation) -> None:
    row = opened(plan)
    accepted(row, "AG", at=row.expires_at)
    accepted(row, "BR", at=row.expires_at - TICK)
    with time_machine.travel(row.expires_at + timedelta(hours=1), tick=False):
        assert columns(plan, row) == {"AG": "undelivered", "BR": "silent", "CL": "undelivered"}


def test_nobody_in_office_is_no_delivery_either(plan: Negotiation) -> None:
    Appointment.objects.filter(delegation=plan.world.delegations["CL"]).update(ends_at=clocks.now())
    row = opened(plan)
    assert SilenceNotice.objects.get(silence=row, delegation=plan.world.delegations["CL"]).letter is None
    assert columns(plan, row)["CL"] == "undelivered"


@pytest.mark.clause("O18")
@pytest.mark.parametrize("kind", ["objected", "amended"])
def test_an_objection_or_an_amendment_breaks_it_at_once_and_everybody_is_told(plan: Negotiation, kind: str) -> None:
    row = opened(plan)
    assert refused(lambda: answer(plan, row, "BR", kind, "  ")) == "no_words"
    answer(plan, row, "BR", kind, "The third paragraph.")
    row.refresh_from_db()
    assert row.outcome == "broken"
    assert row.ended_at is not None
    letters = Letter.objects.filter(kind="silence_broken")
    assert letters.count() == 5
    assert all("Brazil has broken" in each.text and "The third paragraph." not in each.text for each in letters)
    assert refused(lambda: answer(plan, row, "AG", "objected", "We too.")) == "ended"
    assert answer(plan, row, "BR", kind, "The third paragraph.").pk == SilenceAnswer.objects.get().pk
    assert [each.kind for each in Entry.objects.filter(kind__startswith="silence")] == [
        "silence.opened",
        "silence.answered",
        "silence.ended",
    ]


@pytest.mark.clause("O18")
@pytest.mark.parametrize("sees", ["at_once", "after_close"])
def test_a_proposal_on_that_version_breaks_it(sees: str) -> None:
    plan = negotiation(sees=sees)
    Customs.objects.create(group=plan.world.group, silence=True, silence_hours=24, silence_rule="Article 12")
    row = opened(plan)
    sent = plan.propose("AG", Insert((0,), 4, "Member "))
    row.refresh_from_db()
    said = SilenceAnswer.objects.get()
    assert (row.outcome, said.kind, said.proposal_id, said.delegation.code) == ("broken", "amended", sent.pk, "AG")
    assert not Letter.objects.filter(kind="silence_broken", text__contains="Member").exists()
    plan.propose("BR", Insert((1,), 4, "Each "))
    assert SilenceAnswer.objects.count() == 1


@pytest.mark.clause("O18")
def test_to_the_microsecond(plan: Negotiation) -> None:
    row = opened(plan)
    with time_machine.travel(row.expires_at, tick=False):
        assert refused(lambda: answer(plan, row, "AG", "objected", "Too late.")) == "expired"
        assert queries.silence(plan.world.chair, plan.world.group, 1).outcome == "no_objection"
    with time_machine.travel(row.expires_at - TICK, tick=False):
        tasks.end_silences()
        assert queries.silence(plan.world.chair, plan.world.group, 1).outcome == ""
        answer(plan, row, "AG", "objected", "In time.")
    with time_machine.travel(row.expires_at, tick=False):
        tasks.end_silences()
    row.refresh_from_db()
    assert row.outcome == "broken"
    assert not Letter.objects.filter(kind="silence_ended").exists()


@pytest.mark.clause("O18", "O26")
def test_its_end_is_said_once_and_never_called_approval(plan: Negotiation, monkeypatch: pytest.MonkeyPatch) -> None:
    row = opened(plan)
    with time_machine.travel(row.expires_at + timedelta(minutes=2), tick=False):
        monkeypatch.setattr(notices, "tell", _killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.end_silences()
        row.refresh_from_db()
        assert row.ended_at is None, "a killed worker leaves nothing half done"
        monkeypatch.undo()
        tasks.end_silences()
        tasks.end_silences()
        assert silencing.expire_silence(actor=SYSTEM, now=clocks.now(), silence=row.pk) is None
    row.refresh_from_db()
    assert row.outcome == "no_objection"
    assert [*Silence.objects.values_list("ended_at", flat=True)] == [row.expires_at]
    letters = Letter.objects.filter(kind="silence_ended")
    assert letters.count() == 5
    assert all("no objection was received" in each.text and "That is no approval" in each.text for each in letters)
    assert Entry.objects.filter(kind="silence.ended").count() == 1


def _killed(*_given: object) -> None:
    raise KeyboardInterrupt


def test_another_text_is_another_procedure(plan: Negotiation) -> None:
    row = opened(plan)
    library.add_version(
        actor=plan.world.chair,
        now=clocks.now(),
        document=plan.version.document,
        label="Rev.1",
        day=clocks.now().date(),
        language="en",
        held=held(plan.world.chair, plan.world, word_file("Other words.")),
    )
    row.refresh_from_db()
    assert (row.outcome, row.reason) == ("cancelled", silencing.NEW_VERSION)
    assert Letter.objects.filter(kind="silence_broken").count() == 5
    assert refused(lambda: opened(plan)) == "superseded"


def test_a_language_added_meanwhile_is_no_part_of_what_was_asked(plan: Negotiation) -> None:
    row = opened(plan)
    file = held(plan.world.chair, plan.world, word_file("Otras palabras."))
    given = {"actor": plan.world.chair, "now": clocks.now(), "version": plan.version}
    library.add_language_version(**given, language="es", held=file)  # type: ignore[arg-type]  # three values of three types
    view = queries.silence(plan.world.chair, plan.world.group, row.number)
    assert dict(view.texts) == row.texts
    assert "es" not in row.texts


def test_who_may_do_what(plan: Negotiation) -> None:
    row = opened(plan)
    for who, actor in plan.world.everybody.items():
        officer, voice = who in {"chair", "vice_chair", "secretariat"}, who.endswith("focal point")
        if not (officer or voice):
            with pytest.raises(NotAllowed):
                queries.silence(actor, plan.world.group, row.number)
        if not officer:
            with pytest.raises(NotAllowed):
                actions.cancel_silence(actor=actor, now=clocks.now(), silence=row, reason="No.")
            with pytest.raises(NotAllowed):
                opened(plan, actor=actor)
        if not voice:
            with pytest.raises(NotAllowed):
                actions.answer_silence(actor=actor, now=clocks.now(), silence=row, kind="acknowledged")
    assert refused(
        lambda: actions.cancel_silence(actor=plan.world.chair, now=clocks.now(), silence=row, reason="")
    ) == ("no_reason")
    assert refused(lambda: answer(plan, row, "AG", "approves")) == "kind"
    queue.drain()


@pytest.mark.clause("O19")
def test_the_customs_of_a_body_are_set_and_recorded_once(plan: Negotiation) -> None:
    given: dict[str, Any] = {"actor": plan.world.secretariat, "now": clocks.now(), "group": plan.world.group}
    wished = actions.BodyCustoms("Add.{n}", "bold", "prefix", silence=True, silence_hours=48, silence_rule="Rule 7")
    for _time in range(2):
        row = actions.set_customs(**given, customs=wished)
    assert (row.revision_label, row.mark_up, row.silence_hours) == ("Add.{n}", "bold", 48)
    assert Entry.objects.filter(kind="customs.set").count() == 1
    wrong = {
        "revision_label": actions.BodyCustoms("Rev."),
        "mark_up": actions.BodyCustoms(mark_up="red"),
        "hours": actions.BodyCustoms(silence_hours=0),
        "no_rule": actions.BodyCustoms(silence=True),
    }
    for code, customs in wrong.items():
        assert refused(lambda customs=customs: actions.set_customs(**given, customs=customs)) == code
    with pytest.raises(NotAllowed):
        actions.set_customs(**given | {"actor": plan.world.focal_points["AG"]}, customs=wished)


def test_a_caucus_has_the_members_it_was_last_given(plan: Negotiation) -> None:
    seats = plan.world.delegations

    def define(code: str = "sids", name: str = "Small Islands", members: tuple[str, ...] = ("AG", "BR")) -> object:
        chosen = [seats[each] for each in members]
        actor, now = plan.world.chair, clocks.now()
        return actions.define_caucus(actor=actor, now=now, group=plan.world.group, code=code, name=name, members=chosen)

    define()
    define()
    define(members=("BR", "CL"))
    (shown,) = queries.customs(plan.world.chair, plan.world.group).caucuses
    assert (shown.code, shown.members) == ("SIDS", ("BR", "CL"))
    assert Entry.objects.filter(kind="caucus.defined").count() == 2
    assert refused(lambda: define(code="X!")) == "code"
    assert refused(lambda: define(code="AG")) == "code_of_a_party"
    assert refused(lambda: define(name="")) == "no_name"
    assert refused(lambda: define(members=())) == "no_members"
    assert refused(lambda: define(name="Others")) == "other_name"
