"""What a prepared query makes of its rows is what Django makes of them, to the last attribute."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, F, Model, OuterRef, QuerySet
from django.db.models.functions import Length
from django.db.models.signals import post_init
from hypothesis import example, given
from hypothesis import strategies as st

from accord.kernel import instances
from accord.kernel.prepared import Prepared
from accord.negotiation.models import Proposal, RoundBase
from accord.people.models import Appointment, Delegation
from tests.factories.negotiation import Negotiation, negotiation
from tests.redline.generator import Insert

Build = Callable[[int], QuerySet[Any, Any]]
OFFICES: dict[str, Build] = {
    "plain": lambda least: Appointment.objects.filter(pk__gte=least),
    "two deep": lambda least: Appointment.objects.filter(pk__gte=least).select_related("delegation__party", "person"),
    "nothing there": lambda least: Appointment.objects.filter(pk__gte=least).select_related("note"),
    "annotated": lambda least: Appointment.objects.filter(pk__gte=least).annotate(
        size=Length("note_name"), since=F("starts_at"), other=Exists(Delegation.objects.filter(pk=OuterRef("pk")))
    ),
    "in part": lambda least: (
        Appointment.objects.filter(pk__gte=least).select_related("person").only("kind", "person__email")
    ),
    "bases": lambda least: RoundBase.objects.filter(pk__gte=least).select_related("round__meeting", "handout"),
    "lists": lambda least: Proposal.objects.filter(pk__gte=least).select_related("base__round"),
    "tuples": lambda least: Appointment.objects.filter(pk__gte=least).values_list("kind", "made_at", "ends_at"),
    "flat": lambda least: Appointment.objects.filter(pk__gte=least).values_list("made_at", flat=True),
    "named": lambda least: Proposal.objects.filter(pk__gte=least).values("touches", "received_at"),
}


@pytest.fixture
def played(db: None) -> Negotiation:
    """Return a round with a proposal in it."""
    found = negotiation()
    found.upload("AG", Insert((2,), 4, "new "))
    return found


def told(found: Any) -> Any:
    """Everything that is known of a row: all it holds, what hangs on it, and where it came from."""
    if not isinstance(found, Model):
        return type(found), found
    hangs = {name: told(each) for name, each in found._state.fields_cache.items()}
    own = {name: (type(each), each) for name, each in vars(found).items() if name != "_state"}
    return type(found), own, hangs, found._state.db, found._state.adding, found.get_deferred_fields()


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("build", OFFICES.values(), ids=OFFICES)
def test_they_are_django_s(build: Build) -> None:
    asked: Prepared[Any, Any] = Prepared(_named(build))
    plain = list(build(1).order_by("pk"))
    assert plain
    for _time in range(2):
        assert [told(each) for each in asked(1)] == [told(each) for each in plain]
    assert asked(10**6) == []


def _named(build: Build) -> Build:
    def asked(least: int) -> QuerySet[Any, Any]:
        return build(least).order_by("pk")

    return asked


@pytest.mark.usefixtures("played")
def test_what_was_read_can_be_changed_and_saved() -> None:
    (first, *_) = Prepared(_named(OFFICES["in part"]))(1)
    assert first.delegation_id == Appointment.objects.get(pk=first.pk).delegation_id
    first.note_name = "letter.pdf"
    first.save(update_fields=["note_name"])
    first.refresh_from_db()
    assert first.note_name == "letter.pdf"


@pytest.mark.usefixtures("played")
def test_whoever_listens_to_each_instance_is_told() -> None:
    heard: list[Any] = []

    def hear(instance: Any, **_more: object) -> None:
        heard.append(instance)

    post_init.connect(hear, sender=Appointment)
    try:
        found = Prepared(_named(OFFICES["plain"]))(1)
    finally:
        post_init.disconnect(hear, sender=Appointment)
    assert heard == found != []


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001 -- as SQLite has them
@example(datetime(2026, 11, 22, 7, 40, 0, 500000))  # noqa: DTZ001 -- the same
def test_an_instant_is_read_as_django_reads_it(at: datetime) -> None:
    read = instances._instant(lambda *_given: pytest.fail("asked Django"), None, _Utc, str(at))
    assert read == at.replace(tzinfo=UTC)
    assert read.tzinfo is UTC


class _Utc:
    timezone = UTC


@pytest.mark.parametrize("value", [None, "yesterday", datetime(2026, 11, 22, tzinfo=UTC)])
def test_what_is_no_such_instant_is_left_to_django(value: object) -> None:
    assert instances._instant(lambda *given: ("Django's", given[0]), None, _Utc, value) == ("Django's", value)


def test_sqlite_s_zone_is_ours() -> None:
    assert connection.vendor != "sqlite" or connection.timezone is UTC
