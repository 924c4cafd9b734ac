"""The pages of a next version by Word: send it, say whose each difference is, ask, answer, read the account."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed
from accord.negotiation import queries
from accord.negotiation.actions import assigning, streamlining
from accord.negotiation.models import Question, Revision
from accord.negotiation.queries.account import assigned_account
from accord.negotiation.queries.deciding import unexplained
from accord.negotiation.queries.printing import Standing
from tests.factories.negotiation import ENGLISH, Negotiation, negotiation
from tests.factories.standing import wording_of
from tests.negotiation.test_assigning import MEMBER, SHOULD, assign, begun, edited, upload
from tests.redline.edits import Insert
from tests.web.played_round import reading, words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "R13")]
NEXT = "/g/plan/rounds/1/revision/en/"
OWN = Insert((1,), 10, " and each community")


@pytest.fixture
def closed() -> Iterator[Negotiation]:
    """Return a closed round in which AG and BR proposed at the first paragraph, and CL at the second."""
    held = negotiation()
    held.propose("AG", MEMBER)
    held.propose("BR", *SHOULD)
    held.propose("CL", Insert((1,), 10, " of the Americas"))
    with held.after_close():
        yield held


def chair(held: Negotiation) -> Client:
    return reading(held.world, "chair")


def sent(client: Client, data: bytes, revision: Any = "", name: str = "Rev1.docx") -> Any:
    return client.post(f"{NEXT}file/", {"file": SimpleUploadedFile(name, data), "revision": revision})


def test_before_the_close_no_file_is_asked_for() -> None:
    page = chair(negotiation()).get(f"{NEXT}file/")
    assert "The round is not closed yet." in words(page)
    assert b'type="file"' not in page.content


def test_a_file_is_sent_compared_and_every_difference_becomes_somebodys(closed: Negotiation) -> None:
    client = chair(closed)
    assert "Send the next version as a Word file." in words(client.get(f"{NEXT}file/"))
    answer = sent(client, edited(MEMBER, OWN))
    assert (answer.status_code, answer["Location"]) == (303, f"{NEXT}whose/")
    page = words(client.get(f"{NEXT}whose/"))
    assert "1 difference belongs to nobody yet." in page
    assert "exactly the words of AG" in page
    row = Revision.objects.get()
    given = {"revision": row.pk, "ordinal": 2, "wording": [wording_of(closed, "CL").pk], "note": "CL’s, adapted."}
    answer = client.post(f"{NEXT}whose/", given)
    assert (answer.status_code, answer["Location"]) == (303, f"{NEXT}whose/#d2")
    assert not unexplained(row)
    page = words(client.get(f"{NEXT}whose/"))
    assert "Every difference is somebody’s." in page
    assert "CL’s, adapted." in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (ENGLISH.data, "Nothing in this file differs from"),
        (b"%PDF-1.7 nothing", "."),
        (b"", "This file is empty."),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(closed: Negotiation, data: bytes, sentence: str) -> None:
    answer = sent(chair(closed), data)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_file_sent_for_a_version_that_another_has_replaced_is_refused(closed: Negotiation) -> None:
    client = chair(closed)
    row = upload(closed, begun(closed), edited(MEMBER))
    assert sent(client, edited(*SHOULD), row.pk).status_code == 303
    answer = sent(client, edited(MEMBER, OWN), row.pk)
    assert answer.status_code == 422
    assert "put aside" in words(answer)


@pytest.mark.parametrize("given", [{}, {"revision": "x", "ordinal": "1"}, {"revision": "1"}])
def test_a_form_that_says_nothing_is_asked_again(closed: Negotiation, given: dict[str, str]) -> None:
    upload(closed, begun(closed), edited(MEMBER))
    assert chair(closed).post(f"{NEXT}whose/", given).status_code == 422


def test_words_from_elsewhere_are_offered_when_asked_for(closed: Negotiation) -> None:
    upload(closed, begun(closed), edited(Insert((3,), 0, "So ")))
    client = chair(closed)
    assert "of the Americas" not in words(client.get(f"{NEXT}whose/"))
    assert "of the Americas" in words(client.get(f"{NEXT}whose/?more=1"))


def _asked(closed: Negotiation) -> dict[str, Question]:
    row = upload(closed, begun(closed), edited(MEMBER, OWN))
    assigning.assign(actor=closed.world.chair, now=clocks.now(), revision=row, ordinal=2, chair=True)
    put = streamlining.check_streamlining(actor=closed.world.chair, now=clocks.now(), revision=row)
    return {each.delegation.code: each for each in put}


def test_she_is_shown_what_is_left_out_and_answers_once(closed: Negotiation) -> None:
    put = _asked(closed)
    assert set(put) == {"CL"}
    client, address = reading(closed.world, "CL focal point"), f"/g/plan/questions/{put['CL'].pk}/"
    assert "leave out your “of the Americas”." in words(client.get(address))
    assert client.post(address, {"words": "No."}).status_code == 422
    answer = client.post(address, {"answer": "no", "words": "We keep “of the Americas”."})
    assert (answer.status_code, answer["Location"]) == (303, address)
    page = words(client.get(address))
    assert "It is not right." in page
    assert "We keep “of the Americas”." in page
    answer = client.post(address, {"answer": "yes", "words": ""})
    assert answer.status_code == 422
    assert "has answered this already" in words(answer)
    told = words(chair(closed).get(f"{NEXT}questions/"))
    assert "leaves out “of the Americas”; adds “and each community”" in told
    assert "It is not right." in told


@pytest.mark.parametrize("who", ["AG focal point", "chair", "CL expert"])
def test_nobody_else_reads_what_is_put_to_a_delegation(closed: Negotiation, who: str) -> None:
    put = _asked(closed)
    assert reading(closed.world, who).get(f"/g/plan/questions/{put['CL'].pk}/").status_code == 404


def test_the_chair_asks_by_one_button_and_is_told_when_there_is_nothing_to_ask(closed: Negotiation) -> None:
    upload(closed, begun(closed), edited(MEMBER))
    client = chair(closed)
    answer = client.post(f"{NEXT}questions/")
    assert answer["Location"] == f"{NEXT}questions/?none=1"
    assert "Nobody was asked." in words(client.get(answer["Location"]))


def published(closed: Negotiation) -> Revision:
    """Have the version stand as published, with its account frozen."""
    put = _asked(closed)
    row = put["CL"].revision
    row = Revision.objects.select_related("base__round").get(pk=row.pk)
    file, base = row.uploaded, closed.base()
    assert file is not None
    row.account = assigned_account(row, Standing.on(base, clocks.now()), storage.read(file))
    row.version, row.docx, row.clean_docx, row.published_at = closed.version, file, file, clocks.now()
    row.save()
    return row


@pytest.mark.clause("O1", "O2", "R13")
def test_the_account_shows_every_change_and_whose_it_was_and_what_was_asked(closed: Negotiation) -> None:
    row = published(closed)
    address = f"/g/plan/documents/{closed.version.document_id}/changes/{row.version_id}/"
    page = words(reading(closed.world, "BR focal point").get(address))
    assert "2 paragraphs are not as in" in page
    assert "and each community" in page
    for told in (
        "AG",
        "the Chair",
        "leaves out “of the Americas”",
        "asked, no answer",
        "What became of each wording",
        "in the edited text",
        "Number before",
        "Number now",
    ):
        assert told in page
    assert reading(closed.world, "AG expert").get(address).status_code == 404
    assert reading(closed.world, "AG focal point").get(f"{address}?lang=xx").status_code == 404


@pytest.mark.parametrize("extra", [1, 3])
def test_what_the_pages_ask_of_the_database_does_not_grow(closed: Negotiation, extra: int) -> None:
    put = _asked(closed)
    row = put["CL"].revision
    upload(closed, row, edited(MEMBER, OWN, *[Insert((number,), 0, "So ") for number in (2, 3, 5)[:extra]]))
    client, focal = chair(closed), reading(closed.world, "CL focal point")
    streamlining.check_streamlining(actor=closed.world.chair, now=clocks.now(), revision=Revision.objects.latest("pk"))
    question = Question.objects.filter(ended_at__isnull=True).latest("pk")
    pages = [(client, f"{NEXT}{each}/") for each in ("file", "whose", "questions")]
    for browser, address in [*pages, (focal, f"/g/plan/questions/{question.pk}/")]:
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        assert len(asked) <= 8, (address, [each["sql"][:90] for each in asked])


def test_she_is_asked_on_her_first_page_and_not_once_she_has_answered(closed: Negotiation) -> None:
    put = _asked(closed)
    client, sentence = reading(closed.world, "CL focal point"), "The Chair’s merged words are not all yours."
    for page in ("/", "/g/plan/"):
        assert sentence in words(client.get(page))
        assert sentence not in words(reading(closed.world, "AG focal point").get(page))
    now, actor = clocks.now(), closed.world.focal_points["CL"]
    streamlining.answer_question(actor=actor, now=now, question=put["CL"], confirmed=True)
    assert sentence not in words(client.get("/"))


def test_the_document_leads_to_the_account_and_the_next_version_to_its_file(closed: Negotiation) -> None:
    row = published(closed)
    document = f"/g/plan/documents/{closed.version.document_id}/"
    link = f"{document}changes/{row.version_id}/"
    assert link in reading(closed.world, "BR focal point").get(document).content.decode()
    assert link not in reading(closed.world, "BR expert").get(document).content.decode()


def test_the_page_of_the_next_version_leads_to_what_differs(closed: Negotiation) -> None:
    upload(closed, begun(closed), edited(MEMBER, OWN))
    page = chair(closed).get(NEXT).content.decode()
    for each in ("file", "whose", "questions"):
        assert f"{NEXT}{each}/" in page


@pytest.fixture
def merged(closed: Negotiation) -> Negotiation:
    """Give a next version by Word, whose first paragraph is the Chair's: BR's word, and one that nobody proposed."""
    row = upload(closed, begun(closed), edited(*SHOULD, Insert((0,), 39, " and by its own means")))
    assign(closed, row, 1, chair=True)
    return closed


def publishing(client: Client, **more: str) -> Any:
    return client.post(f"{NEXT}publish/", {"day": clocks.now().date().isoformat(), "label": "Rev.1", **more})


def test_who_was_not_asked_is_named_before_anything_is_published(merged: Negotiation) -> None:
    client = chair(merged)
    answer = publishing(client)
    assert answer.status_code == 422
    page = words(answer)
    assert "2 delegations’ words are merged, and they were not asked." in page
    assert page.index("Ask these 2 delegations") < page.index("Publish without asking them")
    assert 'name="sure" value="1"' in answer.content.decode()
    assert Revision.objects.get().published_at is None
    assert client.post(NEXT, {"do": "questions"}).status_code == 303
    assert "2 delegations are asked by letter." in words(client.get(NEXT))
    assert sorted(Question.objects.values_list("delegation__party", flat=True)) == ["AG", "BR"]
    assert publishing(client).status_code == 303
    assert Revision.objects.get().published_at is not None


def test_it_may_be_published_knowing_that_nobody_was_asked(merged: Negotiation) -> None:
    assert publishing(chair(merged), sure="1").status_code == 303
    assert not Question.objects.exists()


@pytest.mark.parametrize("who", ["BR focal point", "stranger"])
def test_who_was_not_asked_is_told_to_the_makers_alone(merged: Negotiation, who: str) -> None:
    assert publishing(reading(merged.world, who)).status_code == 404
    with pytest.raises(NotAllowed):
        queries.unasked(merged.world.everybody[who], Revision.objects.get())
