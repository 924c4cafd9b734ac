"""The second step at sign-in: optional, answered by an app or a recovery code, each once; nobody is locked out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from axes.models import AccessAttempt
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accord import cli
from accord.kernel import clocks, vault
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.people import actions, queries
from accord.people.models import Person
from accord.people.providers.codes import step_of
from tests.factories.people import PASSWORD, SYSTEM, account, make_actor, sent_for
from tests.factories.second_step import shown, turned_on

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock: a code is of its half-minute."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ana() -> Actor:
    return make_actor("ana.sol")


def password(client: Client, **more: str) -> HttpResponse:
    return client.post(reverse("sign-in"), {"username": "ana.sol", "password": sent_for(PASSWORD, "ana.sol")}, **more)


def answer(client: Client, code: str, **more: str) -> HttpResponse:
    return client.post(reverse("sign-in-code"), {"code": code}, **more)


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def owner(actor: Actor) -> Client:
    """Return the actor's browser, signed in, after she typed her password for this."""
    client = Client()
    client.force_login(account(actor))
    given = {"current": sent_for(PASSWORD, actor.label)}
    sent = client.post(f"{reverse('confirm-password')}?next=/account/second-step/", given)
    assert (sent.status_code, sent["Location"]) == (303, reverse("second-step"))
    return client


@pytest.mark.clause("O6")
def test_without_it_the_password_alone_signs_in(client: Client, ana: Actor) -> None:
    assert password(client)["Location"] == reverse("home")
    assert is_in(client)


@pytest.mark.clause("O6")
def test_it_is_turned_on_with_a_key_and_a_code_and_then_asked_for(client: Client, ana: Actor) -> None:
    hers = owner(ana)
    page = hers.get(reverse("second-step-on"))
    assert "<svg" in page.content.decode()
    offered = page.context["offered"]
    assert offered.key in page.content.decode()
    wrong = hers.post(reverse("second-step-on"), {"sealed": offered.sealed, "code": "000000"})
    assert wrong.status_code == 422
    assert offered.key in wrong.content.decode(), "the app has this key already"
    done = hers.post(reverse("second-step-on"), {"sealed": offered.sealed, "code": shown(offered.key)})
    assert len(done.context["codes"]) == 10
    assert all(each in done.content.decode() for each in done.context["codes"])
    assert offered.key.replace(" ", "") not in str(Authenticator.objects.values())
    sent = password(client)
    assert sent["Location"] == reverse("sign-in-code")
    assert not is_in(client)
    time = clocks.now() + timedelta(seconds=30)
    assert answer(client, f" {shown(offered.key, time)[:3]} {shown(offered.key, time)[3:]}")["Location"] == "/"
    assert is_in(client)


def test_the_page_of_the_second_step_leads_where_the_reader_was_going(client: Client, ana: Actor) -> None:
    key, _codes = turned_on(ana)
    given = {"username": "ana.sol", "password": sent_for(PASSWORD, "ana.sol"), "next": "/account/"}
    client.post(reverse("sign-in"), given)
    assert client.get(reverse("sign-in-code")).status_code == 200
    assert answer(client, shown(key))["Location"] == "/account/"


def test_no_code_works_twice_nor_late(clock: time_machine.Traveller, ana: Actor) -> None:
    key, _codes = turned_on(ana)
    right = shown(key)
    for browser, expected in ((Client(), 303), (Client(), 422)):
        password(browser)
        assert answer(browser, right).status_code == expected
    late = Client()
    password(late)
    clock.shift(timedelta(seconds=90))
    assert answer(late, shown(key, clocks.now() - timedelta(seconds=60))).status_code == 422
    assert answer(late, shown(key, clocks.now() - timedelta(seconds=30))).status_code == 303


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1, cut to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert step_of(secret, code, at=datetime.fromtimestamp(at, UTC), after=0) == at // 30
    assert step_of("", "287082", at=NOON, after=0) is None


@pytest.mark.clause("O7")
def test_a_recovery_code_opens_once_and_its_owner_is_told(client: Client, ana: Actor) -> None:
    _key, codes = turned_on(ana)
    Letter.objects.all().delete()
    password(client)
    assert answer(client, f"{codes[3][:4]} {codes[3][4:]}").status_code == 303
    assert "9 are left" in client.get(reverse("account")).content.decode()
    again = Client()
    password(again)
    assert answer(again, codes[3]).status_code == 422
    letter = Letter.objects.get()
    assert (letter.to_id, letter.subject) == (ana.id, "A recovery code was used")
    assert codes[3] not in letter.text
    assert not any(code in str(Entry.objects.values()) for code in codes)


