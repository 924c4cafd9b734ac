"""On PostgreSQL a prepared query is planned once for its connection; on SQLite it is written in its signs once."""

from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.db.models import QuerySet

from accord.kernel.models import Entry
from accord.kernel.planned import planning
from accord.kernel.prepared import prepared

pytestmark = pytest.mark.django_db


@prepared
def _entry(index: int, kind: str) -> QuerySet[Entry]:
    return Entry.objects.filter(index=index, kind=kind)


def kept_plans() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def test_it_is_planned_once_and_asked_twice(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        for kind in ("a", "b", "quoted '%s' $1"):
            assert _entry(7, kind) == []
    if connection.vendor == "postgresql":
        table = Entry._meta.db_table
        assert len([each for each in kept_plans() if table in each and "$2" in each]) == 1
    else:
        assert planning(connection).vendor == "sqlite"


def test_signs_for_values_are_no_part_of_words() -> None:
    with planning(connection).cursor() as cursor:
        for value in ("a", "?", "%s"):
            cursor.execute("SELECT 'of 100 %% ' || %s", (value,))
            assert cursor.fetchone() == (f"of 100 % {value}",)


def test_a_value_the_database_cannot_take_is_an_error_of_django_s_and_the_next_question_is_answered() -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DataError), transaction.atomic():
            _entry(7, "a nul \0 is no text")
    assert _entry(7, "a") == []
