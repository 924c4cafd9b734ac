"""The page of a paragraph and the board: what they say to whom, and what their forms do."""

import re

import pytest
from django.test import Client

from accord.kernel import clocks
from accord.negotiation import actions
from accord.negotiation.models import Place, Position, Step
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.factories.standing import record, says, wording_of
from tests.redline.edits import Delete, Insert, InsertParagraph

pytestmark = pytest.mark.django_db
PAGE = "/g/plan/rounds/1/text/en/p/p1/"
BOARD = "/g/plan/rounds/1/board/en/"
INFORMAL = "Informal until approved at a formal meeting. Nothing is agreed until everything is agreed."


@pytest.fixture
def held(db: None) -> Negotiation:
    """Return a round in which AG proposes at the first paragraph and a paragraph of its own, and BR objects."""
    made = negotiation()
    made.propose("AG", Insert((0,), 3, " Member"), InsertParagraph((2,), "Each State decides how."))
    says(made, "BR", "object", wording_of(made, "AG", "p1"), "Not in our law.")
    return made


def entered(held: Negotiation, who: str) -> Client:
    client = Client()
    client.force_login(account(held.world.everybody[who]))
    return client


def words_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.clause("O19", "O26", "R14")
@pytest.mark.parametrize("path", [PAGE, BOARD, f"{BOARD}sheet/"])
def test_the_standing_notices_stand_on_each_page(held: Negotiation, path: str) -> None:
    for who in ("chair", "BR focal point", "secretariat"):
        said = words_of(entered(held, who), path)
        assert INFORMAL in said
        assert "This is no vote." in said


def test_no_record_is_not_silence_nor_consent(held: Negotiation) -> None:
    said = words_of(entered(held, "CL focal point"), PAGE)
    assert "1 delegation has said nothing of it" in said
    assert "Object" in said
    assert "Not in our law." in said


def test_a_focal_point_says_where_she_stands(held: Negotiation) -> None:
    client, wording = entered(held, "CL focal point"), wording_of(held, "AG", "p1")
    answer = client.post(f"{PAGE}position/", {"wording": wording.pk, "stance": "reserve", "reason": "Consulting."})
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#w{wording.pk}")
    row = Position.objects.get(delegation=held.world.delegations["CL"])
    assert (row.stance, row.reason) == ("reserve", "Consulting.")
    assert client.post(f"{PAGE}position/", {"wording": wording.pk, "stance": "withdraw"}).status_code == 303
    assert Position.objects.get(delegation=held.world.delegations["CL"], ended_at__isnull=True).stance == "withdrawn"


def test_a_member_speaks_on_behalf_of_its_group_of_delegations(held: Negotiation) -> None:
    world, wording = held.world, wording_of(held, "AG", "p1")
    for code, members in (("SIDS", ["CL", "BR"]), ("AOSIS", ["BR"]), ("EU", ["AG"])):
        chosen = [world.delegations[each] for each in members]
        given = {"group": world.group, "code": code, "name": f"Group {code}", "members": chosen}
        actions.define_caucus(actor=world.chair, now=clocks.now(), **given)
    client = entered(held, "CL focal point")
    offered = re.findall(r"<option[^>]*>([^<]*)</option>", client.get(PAGE).content.decode())
    assert offered == ["my delegation alone", "SIDS"]
    asked = {"wording": wording.pk, "stance": "support", "reason": ""}
    assert client.post(f"{PAGE}position/", {**asked, "behalf": "EU"}).status_code == 422
    assert client.post(f"{PAGE}position/", {**asked, "behalf": "none"}).status_code == 404
    assert client.post(f"{PAGE}position/", {**asked, "behalf": "SIDS"}).status_code == 303
    row = Position.objects.get(delegation=world.delegations["CL"])
    assert (row.stance, row.caucus and row.caucus.code) == ("support", "SIDS")
    for who in ("CL focal point", "AG focal point", "chair"):
        assert "on behalf of SIDS" in words_of(entered(held, who), PAGE)
    assert "AOSIS" in entered(held, "BR focal point").get(PAGE).content.decode()
    assert "my delegation alone" not in entered(held, "chair").get(PAGE).content.decode()


def test_what_is_refused_keeps_what_was_typed(held: Negotiation) -> None:
    client, wording = entered(held, "AG focal point"), wording_of(held, "AG", "p1")
    answer = client.post(f"{PAGE}position/", {"wording": wording.pk, "stance": "support", "reason": "Mine."})
    assert answer.status_code == 422
    assert "These are your own words." in answer.content.decode()


def test_the_chair_looks_at_the_words_before_she_records_them(held: Negotiation) -> None:
    client, ask = entered(held, "chair"), wording_of(held, "AG", "p1").ask
    seen = Place.objects.get(base=held.base(), address="p1").stands_on
    form = {"state": "informal", "words": "1", "taken": ask, "seen": seen, "package": "", "meeting": "", "note": ""}
    looked = client.post(f"{PAGE}state/", form)
    assert looked.status_code == 200
    assert "The Member States shall cooperate in good time." in looked.content.decode()
    assert not Step.objects.exists()
    assert client.post(f"{PAGE}state/", {**form, "sure": "1"}).status_code == 303
    assert Step.objects.get().agreed == "The Member States shall cooperate in good time."
    said = words_of(client, PAGE)
    assert "Agreed informally" in said
    assert "The words agreed" in said


def test_words_that_changed_meanwhile_are_not_recorded(held: Negotiation) -> None:
    client = entered(held, "chair")
    seen = Place.objects.get(base=held.base(), address="p1").stands_on
    held.propose("CL", Delete((0,), 0, 4))
    answer = client.post(f"{PAGE}state/", {"state": "bracketed", "seen": seen, "note": "As discussed."})
    assert answer.status_code == 422
    assert "The words changed while you were deciding." in answer.content.decode()
    assert "As discussed." in answer.content.decode()


