"""A round's time on its pages: its rules, late files apart, the own deadline, what came on paper, the calendar."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client

from accord.kernel import clocks
from accord.negotiation import actions
from accord.negotiation.models import Compilation, Feed, Lodging, Proposal, Translation
from tests.factories.library import pdf_file
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.people import account
from tests.redline.generator import Delete, Insert

pytestmark = pytest.mark.django_db
ROUND = "/g/plan/rounds/1/"
EDIT = Insert((0,), 3, " Member")
OTHER = Insert((1,), 4, " Member")


def reading(held: Negotiation, who: str) -> Client:
    client = Client()
    client.force_login(account(held.world.everybody[who]))
    return client


def words(answer: HttpResponseBase) -> str:
    """Return the page's words without its markup."""
    page = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'")).replace(" .", ".")


def word_file(data: bytes, name: str = "typed.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def open_round() -> Negotiation:
    return negotiation()


def stamping(held: Negotiation) -> None:
    said: dict[str, Any] = {"round": held.round, "late": "stamp", "reminders": (48, 6)}
    actions.set_round_rule(actor=held.world.chair, now=clocks.now(), **said)


@pytest.mark.clause("O16")
def test_the_chair_sets_the_rules_and_everybody_reads_them(open_round: Negotiation) -> None:
    chair = reading(open_round, "chair")
    assert "Late proposals are refused." in words(reading(open_round, "AG focal point").get(ROUND))
    assert 'value="48, 6"' in chair.get(f"{ROUND}rule/").content.decode()
    answer = chair.post(f"{ROUND}rule/", {"late": "stamp", "reminders": "72; 24, 3"})
    assert (answer.status_code, answer.headers["Location"]) == (303, ROUND)
    assert "Late proposals are accepted and marked, until the formal meeting begins on" in words(
        reading(open_round, "AG focal point").get(ROUND)
    )
    assert 'value="72, 24, 3"' in chair.get(f"{ROUND}rule/").content.decode()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"late": "stamp", "reminders": "soon"}, "Write whole hours with commas between them"),
        ({"late": "stamp", "reminders": "1000"}, "Remind at most four times"),
        ({"late": "maybe", "reminders": "6"}, "maybe"),
    ],
)
def test_rules_that_make_no_sense_are_refused_and_kept(
    open_round: Negotiation, said: dict[str, str], reason: str
) -> None:
    answer = reading(open_round, "chair").post(f"{ROUND}rule/", said)
    assert answer.status_code == 422
    assert reason in words(answer)
    assert f'value="{said["reminders"]}"' in answer.content.decode()


@pytest.mark.clause("O16")
def test_the_page_of_the_round_says_how_its_close_was_moved(open_round: Negotiation) -> None:
    later = open_round.round.closes_at + timedelta(hours=5)
    given: dict[str, Any] = {"round": open_round.round, "closes_at": later, "reason": "Two ministries asked."}
    actions.set_close(actor=open_round.world.chair, now=clocks.now(), **given)
    assert "Two ministries asked." in words(reading(open_round, "BR focal point").get(ROUND))


@pytest.mark.clause("O16", "O17", "O24")
def test_late_files_stand_apart_on_round_text_and_compilation(open_round: Negotiation) -> None:
    stamping(open_round)
    open_round.propose("AG", EDIT)
    with open_round.after_close():
        asked = words(reading(open_round, "BR focal point").get("/g/plan/"))
        assert "what you send now is marked as late" in asked
        open_round.propose("BR", OTHER)
        chair = reading(open_round, "chair")
        for page in (ROUND, "/g/plan/text/"):
            said = words(chair.get(page))
            before, after = said.split("Received after the close", 1)
            assert "AG_Matriz.docx" in before
            assert "BR_Matriz.docx" in after
            assert "BR_Matriz.docx" not in before
        compiled = words(chair.get(f"{ROUND}compilation/"))
        assert "with late proposals" in compiled
        assert "Late, and in this file only: BR." in compiled
        assert chair.post(f"{ROUND}compilation/en/", {"late": "1"}).status_code == 303
        assert [each.delegation.code for each in Compilation.objects.get().proposals.order_by("pk")] == ["AG", "BR"]
        assert "late" in words(reading(open_round, "BR focal point").get("/g/plan/proposal/"))


@pytest.mark.clause("O16")
def test_a_late_file_is_looked_at_and_sent_like_any_other(open_round: Negotiation) -> None:
    stamping(open_round)
    with open_round.after_close():
        speaker = reading(open_round, "CL focal point")
        file = word_file(open_round.file(EDIT, author="CL"), "Matriz.docx")
        answer = speaker.post("/g/plan/proposal/", {"file": file})
        assert answer.status_code == 303
        check = answer.headers["Location"]
        assert "Look once more before the others see it" in words(speaker.get(check))
        assert speaker.post(check.replace("/check/", "/send/")).status_code == 303
        assert Proposal.objects.get().state == "standing"
        assert speaker.get(check.replace("/check/", "/withdraw/")).status_code == 200


