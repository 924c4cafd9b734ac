"""The table of parties, and the alphabet in which a reader finds them."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.people import queries
from accord.people.actions.parties import PartyTable
from accord.people.models import Party
from accord.people.queries.alphabet import alphabetical, sort_key
from tests.factories.people import SYSTEM

TONGUES = ("en", "es", "fr", "pt")
OAS = [
    "AG",
    "AR",
    "BS",
    "BB",
    "BZ",
    "BO",
    "BR",
    "CA",
    "CL",
    "CO",
    "CR",
    "CU",
    "DM",
    "DO",
    "EC",
    "SV",
    "GD",
    "GT",
    "GY",
    "HT",
    "HN",
    "JM",
    "MX",
    "NI",
    "PA",
    "PY",
    "PE",
    "KN",
    "LC",
    "VC",
    "SR",
    "TT",
    "US",
    "UY",
    "VE",
]
LATIN = st.text(st.sampled_from("aábcdeéfgiíñnoóœprstuüz AÁNÑ-’"), min_size=1, max_size=8)


@pytest.mark.django_db
@pytest.mark.clause("O23")
def test_the_table_is_there_after_a_migration() -> None:
    codes = set(Party.objects.values_list("code", flat=True))
    assert set(OAS) <= codes
    assert {"EU", "VA", "PS"} <= codes
    assert len(codes) == 193 + 3
    assert list(Party.objects.filter(iso=False).values_list("code", flat=True)) == ["EU"]


@pytest.mark.django_db
def test_official_names_are_exact() -> None:
    bolivia = Party.objects.get(code="BO")
    assert bolivia.official_name("en") == "Plurinational State of Bolivia"
    assert bolivia.official_name("es") == "Estado Plurinacional de Bolivia"
    assert Party.objects.get(code="BR").official_name("en") == "Federative Republic of Brazil"
    assert Party.objects.get(code="AG").short_name("pt") == "Antígua e Barbuda"
    assert Party.objects.get(code="US").short_name("ar") == "United States"


def test_every_line_is_whole_and_its_zone_is_known() -> None:
    zones = available_timezones()
    for row in PartyTable.rows():
        assert all(row[name].strip() == row[name] != "" for name in row), row
        assert row["zone"] in zones
        assert row["code"].isupper()
        assert len(row["code"]) == 2


@pytest.mark.django_db
def test_loading_again_repairs_and_leaves_own_parties_alone() -> None:
    Party.objects.filter(code="AG").update(short_en="Antigua")
    own = Party.objects.create(code="XOB", iso=False, short_en="An observer", zone="UTC")
    assert PartyTable.load() == 196
    assert Party.objects.get(code="AG").short_en == "Antigua and Barbuda"
    assert Party.objects.filter(pk=own.pk).exists()


@pytest.mark.django_db
def test_parties_come_in_the_readers_alphabet() -> None:
    names = [party.short_en for party in queries.parties(SYSTEM)]
    assert names.index("Costa Rica") < names.index("Côte d’Ivoire") < names.index("Croatia")
    assert names[0] == "Afghanistan"
    assert names[-1] == "Zimbabwe"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Canada", "Cape", "Chad", "Chile", "Colombia"]),
        ("es", ["nube", "ñandú", "oca"]),
        ("pt", ["ñu", "nube", "oca"]),
        ("fr", ["cote", "coté", "côte", "côté"]),
        ("fr", ["Égypte", "El Salvador", "Émirats arabes unis", "Équateur"]),
        ("es", ["Perú", "República Dominicana", "San Vicente y las Granadinas", "Santa Lucía"]),
        ("fr", ["Sainte-Lucie", "Saint-Kitts-et-Nevis", "Saint-Marin"]),
        ("es", ["Guinea", "Guinea Ecuatorial", "Guinea-Bissau", "Guyana"]),
    ],
)
def test_known_orders(language: str, names: list[str]) -> None:
    if language == "fr" and names[0] == "cote":
        # Accents decide only where letters are equal.
        assert {sort_key(name, "fr")[0] for name in names} == {"cote"}
    assert alphabetical(reversed(names), name=str, language=language) == names


@given(LATIN, LATIN, st.sampled_from(TONGUES))
def test_the_order_is_total_and_tells_different_names_apart(one: str, other: str, language: str) -> None:
    first, second = sort_key(one, language), sort_key(other, language)
    assert (first == second) == (one == other)


@given(st.lists(LATIN, max_size=8), st.sampled_from(TONGUES))
def test_the_order_does_not_depend_on_how_things_came(names: list[str], language: str) -> None:
    ordered = alphabetical(names, name=str, language=language)
    assert ordered == alphabetical(reversed(names), name=str, language=language)
    assert alphabetical(ordered, name=str, language=language) == ordered


@given(LATIN, LATIN, st.sampled_from(TONGUES))
def test_accents_and_capitals_never_outweigh_a_letter(one: str, other: str, language: str) -> None:
    plain = str.maketrans("áéíóüÁ", "aeiouA")
    bare_one, bare_other = (sort_key(name.translate(plain).lower(), language)[0] for name in (one, other))
    if bare_one < bare_other:
        assert sort_key(one, language) < sort_key(other, language)
