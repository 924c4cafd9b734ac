"""The law of a negotiation's life: whatever anybody does, nothing that a delegation said is changed or lost (O2, O19).

Three delegations and a Chair act at random on the paragraphs of one text; after every act the whole history is asked.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.negotiation import actions, queries
from accord.negotiation.actions import Evidence, Recorded
from accord.negotiation.actions.ladder import UPWARD
from accord.negotiation.models import (
    Amendment,
    ChairWording,
    Draft,
    Lodging,
    Place,
    Position,
    Proposal,
    Sponsorship,
    Step,
    StepParty,
    Wording,
)
from accord.negotiation.queries.deciding import undecided, unexplained
from accord.negotiation.queries.folded import folded
from accord.negotiation.queries.values import Choice, WrittenEdit
from tests.factories.negotiation import negotiation
from tests.factories.revised import begin, next_round, publish
from tests.redline.edits import Delete, Edit, Insert, InsertParagraph
from tests.redline.generator import make_base

CODES = ("AG", "BR", "CL")
PLACES = ("p1", "p2", "p3")
EDITS: tuple[tuple[Edit, ...], ...] = (
    (Insert((0,), 3, " Member"),),
    (Delete((0,), 0, 4),),
    (Insert((0,), 3, " Member"), Insert((1,), 4, " once")),
    (InsertParagraph((1,), "Each State decides how."),),
    (Delete((1,), 0, 4), InsertParagraph((1,), "Each State decides how.")),
    (Insert((2,), 4, " soon"),),
)
SAID = ("support", "object", "reserve", "dissociate")
KEPT: tuple[type[Any], ...] = (
    *(Proposal, Amendment, Wording, Sponsorship, Position, Step, StepParty, ChairWording, Lodging),
)
MOVES = {"ended_at", "state", "submitted_at", "confirmed_at", "objected_at", "words"}
MOVES |= {"declined_at", "answered_by", "reason"}
"""What may be written once into a row that is there: how it ended, or what was answered."""


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Life(RuleBasedStateMachine):
    """One round on a text of three paragraphs, and all the acts of delegations and Chair on it."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(rolled_back())
        texts = {"en": make_base("The States shall act.", "They report each year.", "The plan is reviewed.")}
        self.held = negotiation(codes=CODES, texts=texts)
        self.base = self.held.base()
        self.seen: dict[tuple[str, int], dict[str, Any]] = {}

    def teardown(self) -> None:
        self.stack.close()

    def attempt(self, act: Any, **given: Any) -> None:
        """Do what can be done; what is refused or not allowed leaves everything as it was."""
        try:
            with transaction.atomic():
                act(now=clocks.now(), **given)
        except (Refused, NotAllowed):
            pass

    @rule(code=st.sampled_from(CODES), edits=st.sampled_from(EDITS))
    def propose(self, code: str, edits: tuple[Edit, ...]) -> None:
        self.held.propose(code, *edits)

    @rule(
        code=st.sampled_from(CODES),
        place=st.sampled_from(PLACES),
        words=st.sampled_from(["All States act.", "They report.", "They report each year."]),
        sent=st.booleans(),
    )
    def write(self, code: str, place: str, words: str, sent: bool) -> None:
        """Write in the browser; send all that is written, or leave it for later."""
        speaker, own = self.held.world.focal_points[code], self.held.world.delegations[code]
        edit = WrittenEdit(place, "words", words)
        self.attempt(actions.save_edit, actor=speaker, round=self.held.round, language="en", edit=edit, seen=0)
        for draft in Draft.objects.filter(delegation=own, ended_at=None) if sent else ():
            seen = sum(draft.edits.values_list("turn", flat=True))
            self.attempt(actions.send_draft, actor=speaker, draft=draft, seen=seen)

    @rule(code=st.sampled_from(CODES))
    def withdraw(self, code: str) -> None:
        for row in Proposal.objects.filter(delegation=self.held.world.delegations[code], state="standing"):
            self.attempt(actions.withdraw_proposal, actor=self.held.world.focal_points[code], proposal=row)

    @rule(code=st.sampled_from(CODES), edits=st.sampled_from(EDITS), answer=st.sampled_from(["", "send", "decline"]))
    def lodge(self, code: str, edits: tuple[Edit, ...], answer: str) -> None:
        """Have the Secretariat put in what came on paper; she confirms it, says it is not hers, or says nothing."""
        before = set(Proposal.objects.values_list("pk", flat=True))
        self.attempt(
            actions.lodge_proposal,
            actor=self.held.world.secretariat,
            round=self.held.round,
            delegation=self.held.world.delegations[code],
            data=self.held.file(*edits, author=code),
            filename="typed.docx",
            evidence=Evidence("paper", clocks.now().date()),
        )
        for row in Proposal.objects.exclude(pk__in=before):
            given = {"actor": self.held.world.focal_points[code], "proposal": row}
            if answer == "send":
                self.attempt(actions.submit_proposal, **given)
            if answer == "decline":
                self.attempt(actions.decline_lodging, **given, reason="Not ours.")

    @precondition(lambda _life: Wording.objects.exists())
    @rule(
        code=st.sampled_from(CODES),
        stance=st.sampled_from(SAID),
        which=st.integers(0, 20),
        why=st.text("aé?", max_size=2),
    )
    def say(self, code: str, stance: str, which: int, why: str) -> None:
        rows = list(Wording.objects.order_by("pk"))
        given = {"actor": self.held.world.focal_points[code], "wording": rows[which % len(rows)]}
        self.attempt(actions.take_position, **given, stance=stance, reason=why)

    @precondition(lambda _life: Position.objects.exists())
    @rule(code=st.sampled_from(CODES), which=st.integers(0, 20))
    def unsay(self, code: str, which: int) -> None:
        rows = list(Position.objects.order_by("pk"))
        wording = rows[which % len(rows)].wording
        self.attempt(actions.withdraw_position, actor=self.held.world.focal_points[code], wording=wording)

    @rule(
        place=st.sampled_from(PLACES),
        state=st.sampled_from(Step.State.values),
        named=st.booleans(),
        parties=st.sets(st.sampled_from(CODES)),
        all_taken=st.booleans(),
    )
    def record(self, place: str, state: str, named: bool, parties: set[str], all_taken: bool) -> None:
        row = Place.objects.filter(base=self.base, address=place).first()
        asks = tuple(sorted(row.value["w"])) if row else ()
        taken = (asks if all_taken else asks[:1]) if named else None
        rows = tuple(self.held.world.delegations[code] for code in sorted(parties))
        recorded = Recorded(state, taken=taken, parties=rows)
        self.attempt(
            actions.record_state, actor=self.held.world.chair, base=self.base, places=[place], recorded=recorded
        )

    @precondition(lambda _life: StepParty.objects.exists())
    @rule(code=st.sampled_from(CODES), which=st.integers(0, 20), agrees=st.booleans())
    def answer(self, code: str, which: int, agrees: bool) -> None:
        rows = list(StepParty.objects.order_by("pk"))
        given = {"actor": self.held.world.focal_points[code], "step": rows[which % len(rows)].step}
        self.attempt(actions.confirm_step, **given, agrees=agrees, words="Our words.")

    @rule(place=st.sampled_from(PLACES), code=st.sampled_from(CODES))
    def reopen(self, place: str, code: str) -> None:
        given = {"actor": self.held.world.chair, "base": self.base, "place": place}
        self.attempt(actions.reopen_paragraph, **given, party=self.held.world.delegations[code], reason="Why.")

    @rule(place=st.sampled_from(PLACES), words=st.sampled_from(["All States act.", "They report."]))
    def put_forward(self, place: str, words: str) -> None:
        given = {"actor": self.held.world.chair, "base": self.base, "place": place}
        self.attempt(actions.write_chair_wording, **given, words=words)

    @rule(place=st.sampled_from(PLACES))
    def lift(self, place: str) -> None:
        self.attempt(actions.lift_chair_wording, actor=self.held.world.chair, base=self.base, place=place)

    @rule(choice=st.sampled_from(["take", "keep", "leave"]), agreed=st.booleans())
    def revise(self, choice: Choice, agreed: bool) -> None:
        """Publish what would be the next version now, hold every law against it, and go on in the round as it was."""
        with rolled_back(), self.held.after_close():
            given = {"actor": self.held.world.chair, "revision": begin(self.held)}
            if agreed:
                self.attempt(actions.take_agreed, **given)
            for ask in undecided(given["revision"]):
                self.attempt(actions.decide, **given, choices={ask: choice})
            # Two that cannot both be taken are kept.
            self.attempt(actions.decide, **given, choices=dict.fromkeys(undecided(given["revision"]), "keep"))
            made = publish(self.held, given["revision"])
            assert all(each["asks"] for each in made.account["changed"])
            assert made.version is not None
            second = next_round(self.held, made.version).base()
            for wording in Wording.objects.filter(base=second):
                for code in CODES:
                    speaker = self.held.world.focal_points[code]
                    self.attempt(actions.answer_carried, actor=speaker, wording=wording, upheld=code != "BR")
            assert {e.address: e.value for e in Place.objects.filter(base=second)} == {
                address: each.value for address, each in folded(second).items()
            }
            self.rows_as_they_were()
            self.what_was_sent_is_as_it_was_sent()

    @rule(edits=st.sampled_from(EDITS), confirmed=st.booleans())
    def revise_by_word(self, edits: tuple[Edit, ...], confirmed: bool) -> None:
        """Publish a next version as the Chair edited it, what nobody asked for laid to her; go on as it was."""
        with rolled_back(), self.held.after_close():
            given = {"actor": self.held.world.chair, "now": clocks.now()}
            row = actions.begin_revision(**given, base=self.base, way="upload")
            data = self.held.file(*edits, author="Chair")
            row = actions.upload_revision(**given, revision=row, data=data, filename="next.docx")
            for each in unexplained(row):
                actions.assign(**given, revision=row, ordinal=each.ordinal, chair=True)
            for question in actions.check_streamlining(**given, revision=row):
                speaker, words = self.held.world.focal_points[question.delegation.code], "" if confirmed else "Ours."
                answer = {"question": question, "confirmed": confirmed, "words": words}
                self.attempt(actions.answer_question, actor=speaker, **answer)
            account = publish(self.held, row).account
            assert all(each["asks"] or each["chair"] for each in account["changed"])
            self.rows_as_they_were()
            self.what_was_sent_is_as_it_was_sent()

    @invariant()
    def what_was_sent_is_as_it_was_sent(self) -> None:
        for row in Proposal.objects.exclude(submitted_at=None):
            assert queries.verify_amendments(self.held.world.chair, row) == ()

    @invariant()
    def no_row_is_lost_or_altered(self) -> None:
        self.seen = self.rows_as_they_were()

    def rows_as_they_were(self) -> dict[tuple[str, int], dict[str, Any]]:
        """Demand that what was seen before is there still, and return what is there now."""
        now = {(model.__name__, row["id"]): row for model in KEPT for row in model.objects.values()}
        for key, before in self.seen.items():
            for name, value in before.items():
                assert now[key][name] == value or name in MOVES, (key, name)
        return now

    @invariant()
    def what_is_stored_is_the_history_folded(self) -> None:
        stored = {e.address: (e.state, e.stands_on, e.chair_id, e.value) for e in Place.objects.filter(base=self.base)}
        anew = {e.address: (e.state, e.stands_on, e.chair, e.value) for e in folded(self.base).values()}
        assert stored == anew

    @invariant()
    def every_step_obeys_the_ladder(self) -> None:
        by_place: dict[str, list[Step]] = {}
        for step in Step.objects.filter(base=self.base).order_by("pk"):
            by_place.setdefault(step.place, []).append(step)
        for steps in by_place.values():
            former = ""
            for step in steps:
                down = step.state == "open" and step.cause != "recorded"
                assert down or step.state in UPWARD[former]
                assert not (former == "approved" and step.cause == "text_changed")
                former = step.state
            assert [step.ended_at is None for step in steps] == [False] * (len(steps) - 1) + [True]

    @invariant()
    def what_is_further_than_open_stands_on_the_words_that_are_there(self) -> None:
        places = folded(self.base)
        for step in Step.objects.filter(base=self.base, ended_at__isnull=True).exclude(state__in=["open", "approved"]):
            assert places[step.place].stands_on == step.stands_on


def lived(examples: int, acts: int) -> None:
    relaxed = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    options = settings(
        max_examples=examples, stateful_step_count=acts, deadline=None, suppress_health_check=relaxed, database=None
    )
    run_state_machine_as_test(Life, settings=options)


@pytest.mark.django_db
@pytest.mark.clause("O2", "O19")
def test_nothing_said_is_changed_or_lost_by_any_act() -> None:
    lived(3, 14)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.clause("O2", "O19")
def test_nothing_said_is_changed_or_lost_by_any_act_in_a_long_life() -> None:
    lived(60, 40)