@pytest.mark.clause("O5", "O9", "O12")
def test_a_focal_point_tells_her_capital_and_nobody_else(open_round: Negotiation) -> None:
    speaker = reading(open_round, "AG focal point")
    at = clocks.clock(open_round.round.closes_at - timedelta(hours=20), "America/Antigua").local
    said = {"at": at.strftime("%Y-%m-%dT%H:%M"), "note": "Only on paragraph two."}
    answer = speaker.post(f"{ROUND}internal/", said)
    assert (answer.status_code, answer.headers["Location"]) == (303, ROUND)
    assert "You asked for its word until" in words(speaker.get(ROUND))
    assert "Only on paragraph two." in speaker.get(f"{ROUND}internal/").content.decode()
    overview = words(reading(open_round, "AG expert").get("/g/plan/"))
    assert "Only on paragraph two." in overview
    assert "Your focal point waits for your word." in overview
    for who, page in (("BR focal point", ROUND), ("chair", ROUND), ("BR expert", "/g/plan/"), ("chair", "/g/plan/")):
        assert "Only on paragraph two." not in words(reading(open_round, who).get(page))
        assert "You asked for its word" not in words(reading(open_round, who).get(page))
    assert speaker.post(f"{ROUND}internal/", {"lift": "1"}).status_code == 303
    assert "You asked for its word" not in words(speaker.get(ROUND))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"at": "2020-01-01T10:00"}, "This time has passed."),
        ({"at": "2040-01-01T10:00"}, "must end before the round closes"),
        ({"at": ""}, "Give a date and a time."),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused(open_round: Negotiation, said: dict[str, str], reason: str) -> None:
    answer = reading(open_round, "AG focal point").post(f"{ROUND}internal/", {**said, "note": "Kept."})
    assert answer.status_code == 422
    assert reason in words(answer)
    assert "Kept." in answer.content.decode()


def lodge(held: Negotiation, code: str = "AG", **more: Any) -> HttpResponseBase:
    said: dict[str, Any] = {
        "delegation": held.world.delegations[code].pk,
        "file": word_file(held.file(EDIT, author=code)),
        "source": "paper",
        "received_on": clocks.now().date().isoformat(),
        "evidence": word_file(pdf_file(), "scan.pdf"),
        "note": "Handed over at the desk.",
    }
    return reading(held, "secretariat").post(f"{ROUND}lodge/", said | more)


@pytest.mark.clause("O9", "O16")
def test_what_came_on_paper_is_put_in_asked_for_and_confirmed(open_round: Negotiation) -> None:
    assert lodge(open_round).status_code == 303
    row, speaker = Proposal.objects.get(), reading(open_round, "AG focal point")
    said = words(reading(open_round, "secretariat").get(f"{ROUND}lodge/"))
    assert "waits for the focal point" in said
    assert "received on paper on" in said
    for page in ("/", "/g/plan/", "/g/plan/text/"):
        assert "The Secretariat put in a proposal for you. Is it yours?" in words(speaker.get(page))
    mine = f"/g/plan/proposal/{row.pk}/"
    page = words(speaker.get(f"{mine}lodging/"))
    assert "Handed over at the desk." in page
    assert "Informal until approved at a formal meeting" in page
    assert speaker.get(f"{mine}lodged/evidence/").content == pdf_file()  # type: ignore[attr-defined]  # a whole answer
    assert speaker.get(f"{mine}lodged/file/").status_code == 200
    assert speaker.post(f"{mine}lodging/").headers["Location"] == f"{mine}sent/"
    seen = "Put in by the Secretariat, received on paper on"
    assert seen in words(reading(open_round, "BR focal point").get(ROUND))
    assert "Put in by the Secretariat, confirmed by the delegation." in words(
        reading(open_round, "chair").get("/g/plan/text/")
    )
    assert "confirmed, it stands" in words(reading(open_round, "chair").get(f"{ROUND}lodge/"))
    assert "confirmed, it stands" in words(speaker.get(f"{mine}lodging/"))


