"""When there is no page: what happened, what to do, a number that the log has, and a way to a person (O25)."""

import logging
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from accord.people.models import Person
from accord.web.errors import views as errors
from tests.factories.people import World, account, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> World:
    return world()


def _asked_for(client: Client, status: int) -> HttpResponse:
    """Ask in the way that is answered with this status."""
    client.raise_request_exception = False
    if status == 403:
        return Client(enforce_csrf_checks=True).post("/language/", {"language": "es"})
    if status == 405:
        return client.get("/language/")
    if status == 413:
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
            return client.post("/support/", {"words": "x" * 20})
    if status == 400:
        return client.get("/", headers={"host": "somewhere-else.example"})
    return client.get("/no/such/page/")


@pytest.mark.clause("O25")
@pytest.mark.parametrize("status", [400, 403, 404, 405, 413])
def test_each_page_says_what_to_do_and_leads_to_support(
    client: Client, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = _asked_for(client, status)
    page = unescape(answer.content.decode())
    number = re.search(r'class="n">([0-9a-f]{8})<', page)
    assert answer.status_code == status
    assert number is not None
    assert re.search(rf'href="/support/\?page=[^"]+&number={number[1]}"', page)
    assert page.count("<h1>") == 1
    said = [vars(record)["fields"] for record in caplog.records if record.name == "accord.request"]
    assert (number[1], status) in [(each["number"], each["status"]) for each in said]


def test_who_has_signed_in_is_still_known_on_an_error_page(client: Client, plan: World) -> None:
    client.force_login(account(plan.chair))
    for path, status in (("/no/such/page/", 404), ("/language/", 405), ("/g/plan/room/", 404)):
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == status
        assert (str(Person.objects.get(pk=plan.chair.id)) in page, 'href="/sign-in/"' in page) == (True, False)
    assert 'href="/sign-in/"' in Client().get("/no/such/page/").content.decode()


def test_405_names_the_ways_that_are_open(client: Client) -> None:
    assert client.get("/language/")["Allow"] == "POST"
    assert "button on a page" in client.get("/language/").content.decode()


@pytest.mark.parametrize("path", ["/language/", "/no/such/page/"])
def test_they_speak_the_reader_s_language(client: Client, plan: World, path: str) -> None:
    Person.objects.filter(pk=plan.chair.id).update(language="pt")
    client.force_login(account(plan.chair))
    assert '<html lang="pt"' in client.get(path, headers={"accept-language": "fr"}).content.decode()


def test_a_form_that_was_open_too_long_speaks_it_too(plan: World) -> None:
    Person.objects.filter(pk=plan.chair.id).update(language="es")
    client = Client(enforce_csrf_checks=True)
    client.force_login(account(plan.chair))
    answer = client.post("/account/", {"language": "es"})
    assert answer.status_code == 403
    assert '<html lang="es"' in answer.content.decode()


def test_a_fault_of_ours_asks_the_database_for_nothing() -> None:
    def unreachable(*_given: object) -> None:
        raise AssertionError("The page asked the database.")

    request = RequestFactory().get("/g/plan/text/")
    with connection.execute_wrapper(unreachable), translation.override("en"):
        answer = errors.broken(request)
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_without_the_database_it_says_to_wait(client: Client, plan: World) -> None:
    def down(*_given: object) -> None:
        raise OperationalError("connection refused")

    client.force_login(account(plan.chair))
    client.raise_request_exception = False
    with connection.execute_wrapper(down):
        answer = client.get("/", headers={"accept-language": "fr"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    page = answer.content.decode()
    assert '<html lang="fr"' in page
    assert "Accord ne peut pas atteindre ses données" in page


def test_a_file_is_not_what_makes_a_form_too_large(client: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=2000):
        sent = {"words": "x", "file": SimpleUploadedFile("a.bin", b"x" * 5000)}
        assert client.post("/support/", sent).status_code == 422
