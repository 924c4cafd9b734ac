"""From the official text to the receipt: every step, every refusal in a sentence, and nothing lost."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import redline
from accord.negotiation.models import Proposal, Round
from accord.people.models import Group
from tests.factories.library import pdf_file, word_file
from tests.factories.people import World, world
from tests.web import played_round
from tests.web.played_round import reading, words

MINE = "/g/plan/proposal/"


@pytest.fixture
def plan(db: None) -> World:
    return world(codes=("AG", "AR", "BR", "JM"))


@pytest.fixture
def round_(plan: World) -> Round:
    return played_round.open_round(plan)


def post(plan: World, who: str, data: bytes, name: str = "my amendments.docx") -> Any:
    return reading(plan, who).post(MINE, {"file": SimpleUploadedFile(name, data)})


def test_the_official_text_is_handed_out_with_tracking_on(plan: World, round_: Round) -> None:
    client = reading(plan)
    page = client.get(MINE).content.decode()
    assert "/g/plan/rounds/1/official/en/" in page
    answer = client.get("/g/plan/rounds/1/official/en/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Matriz.docx"'
    assert b"trackedChanges" in settings_of(answer.content)
    assert redline.pending(answer.content) == 0


def settings_of(data: bytes) -> bytes:
    """Return the settings part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/settings.xml")


@pytest.mark.clause("O9", "O22", "O23", "O24")
def test_from_file_to_receipt(plan: World, round_: Round) -> None:
    client = reading(plan)
    answer = post(plan, "AG focal point", played_round.word("AG_Matriz"), "final FINAL.docx")
    assert answer.status_code == 303
    check = client.get(answer.url)
    said = words(check)
    assert "AG_Matriz.docx" in said
    assert "You sent it as final FINAL.docx." in said
    assert "The Chair, the Secretariat and the focal points of the 3 other delegations see it at once." in said
    row = Proposal.objects.get()
    assert "AG_Matriz" not in words(reading(plan, "BR focal point").get("/g/plan/rounds/1/"))
    sent = client.post(f"{MINE}{row.pk}/send/")
    assert (sent.status_code, sent.url) == (303, f"{MINE}{row.pk}/sent/")
    receipt_page = words(client.get(sent.url))
    assert "Attached: AG_Matriz.docx, 4 amendments in 4 paragraphs" in receipt_page
    receipt = client.get(f"{MINE}{row.pk}/receipt/")
    assert receipt.status_code == 200
    assert "attachment" in receipt.headers["Content-Disposition"]
    others = words(reading(plan, "BR focal point").get("/g/plan/rounds/1/"))
    assert "Attached: AG_Matriz.docx, 4 amendments in 4 paragraphs" in others


def test_what_was_not_tracked_is_found_and_made_visible(plan: World, round_: Round) -> None:
    answer = post(plan, "JM focal point", played_round.word("JM_Matriz"))
    client = reading(plan, "JM focal point")
    said = words(client.get(answer.url))
    assert "2 changes in your file were made without tracking." in said
    assert said.count("not tracked") >= 2
    assert "Send as " not in said
    row = Proposal.objects.get()
    shown = client.post(f"{MINE}{row.pk}/visible/", follow=True)
    assert "What was not tracked is now visible." in words(shown)
    assert "not tracked" not in words(shown).replace("What was not tracked is now visible.", "")
    client.post(f"{MINE}{row.pk}/send/")
    assert Proposal.objects.get().state == "standing"


def test_a_file_that_waits_is_looked_at_before_another_is_sent(plan: World, round_: Round) -> None:
    assert 'aria-current="step">Take the text' in reading(plan).get(MINE).content.decode()
    played_round.upload(plan, round_, "AG")
    page = reading(plan).get(MINE).content.decode()
    assert 'aria-current="step">Look once more' in page
    assert '<h2 id="step-2">Send another file instead</h2>' in page
    assert "2. Send your file" not in page


def test_it_cannot_be_sent_while_something_is_hidden(plan: World, round_: Round) -> None:
    row = played_round.upload(plan, round_, "JM")
    answer = reading(plan, "JM focal point").post(f"{MINE}{row.pk}/send/")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Proposal.objects.get().state == "checking"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("AG.docx", b"not a Word file at all", "Word"),
        ("AG.pdf", pdf_file(), "Word file with tracked changes"),
        ("AG.docx", word_file("Something else entirely, about fish."), "not based on"),
        ("BR_Matriz.docx", None, "of Brazil"),
        ("AG.docx", "Matriz", "without any change"),
    ],
)
@pytest.mark.clause("O23")
def test_each_refusal_is_a_sentence(plan: World, round_: Round, name: str, data: Any, reason: str) -> None:
    file = played_round.word("AG_Matriz") if data is None else data
    answer = post(plan, "AG focal point", played_round.word(file) if isinstance(file, str) else file, name)
    assert answer.status_code == 422
    alert = re.search(r'role="alert".*?</ul>', answer.content.decode(), re.DOTALL)
    assert alert is not None
    assert reason.lower() in alert[0].lower()
    assert not Proposal.objects.exists()


