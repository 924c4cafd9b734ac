"""Whose a session is, is guessed by whose it was; a wrong guess, and whatever ended meanwhile, is noticed at once."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.kernel import clocks
from accord.people.models import Account
from tests.factories.people import account, make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Account:
    return account(make_actor("ana.lima"))


@pytest.fixture
def browser(ana: Account) -> Client:
    """Return a browser in which Ana has read a page, so that whose her session is can be guessed."""
    client = Client()
    client.force_login(ana)
    assert reads(client) == ana
    return client


def reads(client: Client) -> Any:
    """Return who reads the home page in this browser, None for a stranger."""
    user = client.get("/").wsgi_request.user
    return user if user.is_authenticated else None


def test_the_account_is_read_with_its_session(browser: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        browser.get("/")
    of_sessions = [each["sql"] for each in asked if "session" in each["sql"] or "people_account" in each["sql"]]
    assert len(of_sessions) == 1


def test_a_session_that_was_ended_is_over(browser: Client) -> None:
    Session.objects.all().delete()
    assert reads(browser) is None


def test_a_session_that_ran_out_is_over(browser: Client) -> None:
    Session.objects.update(expire_date=clocks.now())
    assert reads(browser) is None


def test_a_closed_account_reads_no_more(browser: Client, ana: Account) -> None:
    Account.objects.filter(pk=ana.pk).update(is_active=False)
    assert reads(browser) is None


def test_a_changed_password_ends_the_session(browser: Client, ana: Account) -> None:
    Account.objects.filter(pk=ana.pk).update(password="argon2$other")
    assert reads(browser) is None


def test_a_session_that_is_somebody_else_s_now_is_hers(browser: Client, ana: Account) -> None:
    eva = account(make_actor("eva.luz"))
    other = Client()
    other.force_login(eva)
    mine, hers = browser.cookies["sessionid"].value, other.cookies["sessionid"].value
    Session.objects.filter(pk=mine).update(session_data=Session.objects.get(pk=hers).session_data)
    assert reads(browser) == eva
    assert reads(other) == eva
    Session.objects.filter(pk=hers).delete()
    assert reads(other) is None
    assert reads(browser) == eva != ana