def test_new_recovery_codes_end_the_former(client: Client, ana: Actor) -> None:
    key, codes = turned_on(ana)
    hers = owner(ana)
    assert hers.get(reverse("recovery-codes")).status_code == 200
    fresh = [each.replace(" ", "") for each in hers.post(reverse("recovery-codes")).context["codes"]]
    assert not set(fresh) & set(codes)
    password(client)
    assert answer(client, codes[0]).status_code == 422
    assert answer(client, fresh[0]).status_code == 303
    assert vault.unseal(Authenticator.objects.get(type="totp").data["secret"]) == key


@pytest.mark.parametrize("name", ["second-step-on", "second-step-off", "recovery-codes"])
def test_what_changes_it_asks_for_the_password_first(name: str, clock: time_machine.Traveller, ana: Actor) -> None:
    turned_on(ana)
    before = list(Authenticator.objects.values())
    browser = Client()
    browser.force_login(account(ana))
    asked = f"{reverse('confirm-password')}?next=%2Faccount%2Fsecond-step%2F{reverse(name).split('/')[-2]}%2F"
    for given in (browser.get(reverse(name)), browser.post(reverse(name), {"code": "000000", "sealed": "x"})):
        assert (given.status_code, given["Location"]) == (303, asked)
    wrong = browser.post(asked, {"current": sent_for("wrong", "ana.sol")})
    assert wrong.status_code == 422
    assert browser.post(reverse(name))["Location"] == asked
    hers = owner(ana)
    clock.shift(timedelta(minutes=5))
    assert hers.post(reverse(name))["Location"] == asked
    assert list(Authenticator.objects.values()) == before


def test_its_owner_turns_it_off_and_is_told(client: Client, ana: Actor) -> None:
    turned_on(ana)
    hers = owner(ana)
    assert hers.get(reverse("second-step-off")).status_code == 200
    assert hers.post(reverse("second-step-off"))["Location"] == reverse("second-step")
    assert not Authenticator.objects.exists()
    subjects = list(Letter.objects.filter(to_id=ana.id).order_by("pk").values_list("subject", flat=True))
    assert subjects == ["The second step is turned on", "The second step is turned off"]
    assert password(client)["Location"] == reverse("home")
    assert hers.post(reverse("recovery-codes"))["Location"] == reverse("second-step")


def test_the_password_is_worth_nothing_without_the_second_step(client: Client, ana: Actor) -> None:
    turned_on(ana)
    assert client.get(reverse("sign-in-code"))["Location"] == reverse("sign-in")
    password(client)
    for name in ("account", "second-step", "change-password", "confirm-password"):
        assert client.get(reverse(name)).status_code == 302
    assert not any(each.get_decoded().get("_auth_user_id") for each in client.session.model.objects.all())


def test_who_waits_too_long_or_whose_password_changed_begins_anew(clock: time_machine.Traveller, ana: Actor) -> None:
    key, _codes = turned_on(ana)
    waits, changed, closed = Client(), Client(), Client()
    for browser in (waits, changed):
        password(browser)
    clock.shift(timedelta(minutes=10))
    assert answer(waits, shown(key))["Location"] == reverse("sign-in")
    password(changed)
    held = account(ana)
    held.set_password(sent_for("seven slow rivers meet", "ana.sol"))
    held.save()
    assert answer(changed, shown(key))["Location"] == reverse("sign-in")
    held.set_password(sent_for(PASSWORD, "ana.sol"))
    held.save()
    password(closed)
    held.is_active = False
    held.save()
    assert answer(closed, shown(key))["Location"] == reverse("sign-in")
    assert not any(map(is_in, (waits, changed, closed)))


def test_guessing_from_one_place_locks_nobody_out_elsewhere(client: Client, ana: Actor) -> None:
    key, _codes = turned_on(ana)
    password(client)
    said = [answer(client, "000000").status_code for _guess in range(10)]
    assert said == [422] * 9 + [429]
    assert answer(client, shown(key)).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    password(elsewhere)
    assert answer(elsewhere, shown(key)).status_code == 303
    assert "000000" not in str(AccessAttempt.objects.values())