@pytest.mark.clause("O9")
def test_she_says_why_it_is_not_hers(open_round: Negotiation) -> None:
    lodge(open_round)
    mine = f"/g/plan/proposal/{Proposal.objects.get().pk}/lodging/"
    speaker = reading(open_round, "AG focal point")
    refused = speaker.post(mine, {"decline": "1", "reason": ""})
    assert refused.status_code == 422
    assert "Say why" in words(refused)
    assert speaker.post(mine, {"decline": "1", "reason": "An old draft."}).status_code == 303
    assert Lodging.objects.get().declined_at is not None
    assert "An old draft." in words(reading(open_round, "secretariat").get(f"{ROUND}lodge/"))


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"delegation": "999"}, "999"),
        ({"delegation": ""}, "Choose the delegation."),
        ({"received_on": "yesterday"}, "Write the day as 2026-11-30."),
        ({"received_on": "2040-01-01"}, "This day has not come yet."),
        ({"source": "pigeon"}, "pigeon"),
        ({"file": ""}, "Choose the file first."),
        ({"file": SimpleUploadedFile("typed.docx", b"MZ no Word file")}, "neither a Word file"),
        ({"evidence": SimpleUploadedFile("x.exe", b"MZ no scan")}, "neither a Word file"),
    ],
)
def test_what_cannot_be_put_in_says_why_and_keeps_what_was_typed(
    open_round: Negotiation, more: dict[str, Any], reason: str
) -> None:
    answer = lodge(open_round, **more)
    assert answer.status_code == 422
    assert reason in words(answer)
    assert "Handed over at the desk." in words(answer)
    assert not Proposal.objects.exists()


def test_in_a_closed_round_nothing_is_put_in(open_round: Negotiation) -> None:
    with open_round.after_close():
        page = reading(open_round, "secretariat").get(f"{ROUND}lodge/")
        assert "Nothing can be put in now" in words(page)
        assert lodge(open_round).status_code == 422


@pytest.mark.clause("O17")
def test_a_file_in_another_language_is_pending_until_it_is_translated() -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    first = held.propose("BR", Delete((1,), 0, 4), language="es")
    chair, reader = reading(held, "chair"), reading(held, "AG focal point")
    text = f"{ROUND}text/en/"
    assert "received in Spanish, translation pending" in words(reader.get(text))
    assert "Put in a translation" not in words(reader.get(text))
    page = f"{text}translate/{first.pk}/"
    assert "From Spanish into English." in words(chair.get(page))
    assert chair.post(page, {"file": word_file(pdf_file(), "x.pdf")}).status_code == 303
    assert "translation pending" not in words(reader.get(text))
    made = Translation.objects.get()
    answer = reader.get(f"/g/plan/translations/{made.pk}/file/")
    assert answer.content == pdf_file()  # type: ignore[attr-defined]  # a whole answer
    assert made.filename in answer.headers["Content-Disposition"]
    held.propose("BR", Delete((2,), 0, 3), language="es")
    assert "the translation is of an earlier file" in words(reader.get(text))
    assert reader.get(f"/g/plan/translations/{made.pk}/file/").status_code == 200
    assert reading(held, "AG expert").get(f"/g/plan/translations/{made.pk}/file/").status_code == 404


@pytest.mark.parametrize(
    ("language", "file", "reason"),
    [
        ("es", pdf_file(), "in this language already"),
        ("en", b"MZ", "neither a Word file"),
        ("en", b"", "This file is empty."),
    ],
)
def test_a_translation_that_makes_no_sense_is_refused(language: str, file: bytes, reason: str) -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    row = held.propose("BR", Delete((1,), 0, 4), language="es")
    page = f"{ROUND}text/{language}/translate/{row.pk}/"
    answer = reading(held, "secretariat").post(page, {"file": word_file(file, "x.pdf")})
    assert answer.status_code == 422
    assert reason in words(answer)


@pytest.mark.clause("O2")
def test_of_a_sealed_proposal_there_is_nothing_to_translate() -> None:
    held = negotiation(sees="after_close", texts={"en": ENGLISH, "es": SPANISH})
    row = held.propose("BR", Delete((1,), 0, 4), language="es")
    assert reading(held, "chair").get(f"{ROUND}text/en/translate/{row.pk}/").status_code == 404


@pytest.mark.clause("O16")
def test_her_calendar_follows_the_round_and_ends_when_she_says(open_round: Negotiation) -> None:
    speaker, visitor = reading(open_round, "AG focal point"), Client()
    at = open_round.round.closes_at - timedelta(hours=6)
    actor = open_round.world.focal_points["AG"]
    actions.set_internal_deadline(actor=actor, now=clocks.now(), round=open_round.round, at=at, note="Secret words.")
    address = made(speaker)
    answer = visitor.get(address)
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert text.count("BEGIN:VEVENT") == 4
    assert f"DTSTART:{at:%Y%m%dT%H%M%SZ}" in text
    assert "Secret words." not in text
    uids = re.findall(r"UID:(.*)\r", text)
    later = open_round.round.closes_at + timedelta(hours=3)
    given: dict[str, Any] = {"round": open_round.round, "closes_at": later, "reason": "Asked for."}
    actions.set_close(actor=open_round.world.chair, now=clocks.now(), **given)
    text = visitor.get(address).content.decode()
    assert f"DTSTART:{later:%Y%m%dT%H%M%SZ}" in text
    assert re.findall(r"UID:(.*)\r", text) == uids
    assert sorted(set(re.findall(r"SEQUENCE:(\d+)", text))) == ["0", "1"]
    renewed = made(speaker)
    assert visitor.get(address).status_code == 410
    assert visitor.get(renewed).status_code == 200
    assert speaker.post("/g/plan/calendar/", {"end": "1"}).status_code == 303
    assert visitor.get(renewed).status_code == 410
    assert Feed.objects.count() == 2


