"""The log of requests: one line for each, with the number that the error page shows and without anybody's address."""

import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings

from accord.web.errors import views as errors
from accord.web.log import number_of, route_of
from tests.web.listening import IP, lines, listening


@pytest.mark.django_db
def test_the_operator_may_ask_for_what_is_personal(client: Client) -> None:
    with listening(personal=True) as said, override_settings(ACCORD_LOG_PERSONAL=True):
        client.get("/help/", REMOTE_ADDR=IP)
    assert [line["ip"] for line in lines(said) if line["area"] == "accord.request"] == [IP]


@pytest.mark.django_db
def test_the_error_page_shows_the_number_of_the_line(client: Client) -> None:
    with listening() as said:
        page = client.get("/nowhere/").content.decode()
    (line,) = (line for line in lines(said) if line["area"] == "accord.request")
    assert f">{line['number']}<" in page
    assert (line["route"], line["status"], line["level"]) == ("-", 404, "info")


@pytest.mark.django_db
def test_a_line_counts_the_queries_of_its_page(client: Client) -> None:
    with listening() as said:
        client.get("/health")
        client.get("/health/live")
    assert [(line["route"], line["queries"], line["level"]) for line in lines(said)] == [
        ("health", 1, "warning"),
        ("health-live", 0, "debug"),
    ]


def test_a_request_has_one_number_for_good() -> None:
    request = RequestFactory().get("/")
    assert number_of(request) == number_of(request)
    assert re.fullmatch(r"[0-9a-f]{8}", number_of(request))
    assert route_of(request) == "-"
    assert number_of(request) in errors.bad_request(request, ValueError()).content.decode()


def test_the_log_stands_before_everything_else() -> None:
    assert settings.MIDDLEWARE[0] == "accord.web.log.RequestLog"
