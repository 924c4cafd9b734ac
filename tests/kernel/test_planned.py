"""A query written once is asked by the shortest way: planned once on PostgreSQL, and nothing is lost by it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, OperationalError, ProgrammingError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel import asked
from accord.kernel.asked import ask
from accord.kernel.models import Entry
from accord.kernel.prepared import prepared
from accord.negotiation.models import Proposal

pytestmark = pytest.mark.django_db
on_postgres = connection.vendor == "postgresql"


@prepared
def _entry(index: int, kind: str) -> QuerySet[Entry]:
    return Entry.objects.filter(index=index, kind=kind)


def kept_plans() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def rows_of(sql: str, *params: Any) -> list[list[Any]]:
    return [list(each) for each in ask(sql, params)]


def test_it_is_planned_once_and_asked_twice() -> None:
    told: list[str] = []

    def hear(execute: Any, sql: str, *more: Any) -> Any:
        told.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(hear):
        for kind in ("a", "b", "quoted '%s' $1"):
            assert _entry(7, kind) == []
    assert len(told) == 3
    if on_postgres:
        table = Entry._meta.db_table
        here = f'("{table}"."index" = $1 AND "{table}"."kind" = $2)'
        assert len([each for each in kept_plans() if here in each]) == 1


def test_who_writes_down_the_queries_of_a_connection_reads_this_one() -> None:
    with CaptureQueriesContext(connection) as written:
        assert _entry(7, "a word") == []
    assert len(written) == 1
    assert "a word" in written[0]["sql"]


def test_signs_for_values_are_no_part_of_words() -> None:
    for value in ("a", "?", "%s", "$1", "énoncé", "back\\slash", "it's"):
        assert rows_of("SELECT 'of 100 %%, $1 and ? ' || %s", value) == [[f"of 100 %, $1 and ? {value}"]]


@given(
    st.lists(
        st.integers(-(1 << 63), (1 << 63) - 1) | st.booleans() | st.none() | st.text("a%'\\é\n$1", max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_values_come_back_as_they_went(values: Sequence[Any]) -> None:
    sql = f"SELECT {', '.join(['%s'] * len(values))}"
    (found,) = rows_of(sql, *values)
    assert found == list(values)


def test_an_instant_is_read_in_utc() -> None:
    at = datetime(2026, 11, 22, 7, 40, 0, 500000, tzinfo=UTC)
    sql = "SELECT %s::timestamptz, NULL::timestamptz" if on_postgres else "SELECT %s, NULL"
    given_ = at if on_postgres else "2026-11-22 07:40:00.5"
    (found,) = rows_of(sql, given_)
    assert found == [at if on_postgres else given_, None]
    assert not on_postgres or found[0].tzinfo is UTC


def test_a_choice_is_given_as_its_word() -> None:
    assert rows_of("SELECT 'is ' || %s", Proposal.State.STANDING) == [["is standing"]]


def test_a_value_the_database_cannot_take_is_an_error_of_django_s_and_the_next_question_is_answered() -> None:
    if on_postgres:
        with pytest.raises(DataError), transaction.atomic():
            _entry(7, "a nul \0 is no text")
    assert _entry(7, "a") == []


def test_a_question_that_cannot_be_answered_is_an_error_of_django_s() -> None:
    with pytest.raises(ProgrammingError if on_postgres else OperationalError), transaction.atomic():
        ask("SELECT nothing FROM nowhere", ())
    if on_postgres:
        with pytest.raises(DataError), transaction.atomic():
            ask("SELECT 1 / %s", (0,))
    assert _entry(7, "a") == []


def test_in_a_transaction_that_failed_nothing_is_asked() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            ask("SELECT 1", ())


@pytest.mark.django_db(transaction=True)
def test_the_first_question_of_a_transaction_is_a_part_of_it() -> None:
    with transaction.atomic():
        assert _entry(7, "a") == []
        if on_postgres:
            (first,) = rows_of("SELECT now()")
            (again,) = rows_of("SELECT now()")
            assert first == again, "one transaction has one now"


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_anew() -> None:
    assert _entry(7, "a") == []
    connection.close()
    assert _entry(7, "a") == []
    if on_postgres:
        assert [each for each in kept_plans() if Entry._meta.db_table in each]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_is_an_error_of_django_s_and_the_next_one_answers() -> None:
    if on_postgres:
        assert _entry(7, "a") == []
        with pytest.raises(OperationalError):
            ask("SELECT pg_terminate_backend(pg_backend_pid())", ())
        connection.close_if_unusable_or_obsolete()
    assert _entry(7, "a") == []


def test_more_than_is_kept_is_answered_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    if on_postgres:
        from accord.kernel import planned

        monkeypatch.setattr(planned, "KEPT", 0)
    before = len(kept_plans()) if on_postgres else 0
    for number in range(3):
        assert rows_of(f"SELECT {number}, %s", "word") == [[number, "word"]]
    assert not on_postgres or len(kept_plans()) == before
    assert asked.KEPT >= 300
