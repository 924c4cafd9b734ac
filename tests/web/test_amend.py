"""A paragraph amended in the browser, with and without script, down to the receipt; nothing typed is ever lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

import redline
from accord.kernel import clocks, storage
from accord.negotiation import actions
from accord.negotiation.models import Draft, DraftEdit, Proposal, Sponsorship, Wording
from tests.factories.negotiation import ENGLISH, Negotiation, negotiation
from tests.factories.people import account
from tests.redline.generator import Insert, InsertParagraph
from tests.web.played_round import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O9")]
HERE = "/g/plan/rounds/1/text/en/p/p1/amend/"
DRAFT = "/g/plan/rounds/1/draft/"
FIRST = ENGLISH.lines[0]
BETTER = FIRST.replace("shall", "will")


@pytest.fixture
def plan() -> Negotiation:
    return negotiation()


def of(plan: Negotiation, who: str = "AG focal point") -> Client:
    client = Client()
    client.force_login(account(plan.world.everybody[who]))
    return client


def typed(**given: Any) -> dict[str, Any]:
    return {"do": "save", "op": "words", "words": BETTER, "reason": "", "seen": 0, **given}


def area(page: str, name: str = "words") -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n([^<]*)</textarea>', page)
    assert found is not None
    return found[1]


@pytest.mark.clause("O22", "O14")
def test_from_the_paragraph_to_the_receipt(plan: Negotiation) -> None:
    client = of(plan)
    page = client.get(HERE).content.decode()
    assert area(page) == FIRST
    answer = client.post(HERE, typed(reason="Our law says so."))
    assert (answer.status_code, answer.url) == (303, f"{HERE}?saved=1")
    saved = client.get(answer.url).content.decode()
    assert "Saved. Nothing is sent yet." in saved
    assert "<del>shall</del><ins>will</ins>" in saved.replace("</del> <ins>", "</del><ins>")
    looked = client.get(DRAFT).content.decode()
    assert "Reason:" in looked
    assert "1 paragraph is amended. Look, then send." in looked
    sent = client.post(f"{DRAFT}send/", {"seen": 1})
    row = Proposal.objects.get()
    assert (sent.status_code, sent.url) == (303, f"/g/plan/proposal/{row.pk}/sent/")
    assert "Attached: AG_Matriz.docx, 1 amendment in 1 paragraph" in words(client.get(sent.url))
    assert client.get(f"/g/plan/proposal/{row.pk}/receipt/").status_code == 200


def test_home_says_that_something_is_begun_and_not_sent(plan: Negotiation) -> None:
    client = of(plan)
    client.post(HERE, typed())
    for path in ("/", "/g/plan/", "/g/plan/text/"):
        assert "You have begun a proposal and not sent it." in words(client.get(path))
        assert "You have begun a proposal" not in words(of(plan, "BR focal point").get(path))
    client.post(f"{DRAFT}send/", {"seen": 1})
    assert "Your proposal stands" in words(client.get("/"))


@pytest.mark.clause("O14")
def test_what_is_sent_is_seen_by_the_others_at_once_and_not_before(plan: Negotiation) -> None:
    client, other = of(plan), of(plan, "BR focal point")
    client.post(HERE, typed())
    assert "1 amendment" not in words(other.get("/g/plan/text/"))
    client.post(f"{DRAFT}send/", {"seen": 1})
    assert "1 amendment" in words(other.get("/g/plan/text/"))


def test_preview_shows_and_saves_nothing(plan: Negotiation) -> None:
    answer = of(plan).post(HERE, typed(do="preview", words="Only this."))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert area(page) == "Only this."
    assert "<ins>Only this</ins>" in page
    assert not Draft.objects.exists()


def test_the_script_saves_and_is_told_how_it_reads(plan: Negotiation) -> None:
    client = of(plan)
    answer = client.post(f"{HERE}save/", typed())
    assert answer.json()["turn"] == 1
    assert ["del", "shall"] in answer.json()["pieces"]
    clash = client.post(f"{HERE}save/", typed(words="Another window."))
    assert clash.status_code == 409
    assert clash.json()["theirs"] == BETTER
    object_ = client.post(f"{HERE}save/", typed(words=f"{FIRST}▢", seen=1))
    assert (object_.status_code, "Only Word can put one in." in object_.json()["sentence"]) == (422, True)
    page = client.get(HERE).content.decode()
    assert "Another window." in page
    assert "Two texts wait for your choice" in page
    client.post(f"{DRAFT}settle/", {"place": "p1", "ordinal": 0, "keep": "waiting"})
    assert area(client.get(HERE).content.decode()) == "Another window."


def test_a_refusal_keeps_what_was_typed(plan: Negotiation) -> None:
    client = of(plan)
    answer = client.post(HERE, typed(words=f"{FIRST} ▢", reason="A map."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert area(page) == f"{FIRST} ▢"
    assert area(page, "reason") == "A map."
    client.post(HERE, typed())
    clash = client.post(HERE, typed(words="From an older page."))
    assert clash.status_code == 422
    assert "From an older page." in clash.content.decode()


def test_a_new_paragraph_a_deletion_and_a_move(plan: Negotiation) -> None:
    client = of(plan)
    page = client.get(HERE).content.decode()
    assert "Paragraph 1 bis" in page
    client.post(HERE, typed(op="add", words="Each State reports.", ordinal=1))
    assert "Paragraph 1 ter" in client.get(HERE).content.decode()
    second = HERE.replace("/p1/", "/p2/")
    client.post(second, typed(do="delete"))
    assert "You take this paragraph out." in client.get(second).content.decode()
    third = HERE.replace("/p1/", "/p3/")
    client.post(third, typed(do="move", after="p4"))
    assert "You move this paragraph behind: Paragraph 4." in client.get(third).content.decode()
    client.post(second, typed(do="restore", seen=1))
    assert area(client.get(second).content.decode()) == ENGLISH.lines[1]
    looked = words(client.get(DRAFT))
    assert "Paragraph 1 bis" in looked
    assert "Moved to: Paragraph 4" in looked
    client.post(f"{DRAFT}send/", {"seen": 2})
    row = Proposal.objects.get()
    kinds = sorted(row.amendments.values_list("kind", flat=True))
    assert kinds == ["insert_paragraph", "move"]


def test_one_piece_is_taken_back_or_all(plan: Negotiation) -> None:
    client = of(plan)
    client.post(HERE, typed())
    client.post(HERE.replace("/p1/", "/p2/"), typed(words="Shorter."))
    client.post(f"{DRAFT}drop/", {"place": "p1", "ordinal": 0})
    assert list(DraftEdit.objects.values_list("place", flat=True)) == ["p2"]
    client.post(f"{DRAFT}drop/", {"all": "1"})
    assert "Nothing is written here." in client.get(DRAFT).content.decode()


@pytest.mark.clause("O22")
def test_my_proposal_so_far_as_a_word_file(plan: Negotiation) -> None:
    client = of(plan)
    client.post(HERE, typed())
    answer = client.get(f"{DRAFT}file/")
    assert 'filename="AG_Matriz.docx"' in answer.headers["Content-Disposition"]
    assert redline.text(answer.content, "final")[0] == BETTER
    assert answer.content == client.get(f"{DRAFT}file/").content


@pytest.mark.clause("O2")
def test_a_wording_of_others_is_taken_up_or_bridged(plan: Negotiation) -> None:
    theirs = plan.propose("BR", Insert((0,), FIRST.index("cooperate"), "always "), InsertParagraph((1,), "From BR."))
    wording = Sponsorship.objects.filter(proposal=theirs, wording__kind="insert").get().wording
    client = of(plan)
    page = client.get(f"{HERE}?from={wording.pk}").content.decode()
    assert area(page) == FIRST.replace("cooperate", "always cooperate")
    bridging = client.get(f"{HERE}?from={wording.pk}&bridge=1").content.decode()
    assert "Your bridging words" in bridging
    client.post(HERE, typed(words=FIRST.replace("cooperate", "usually cooperate"), bridges=wording.pk))
    client.post(f"{DRAFT}send/", {"seen": 1})
    own = Wording.objects.get(sponsorships__proposal__delegation__party="AG")
    assert list(own._meta.apps.get_model("negotiation", "Bridge").objects.values_list("wording", "of")) == [
        (own.pk, wording.pk)
    ]
    new = Wording.objects.get(kind="insert_paragraph")
    where = HERE.replace("/p1/", f"/{new.place}/")
    assert "From BR." in client.get(f"{where}?from={new.pk}").content.decode()
    assert client.get(f"{HERE}?from=999999").status_code == 404


def test_a_sealed_round_lets_nothing_of_others_be_taken_up() -> None:
    plan = negotiation(sees="after_close")
    plan.propose("BR", Insert((0,), 4, "new "))
    wording = Wording.objects.get()
    assert of(plan).get(f"{HERE}?from={wording.pk}").status_code == 404


def test_a_file_in_check_and_a_closed_round_are_said(plan: Negotiation) -> None:
    client = of(plan)
    client.post(HERE, typed())
    plan.upload("AG", Insert((2,), 4, "new "))
    assert "Your Word file waits for your last look." in client.get(HERE).content.decode()
    assert client.post(f"{DRAFT}send/", {"seen": 1}).status_code == 422
    with plan.after_close():
        page = of(plan).get(HERE)
        assert page.status_code == 200
        assert "<textarea" not in page.content.decode()
        assert of(plan).post(f"{HERE}save/", typed(words="Late.", seen=1)).status_code == 422


def test_after_the_close_nobody_is_told_to_go_on(plan: Negotiation) -> None:
    of(plan).post(HERE, typed())
    with plan.after_close():
        page = words(of(plan).get(DRAFT))
        assert "What you have written, in Word" in page
        assert not any(said in page for said in ("Go on writing", "Who will see it", "Send a Word file"))
        assert "Look, then send" not in words(of(plan).get(HERE))


def test_words_of_every_script_and_markup_are_shown_as_words(plan: Negotiation) -> None:
    client = of(plan)
    said = '<script>alert(1)</script> & "ßłم 漢字"'
    client.post(HERE, typed(words=said, reason="<b>bold</b>"))
    for path in (HERE, DRAFT):
        page = client.get(path).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>bold" not in page
    client.post(f"{DRAFT}send/", {"seen": 1})
    row = Proposal.objects.select_related("file").get()
    assert redline.text(storage.read(row.file), "final")[0] == said


def test_a_reader_in_spanish_writes_in_spanish(plan: Negotiation) -> None:
    with translation.override("es"):
        page = of(plan).get(HERE, headers={"accept-language": "es"}).content.decode()
    assert "<textarea" in page


def test_nobody_else_enters(plan: Negotiation) -> None:
    of(plan).post(HERE, typed())
    for who in ("chair", "secretariat", "AG expert"):
        for path in (HERE, DRAFT, f"{DRAFT}file/"):
            assert of(plan, who).get(path).status_code == 404
    assert "Nothing is written here." in of(plan, "BR focal point").get(DRAFT).content.decode()
    assert of(plan).get(HERE.replace("/p1/", "/p99/")).status_code == 404
    actor = plan.world.focal_points["BR"]
    actions.receive_proposal(
        actor=actor, now=clocks.now(), round=plan.round, data=plan.file(Insert((0,), 4, "x ")), filename="x.docx"
    )