def test_guessing_from_everywhere_is_told_and_stops_and_a_recovery_code_still_opens(ana: Actor) -> None:
    key, codes = turned_on(ana)
    Letter.objects.all().delete()
    for place in range(10):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{place}")
        password(guesser)
        for _guess in range(5):
            assert answer(guesser, "000000").status_code == 422
    assert list(Letter.objects.values_list("to_id", "subject")) == [
        (ana.id, "Somebody guesses the second step of your account")
    ]
    hers = Client(REMOTE_ADDR="198.51.100.1")
    password(hers)
    assert answer(hers, shown(key)).status_code == 422
    assert answer(hers, codes[0]).status_code == 303
    with time_machine.travel(NOON + timedelta(hours=1, seconds=30), tick=False):
        later = Client(REMOTE_ADDR="198.51.100.1")
        password(later)
        assert answer(later, shown(key)).status_code == 303


def test_a_link_for_a_new_password_does_not_pass_the_second_step_by(client: Client, ana: Actor) -> None:
    key, _codes = turned_on(ana)
    issued = actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=Person.objects.get(pk=ana.id))
    given = {"new": sent_for("seven slow rivers meet", "ana.sol")}
    assert client.post(reverse("activate", args=[issued.secret]), given)["Location"] == reverse("sign-in-code")
    assert not is_in(client)
    assert answer(client, shown(key)).status_code == 303
    assert is_in(client)


def test_whoever_runs_the_server_takes_a_lost_telephone_away_on_record(client: Client, ana: Actor) -> None:
    turned_on(ana)
    assert cli.main(["user", "unpair", "ana.sol"]) == 0
    assert cli.main(["user", "unpair", "ana.sol"]) == 1
    entry = Entry.objects.get(kind="second_step.taken_away")
    assert (entry.actor_kind, entry.subject) == ("system", f"person:{ana.id}")
    assert Letter.objects.filter(to_id=ana.id, subject="The second step was taken away").exists()
    assert password(client)["Location"] == reverse("home")


def test_nobody_touches_another_s(ana: Actor) -> None:
    key, _codes = turned_on(ana)
    other, now, hers = make_actor("ben.mar"), clocks.now(), account(ana)
    with pytest.raises(NotAllowed):
        actions.turn_off_second_step(actor=other, now=now, account=hers)
    with pytest.raises(NotAllowed):
        actions.make_recovery_codes(actor=other, now=now, account=hers)
    with pytest.raises(NotAllowed):
        actions.answer_second_step(actor=other, now=now, account=hers, code=shown(key))
    assert queries.second_step(other).since is None
    assert not queries.asks_for_code(other)
    with pytest.raises(Refused):
        actions.make_recovery_codes(actor=other, now=now, account=account(other))
    assert actions.answer_second_step(actor=other, now=now, account=account(other), code="000000").by == ""


def test_a_server_with_another_key_opens_by_no_code_and_not_to_everybody(ana: Actor, settings: object) -> None:
    key, codes = turned_on(ana)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    browser = Client()
    password(browser)
    for code in (shown(key), codes[0], "", "000000"):
        assert answer(browser, code).status_code == 422
    kept = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert not set(kept.generate_codes()) & set(kept.generate_codes()), "nobody can work them out"
    assert vault.unseal("v1.nothing") is None
    assert vault.unseal("nothing sealed") is None


@pytest.mark.parametrize("name", ["account", "second-step", "second-step-off", "recovery-codes", "confirm-password"])
def test_few_questions_per_page(name: str, ana: Actor) -> None:
    turned_on(ana)
    hers = owner(ana)
    with CaptureQueriesContext(connection) as questions:
        assert hers.get(reverse(name)).status_code == 200
    assert len(questions) <= 8


def test_what_is_kept_of_a_failed_form_opens_nothing(client: Client, ana: Actor) -> None:
    client.force_login(account(ana))
    given = {"current": sent_for("wrong", "ana.sol"), "new": sent_for("seven slow rivers meet", "ana.sol")}
    client.post(reverse("change-password"), given)
    assert AccessAttempt.objects.count() == 1
    assert "a1." not in str(AccessAttempt.objects.values())