def test_no_file_chosen_is_said_at_the_field(plan: World, round_: Round) -> None:
    answer = reading(plan).post(MINE, {})
    assert answer.status_code == 422
    assert "Choose the Word file first." in words(answer)


def test_a_better_file_replaces_the_former_which_is_listed(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AG")
    better = redline.accept(redline.reject(played_round.word("AG_Matriz")))
    assert post(plan, "AG focal point", better).status_code == 422
    answer = post(plan, "AG focal point", played_round.word("AR_Matriz"), "better.docx")
    client = reading(plan)
    row = Proposal.objects.get(state="checking")
    assert answer.url == f"{MINE}{row.pk}/check/"
    client.post(f"{MINE}{row.pk}/send/")
    said = words(client.get(MINE))
    assert "replaced by a later file" in said
    assert Proposal.objects.filter(state="superseded").count() == 1


def test_it_is_withdrawn_only_after_a_question(plan: World, round_: Round) -> None:
    row = played_round.send(plan, round_, "AG")[0]
    client = reading(plan)
    assert "Withdraw your proposal?" in words(client.get(f"{MINE}{row.pk}/withdraw/"))
    assert Proposal.objects.get().state == "standing"
    answer = client.post(f"{MINE}{row.pk}/withdraw/", follow=True)
    assert "withdrawn" in words(answer)
    assert Proposal.objects.get().state == "withdrawn"


def test_after_the_close_nothing_is_taken_and_it_is_said(plan: World, round_: Round) -> None:
    row = played_round.send(plan, round_, "AG")[0]
    with played_round.after_the_close(round_):
        client = reading(plan)
        page = client.get(MINE)
        assert "The round is closed." in words(page)
        assert "enctype" not in page.content.decode()
        assert post(plan, "AG focal point", played_round.word("AR_Matriz")).status_code == 422
        assert client.post(f"{MINE}{row.pk}/withdraw/").status_code == 422
    assert Proposal.objects.get().state == "standing"


@pytest.mark.clause("O9")
@pytest.mark.parametrize("who", ["chair", "secretariat", "AG expert", "stranger"])
def test_only_a_focal_point_proposes(plan: World, round_: Round, who: str) -> None:
    client = reading(plan, who)
    assert client.get(MINE).status_code == 404
    assert post(plan, who, played_round.word("AG_Matriz")).status_code == 404


def test_another_delegation_s_acts_are_closed(plan: World, round_: Round) -> None:
    row = played_round.upload(plan, round_, "AG")
    other = reading(plan, "BR focal point")
    for page in ("check", "sent", "withdraw", "receipt", "file"):
        assert other.get(f"{MINE}{row.pk}/{page}/").status_code == 404, page
    for page in ("send", "visible", "withdraw"):
        assert other.post(f"{MINE}{row.pk}/{page}/").status_code == 404, page
    assert Proposal.objects.get().state == "checking"


def test_reading_changes_nothing(plan: World, round_: Round) -> None:
    row = played_round.upload(plan, round_, "AG")
    client = reading(plan)
    for page in ("send", "visible"):
        assert client.get(f"{MINE}{row.pk}/{page}/").status_code == 405
    assert Proposal.objects.get().state == "checking"


@pytest.mark.clause("O9")
def test_a_sent_proposal_is_read_by_others_in_the_text_not_on_its_maker_s_pages(plan: World, round_: Round) -> None:
    row = played_round.send(plan, round_, "AG")[0]
    other = reading(plan, "BR focal point")
    assert other.get(f"{MINE}{row.pk}/file/").status_code == 200
    for page in ("check", "sent", "withdraw", "receipt"):
        assert other.get(f"{MINE}{row.pk}/{page}/").status_code == 404, page


def test_the_clocks_carry_the_names_of_their_places(plan: World, round_: Round) -> None:
    Group.objects.update(official_place="Washington")
    said = words(reading(plan).get(MINE))
    assert "Washington (official)" in said
    assert "St. John’s (capital)" in said
    assert "New York" not in said
    Group.objects.update(official_zone="Europe/Madrid")
    assert "New York (official)" in words(reading(plan).get(MINE))
