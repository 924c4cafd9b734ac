"""Prepared queries: the SQL is written once, and answers as if it had been written anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel import actor as actors
from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.kernel.policy import NOTHING
from accord.kernel.prepared import NotPreparedError, _padded, prepared
from tests.kernel.acts import NOON, noted

NUMBERS = st.lists(st.integers(0, 2), max_size=6).map(tuple)


@prepared
def _chosen(indices: tuple[int, ...], scope: str, least: int) -> QuerySet[Entry]:
    return Entry.objects.filter(index__in=indices, scope=scope, index__gte=least).order_by("index")


@prepared
def _past(actor: Actor, backwards: bool) -> QuerySet[Entry, int]:
    which = Entry.objects.filter(at__lte=clocks.now())
    which = which if actor.kind == "system" else which.filter(NOTHING)
    return which.order_by("-index" if backwards else "index").values_list("index", flat=True)


@pytest.fixture
def three(db: None) -> list[Entry]:
    for words in ("one", "two", "three"):
        noted(words)
    return list(Entry.objects.order_by("index"))


@pytest.mark.parametrize("wanted", [(), (0,), (2, 0), (0, 1, 2), (2, 2, 2, 1, 1)])
def test_values_are_put_where_they_belong(three: list[Entry], wanted: tuple[int, ...]) -> None:
    for least in range(3):
        expected = [each for each in three if each.index in wanted and each.index >= least]
        assert _chosen(wanted, three[0].scope, least) == expected
        assert _chosen(wanted, "group:0", least) == []


def test_rows_are_whole_and_belong_to_this_thread(three: list[Entry]) -> None:
    found = _chosen((1,), three[1].scope, 0)[0]
    assert (found.kind, found.at, found.data) == (three[1].kind, three[1].at, three[1].data)
    found.refresh_from_db()


@pytest.mark.usefixtures("three")
def test_the_clock_and_what_is_looked_at_decide_anew() -> None:
    system, person = actors.system("tests"), actors.person(1, "ana")
    with clocks.standing_still(NOON):
        assert _past(system, True) == [2, 1, 0]
        assert _past(system, False) == [0, 1, 2]
        assert _past(person, False) == []
    with clocks.standing_still(NOON - timedelta(microseconds=1)):
        assert _past(system, False) == []


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("word", ["plain", "it's", "100 % of %s", "back\\slash", "énoncé", "", "two ''quotes''"])
def test_words_that_never_vary_mean_the_same_in_the_text_of_a_query(word: str) -> None:
    said = prepared(lambda least: _saying(word).filter(index__gte=least))
    assert said(1) == list(_saying(word).filter(index__gte=1)) == [word, word]


def _saying(word: str) -> QuerySet[Entry, str]:
    said = Entry.objects.annotate(said=Value(word, output_field=TextField())).exclude(scope=word)
    return said.order_by("index").values_list("said", flat=True)


def test_each_is_one_question(three: list[Entry]) -> None:
    _chosen((0, 1, 2), three[0].scope, 0)
    with CaptureQueriesContext(connection) as asked:
        assert len(_chosen((2, 1, 0), three[0].scope, 0)) == 3
    assert len(asked) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "looks",
    [
        lambda number: Entry.objects.filter(index=number + 1),
        lambda number: Entry.objects.filter(index=number) if number % 20_000 < 20 else Entry.objects.all(),
        lambda number: Entry.objects.all()[: number % 1000],
    ],
)
def test_a_function_that_reads_a_value_itself_is_refused(looks: Any) -> None:
    with pytest.raises(NotPreparedError, match="reads a value itself"):
        prepared(looks)(3)


def test_a_value_by_name_is_refused() -> None:
    with pytest.raises(TypeError, match="in order"):
        _chosen(indices=(1,), scope="", least=0)


@given(NUMBERS)
def test_a_tuple_is_rounded_up_by_repeating_its_last(numbers: tuple[int, ...]) -> None:
    (padded,) = _padded([numbers])
    assert set(padded) == set(numbers)
    assert len(padded) in {0, 1, 2, 4, 8}