def test_who_is_asked_answers(held: Negotiation) -> None:
    parties = (held.world.delegations["BR"],)
    step = record(held, "p1", "pending", parties=parties, taken=())
    client = entered(held, "BR focal point")
    assert "Can your delegation agree to these words?" in words_of(client, PAGE)
    assert client.post(f"{PAGE}steps/{step.pk}/confirm/", {"answer": "no"}).status_code == 422
    assert client.post(f"{PAGE}steps/{step.pk}/confirm/", {"answer": "yes"}).status_code == 303
    assert "Agreed informally" in words_of(client, PAGE)
    other = entered(held, "CL focal point").post(f"{PAGE}steps/{step.pk}/confirm/", {"answer": "yes"})
    assert other.status_code == 404


def test_the_chair_reopens_for_whom_and_why(held: Negotiation) -> None:
    record(held, "p1", "informal", taken=())
    client = entered(held, "chair")
    assert client.post(f"{PAGE}reopen/", {"party": "BR", "reason": ""}).status_code == 422
    assert client.post(f"{PAGE}reopen/", {"party": "BR", "reason": "New instructions."}).status_code == 303
    assert "New instructions." in words_of(client, PAGE)


@pytest.mark.clause("O2", "R14")
def test_the_chairs_words_are_always_the_chairs(held: Negotiation) -> None:
    client = entered(held, "chair")
    form = {"words": "All States shall cooperate in good time.", "note": "To bridge."}
    assert client.post(f"{PAGE}wording/", form).status_code == 303
    said = words_of(entered(held, "BR focal point"), PAGE)
    assert "The Chair" in said
    assert " Member" in said
    assert client.post(f"{PAGE}wording/", {"lift": "1"}).status_code == 303
    assert client.post(f"{PAGE}wording/", {"lift": "1"}).status_code == 422


def test_a_paragraph_that_is_added_has_a_page_of_its_own(held: Negotiation) -> None:
    place = Place.objects.exclude(address="p1").get()
    anchor = place.address.replace("~", "-bis-")
    said = words_of(entered(held, "BR focal point"), f"/g/plan/rounds/1/text/en/p/{anchor}/")
    assert "bis" in said
    assert "Each State decides how." in said
    assert entered(held, "BR focal point").get("/g/plan/rounds/1/text/en/p/p1-bis-7/").status_code == 404
    assert entered(held, "BR focal point").get("/g/plan/rounds/1/text/en/p/p99/").status_code == 404


def test_the_board_says_what_waits_for_whom(held: Negotiation) -> None:
    record(held, "p1", "pending", parties=(held.world.delegations["BR"],), taken=())
    assert "1 paragraph waits for you." in words_of(entered(held, "BR focal point"), BOARD)
    chair = words_of(entered(held, "chair"), BOARD)
    assert "1 paragraph is one delegation away." in chair
    assert "waits for you" not in words_of(entered(held, "CL focal point"), BOARD)
    assert "Paragraph 1" in words_of(entered(held, "secretariat"), f"{BOARD}sheet/")


def test_the_board_records_several_paragraphs_and_their_order(held: Negotiation) -> None:
    client = entered(held, "chair")
    ticks = [f"{each.address.replace('~', '-bis-')} {each.stands_on}" for each in Place.objects.order_by("address")]
    answer = client.post(f"{BOARD}record/", {"place": ticks, "state": "pending", "package": "Finance"})
    assert answer.status_code == 303
    assert {each.package for each in Step.objects.all()} == {"Finance"}
    assert client.post(f"{BOARD}record/", {"state": "open"}).status_code == 422
    assert client.post(f"{BOARD}order/", {"at-p3": "1", "at-p1": "2"}).status_code == 303
    assert client.post(f"{BOARD}order/", {"at-p3": ""}).status_code == 422


@pytest.mark.clause("O13")
def test_of_a_sealed_round_nothing_is_shown(db: None) -> None:
    made = negotiation(sees="after_close")
    made.propose("AG", Insert((0,), 3, " Member"))
    for path in (PAGE, BOARD, f"{BOARD}sheet/"):
        assert "Member" not in words_of(entered(made, "chair"), path).replace("Member States", "")
        assert "AG" not in words_of(entered(made, "BR focal point"), path).replace("AG focal", "")


@pytest.mark.clause("O2", "R14")
def test_the_text_shows_states_positions_and_the_chairs_words_beside_the_delegations(held: Negotiation) -> None:
    client = entered(held, "chair")
    client.post(f"{PAGE}wording/", {"words": "All States shall cooperate in good time.", "note": ""})
    record(held, "p1", "bracketed")
    said = words_of(entered(held, "CL focal point"), "/g/plan/rounds/1/text/en/?section=all")
    assert "In brackets" in said
    assert "BR objects" in said
    assert "All States shall cooperate in good time." in said
    assert "As the Chair would word it, beside the delegations" in said
    says(held, "CL", "support", wording_of(held, "AG", "p1"))
    again = words_of(entered(held, "CL focal point"), "/g/plan/rounds/1/text/en/?section=all")
    assert "1 supports · BR objects" in again


def test_home_and_overview_say_what_waits_for_her(held: Negotiation) -> None:
    record(held, "p1", "pending", parties=(held.world.delegations["BR"],), taken=())
    for path in ("/", "/g/plan/"):
        assert "1 paragraph waits for you." in words_of(entered(held, "BR focal point"), path)
        assert "waits for you" not in words_of(entered(held, "CL focal point"), path)
        assert "waits for you" not in words_of(entered(held, "chair"), path)
