"""Technical support from every page: what is filled in, what is sent, and how it holds when things break (O25)."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse

from accord.kernel import clocks, queue
from accord.kernel.models import Entry
from accord.mailings.models import Case, Letter
from accord.people.models import Person
from accord.web.support.forms import SupportForm
from accord.web.support.seen import letter_address, shown_address
from tests.factories.people import World, account, make_actor, world

pytestmark = pytest.mark.django_db
HERE = "support@example.org"
SAID = {
    "words": "I wanted to send my file;\nthe page stays white.",
    "reply_to": "ana@example.org",
    "page": "/g/plan/text/",
    "seen_at": "22 November 2026, 18:00",
    "number": "ab12cd34",
}


@pytest.fixture
def plan() -> World:
    return world()


@pytest.fixture(autouse=True)
def _somebody_answers(settings: object) -> None:
    settings.ACCORD_SUPPORT = f"The support desk, {HERE}"  # type: ignore[attr-defined]  # pytest-django's fixture


def _support_link(page: str) -> str:
    found = re.search(r'href="(/support/\?[^"]+)"', page)
    assert found is not None
    return unescape(found[1])


@pytest.mark.clause("O25")
def test_every_page_leads_to_support_with_itself_filled_in(client: Client, plan: World) -> None:
    client.force_login(account(plan.focal_points["AG"]))
    for path in ("/g/plan/", "/account/", "/help/", "/nothing-here/"):
        link = _support_link(client.get(path).content.decode())
        asked = parse_qs(urlsplit(link).query)
        assert asked["page"] == [path]
        assert re.fullmatch(r"[0-9a-f]{8}", asked["number"][0])
        form = client.get(link).content.decode()
        assert f">\n{path}</textarea>" in form
        assert f'value="{asked["number"][0]}"' in form
        assert f'value="{Person.objects.get(pk=plan.focal_points["AG"].id).email}"' in form


@pytest.mark.clause("O25")
def test_a_question_becomes_a_letter_with_a_case_number(client: Client, plan: World) -> None:
    client.force_login(account(plan.chair))
    answer = client.post("/support/", SAID, follow=True)
    case = Case.objects.get()
    assert case.number in answer.content.decode()
    assert (case.person_id, case.origin) == (plan.chair.id, "")
    queue.drain()
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == ([HERE], ["ana@example.org"])
    assert case.number in sent.subject
    for said in (*SAID["words"].split("\n"), "/g/plan/text/", "ab12cd34", case.number, "had signed in"):
        assert said in str(sent.body)
    entry = Entry.objects.get(kind="support.asked")
    assert entry.data == {"case": case.number}
    assert "white" not in entry.metadata


@pytest.mark.clause("O25")
def test_who_cannot_sign_in_asks_too_and_is_not_taken_at_her_word(client: Client) -> None:
    link = _support_link(client.get("/sign-in/").content.decode())
    assert client.get(link).status_code == 200
    assert client.post("/support/", SAID).status_code == 303
    letter = Letter.objects.get(kind="support")
    assert "the address was not checked" in letter.text
    assert Case.objects.get().person_id is None
    # A keyed hash, by which nobody is found.
    assert re.fullmatch(r"[0-9a-f]{16}", Case.objects.get().origin)


def test_it_works_in_a_browser_without_script_and_with_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    form = client.get("/support/?page=/&number=ab12cd34").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.partition('class="card roomy')[2])
    assert token is not None
    assert client.post("/support/", {**SAID, "csrfmiddlewaretoken": token[1]}).status_code == 303


def test_too_many_questions_from_one_place_are_told_another_way(client: Client) -> None:
    for _time in range(5):
        assert client.post("/support/", SAID).status_code == 303
    refused = client.post("/support/", SAID)
    assert refused.status_code == 429
    page = refused.content.decode()
    assert "the page stays white." in page
    assert f"mailto:{HERE}?" in page
    assert client.post("/support/", SAID, REMOTE_ADDR="198.51.100.7").status_code == 303
    Case.objects.update(asked_at=clocks.now() - timedelta(hours=2))
    assert client.post("/support/", SAID).status_code == 303


def test_all_visitors_together_have_their_limit(client: Client, plan: World) -> None:
    for number in range(60):
        assert client.post("/support/", SAID, REMOTE_ADDR=f"198.51.100.{number}").status_code == 303
    assert client.post("/support/", SAID, REMOTE_ADDR="203.0.113.1").status_code == 429
    client.force_login(account(plan.chair))
    assert client.post("/support/", SAID).status_code == 303


def test_what_cannot_be_kept_goes_by_her_own_mail(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(**_arguments: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("accord.mailings.actions.ask_support", down)
    answer = client.post("/support/", SAID)
    page = unescape(answer.content.decode())
    assert answer.status_code == 503
    assert "I wanted to send my file;" in page
    letter = re.search(r'href="(mailto:[^"]+)"', page)
    assert letter is not None
    body = parse_qs(urlsplit(letter[1]).query)["body"][0]
    assert "the page stays white." in body
    assert "ab12cd34" in body


def test_what_is_missing_is_asked_for(client: Client) -> None:
    answer = client.post("/support/", {**SAID, "words": "", "reply_to": "not an address"})
    assert answer.status_code == 422
    assert Case.objects.count() == 0
    assert client.get("/support/sent/nothing/").status_code == 404
    assert client.get("/support/sent/ABCD-2345/").status_code == 200


@pytest.mark.parametrize("said", ["", "Room 12, extension 400"])
def test_without_an_address_the_page_says_whom_to_ask(client: Client, said: str) -> None:
    with override_settings(ACCORD_SUPPORT=said):
        page = client.get("/support/?number=ab12cd34").content.decode()
        assert (said or "Technical Secretariat") in page
        assert "ab12cd34" in page
        assert "<textarea" not in page
        assert client.post("/support/", SAID).status_code == 422
        assert letter_address("/", "ab12cd34") == ""
    assert settings.ACCORD_SUPPORT


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/g/plan/text/?show=AG", "/g/plan/text/"),
        ("/activate/short-secret", "/activate/…"),
        ("/activate/" + "x" * 43, "/activate/…"),
        ("/mistyped/" + "Zx9" * 12 + "/", "/mistyped/…/"),
        (f"/g/{'working-group-on-a-very-long-name'}/", "/g/working-group-on-a-very-long-name/"),
        ("", ""),
        ("/" + "a/" * 400, ("/" + "a/" * 400)[:200]),
    ],
)
def test_no_secret_of_an_address_is_told(path: str, shown: str) -> None:
    assert shown_address(path) == shown


def test_a_secret_that_was_pasted_into_the_form_is_not_sent(client: Client) -> None:
    client.post("/support/", {**SAID, "page": "/activate/my-secret-path"})
    assert "my-secret-path" not in Letter.objects.get(kind="support").text


def test_where_and_when_are_one_line_each_whatever_was_pasted(client: Client) -> None:
    form = SupportForm(
        {"words": "Help.", "reply_to": "ana@example.org", "page": "/g/plan/\r\n text/", "seen_at": "a\nb"}
    )
    assert form.is_valid()
    assert (form.cleaned_data["page"], form.cleaned_data["seen_at"]) == ("/g/plan/ text/", "a b")


def test_a_visitor_who_has_asked_is_not_led_to_groups_she_has_not(client: Client) -> None:
    page = client.get("/support/sent/ABCD-2345/").content.decode()
    assert "Go to my groups" not in page
    assert f'href="{reverse("sign-in")}">Go to the sign-in page</a>' in page
    client.force_login(account(make_actor("ana.sol")))
    assert "Go to my groups" in client.get("/support/sent/ABCD-2345/").content.decode()
