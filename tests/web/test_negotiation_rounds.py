"""Rounds and the compiled text: scheduling, what was received, the proof that nobody's word is missing."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

import redline
from accord.kernel import queue
from accord.negotiation.models import Compilation, Round
from tests.factories.library import publish, version_of
from tests.factories.people import World, world
from tests.web import played_round
from tests.web.played_round import local, reading, words

ROUNDS = "/g/plan/rounds/"


@pytest.fixture
def plan(db: None) -> World:
    return world(codes=("AG", "AR", "BR", "JM"))


@pytest.fixture
def round_(plan: World) -> Round:
    return played_round.open_round(plan)


def filled(plan: World, **said: str) -> dict[str, str]:
    """Return the form for a round as a browser sends it."""
    document = publish(plan, data=played_round.word("Matriz"), language="en", original_language="en")
    values = {
        "version": str(version_of(document).pk),
        "meeting": str(plan.meeting.pk),
        "opens": local(1),
        "closes": local(5),
        "zone": "America/New_York",
        "sees": "at_once",
    }
    return {**values, **said}


@pytest.mark.clause("O15", "O16")
def test_the_chair_schedules_a_round_in_a_named_zone(plan: World) -> None:
    answer = reading(plan, "chair").post(f"{ROUNDS}new/", filled(plan))
    assert (answer.status_code, answer.url) == (303, f"{ROUNDS}1/")
    made = Round.objects.get()
    assert made.zone == "America/New_York"
    assert made.opens_at.hour in {14, 15}
    assert "The round has not opened yet." in words(reading(plan).get("/g/plan/text/"))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"closes": local(0)}, "The round must close after it opens."),
        ({"closes": ""}, "Give a date and a time."),
        ({"closes": "soon"}, "Write the date and the time as"),
        ({"closes": local(60)}, "meeting"),
    ],
)
def test_an_error_keeps_what_was_typed(plan: World, said: dict[str, str], reason: str) -> None:
    answer = reading(plan, "chair").post(f"{ROUNDS}new/", filled(plan, sees="after_close", **said))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in words(answer)
    assert f'value="{local(1)}' in page
    assert re.search(r'value="after_close"[^>]*checked', page)
    assert not Round.objects.exists()


def test_an_hour_that_the_clocks_leave_out_is_refused(plan: World) -> None:
    answer = reading(plan, "chair").post(
        f"{ROUNDS}new/", filled(plan, opens="2027-03-14T02:30", closes="2027-03-20T10:00")
    )
    assert answer.status_code == 422
    assert "The clocks there leave this hour out." in words(answer)


def test_without_a_document_the_page_says_what_is_missing(plan: World) -> None:
    said = words(reading(plan, "chair").get(f"{ROUNDS}new/"))
    assert "There is no official document to negotiate on yet." in said


@pytest.mark.parametrize("who", ["AG focal point", "AG expert", "stranger"])
def test_only_chair_and_secretariat_schedule_and_move(plan: World, round_: Round, who: str) -> None:
    client = reading(plan, who)
    assert client.get(f"{ROUNDS}new/").status_code == 404
    assert client.post(f"{ROUNDS}1/close/", {"closes": local(3), "reason": "More time"}).status_code == 404
    assert client.post(f"{ROUNDS}1/compilation/en/").status_code == 404


@pytest.mark.clause("O16")
def test_another_close_is_set_with_its_reason(plan: World, round_: Round) -> None:
    client = reading(plan, "secretariat")
    missing = client.post(f"{ROUNDS}1/close/", {"closes": local(3), "reason": ""})
    assert (missing.status_code, "Give the reason" in words(missing)) == (422, True)
    assert (
        client.post(f"{ROUNDS}1/close/", {"closes": local(3), "reason": "More time was asked for."}).status_code == 303
    )
    round_.refresh_from_db()
    assert round_.closes_at > timezone.now() + timedelta(days=2)


@pytest.mark.clause("O24")
def test_the_round_lists_each_file_with_its_comment(plan: World, round_: Round) -> None:
    sent = played_round.send(plan, round_, "AR", "BR")
    answer = reading(plan).get(f"{ROUNDS}1/")
    said = words(answer)
    assert re.search(r"Attached: AR_Matriz\.docx, \d+ amendments in \d+ paragraphs", said)
    assert "2 delegations have not proposed." in said
    file = reading(plan).get(f"/g/plan/proposal/{sent[0].pk}/file/")
    assert redline.pending(file.content) > 0
    assert 'filename="AR_Matriz.docx"' in file.headers["Content-Disposition"]


def test_a_sealed_round_hands_out_nothing_before_its_close(plan: World) -> None:
    row = played_round.open_round(plan, sees="after_close")
    sent = played_round.send(plan, row, "AR")
    client = reading(plan, "chair")
    assert "Nobody sees the others’ files before the round closes." in words(client.get(f"{ROUNDS}1/"))
    assert client.get(f"/g/plan/proposal/{sent[0].pk}/file/").status_code == 404
    assert "The text can be compiled when the round has closed." in words(client.get(f"{ROUNDS}1/compilation/"))


@pytest.mark.clause("O17")
def test_compile_then_the_proof_names_every_word(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AG", "AR", "BR", "JM")
    with played_round.after_the_close(round_):
        client = reading(plan, "chair")
        assert client.post(f"{ROUNDS}1/compilation/en/").status_code == 303
        waiting = client.get(f"{ROUNDS}1/compilation/").content.decode()
        row = Compilation.objects.get()
        made = f"/g/plan/compilations/{row.pk}"
        assert f'data-progress="{made}/state/"' in waiting
        assert client.get(f"{made}/state/").json()["state"] == "queued"
        queue.drain()
        assert client.get(f"{made}/state/").json()["state"] == "done"
        reader = reading(plan)
        said = words(reader.get(f"{ROUNDS}1/compilation/"))
        compiled = reader.get(f"{made}/file/").content
        proof = json.loads(reader.get(f"{made}/proof/").content)
    assert "Not a word is missing." in said
    assert re.search(
        r"Every one of the \d+ words Antigua and Barbuda added and the \d+ it removed is in this file under AG\.", said
    )
    assert redline.text(compiled, "original") == redline.text(played_round.word("Matriz"), "original")
    assert {each["party"] for each in proof["proof"]} == {"AG", "AR", "BR", "JM"}
    assert all(each["whole"] for each in proof["proof"])


def test_a_later_proposal_makes_the_file_stale(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR")
    played_round.compile_now(plan, round_)
    played_round.send(plan, round_, "BR")
    said = words(reading(plan).get(f"{ROUNDS}1/compilation/"))
    assert "This file is no longer complete." in said
    assert "BR" in said.partition("sent or withdrawn by:")[2][:40]


def test_nothing_to_compile_is_said(plan: World, round_: Round) -> None:
    answer = reading(plan, "chair").post(f"{ROUNDS}1/compilation/en/")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