@pytest.mark.clause("O5", "O12")
def test_a_calendar_holds_what_its_person_may_know(open_round: Negotiation) -> None:
    at, actor = open_round.round.closes_at - timedelta(hours=6), open_round.world.focal_points["AG"]
    actions.set_internal_deadline(actor=actor, now=clocks.now(), round=open_round.round, at=at)
    counted = {
        who: Client().get(made(reading(open_round, who))).content.count(b"BEGIN:VEVENT")
        for who in ("AG expert", "BR expert", "BR focal point", "chair")
    }
    assert counted == {"AG expert": 4, "BR expert": 3, "BR focal point": 3, "chair": 3}


def test_a_calendar_ends_with_time_and_with_ones_part_in_the_group(open_round: Negotiation) -> None:
    from accord.people.models import Expert

    address, visitor = made(reading(open_round, "AG expert")), Client()
    with time_machine.travel(clocks.now() + timedelta(days=401), tick=False):
        assert visitor.get(address).status_code == 410
    Expert.objects.filter(person=open_round.world.experts["AG"].id).update(until=clocks.now())
    assert visitor.get(address).status_code == 410
    assert visitor.get("/calendar/nothing.ics").status_code == 410


def test_the_address_is_shown_once_and_only_its_hash_is_kept(open_round: Negotiation) -> None:
    reader = reading(open_round, "AG expert")
    secret = made(reader).removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in reader.get("/g/plan/calendar/").content.decode()
    assert "You have an address since" in words(reader.get("/g/plan/calendar/"))
    assert len(Feed.objects.get().token.sha256) == 64
    assert Feed.objects.get().token.sha256 != secret


def made(client: Client) -> str:
    """Have a calendar address made; return its path."""
    page = client.post("/g/plan/calendar/").content.decode()
    found = re.search(r"https?://[^/]+(/calendar/[\w-]+\.ics)", page)
    assert found is not None
    return found[1]


COSTS = {
    # The bases, the reader, the rule, how the close was moved.
    ("chair", "rounds/1/rule/"): 6,
    # The bases, the reader, what was put in.
    ("chair", "rounds/1/lodge/"): 5,
    # The door's proposal; the bases, the reader, what was put in.
    ("AG focal point", "proposal/{lodged}/lodging/"): 6,
    # The round for the act; the bases, the reader, what stands of hers; what she said to her capital.
    ("AG focal point", "rounds/1/internal/"): 7,
    # Her address.
    ("AG expert", "calendar/"): 3,
    # The bases, the proposal once for the act and once to show it, the reader.
    ("chair", "rounds/1/text/en/translate/{spanish}/"): 6,
}


@pytest.mark.parametrize("count", [1, 3])
def test_more_of_each_costs_no_more_questions(count: int, django_assert_max_num_queries: Any) -> None:
    held = negotiation(codes=("AG", "BR", "CL", "JM")[: count + 1], texts={"en": ENGLISH, "es": SPANISH})
    for code in ("AG", "CL", "JM")[:count]:
        lodge(held, code)
    later = [held.round.closes_at + timedelta(hours=each) for each in range(1, count + 1)]
    for closes_at in later:
        given: dict[str, Any] = {"round": held.round, "closes_at": closes_at, "reason": "Asked for."}
        actions.set_close(actor=held.world.chair, now=clocks.now(), **given)
    spanish = held.propose("BR", Delete((1,), 0, 4), language="es").pk
    named = {"lodged": Lodging.objects.get(proposal__delegation__party="AG").proposal_id, "spanish": spanish}
    found = {}
    for who, page in COSTS:
        client, path = reading(held, who), f"/g/plan/{page.format(**named)}"
        client.get(path)
        with django_assert_max_num_queries(8) as asked:
            assert client.get(path).status_code == 200
        found[who, page] = len(asked)
    assert found == COSTS


def test_a_stranger_finds_none_of_it(open_round: Negotiation) -> None:
    stranger = open_round.world.stranger
    client = Client()
    client.force_login(account(stranger))
    for page in ("rounds/1/rule/", "rounds/1/internal/", "rounds/1/lodge/", "calendar/"):
        assert client.get(f"/g/plan/{page}").status_code == 404
