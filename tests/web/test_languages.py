"""A page in each of the four languages: States in the language's own order; in French no sign begins a line alone."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

import accord
from accord.people.models import Person
from accord.web import signs
from tests.factories.people import account, world

pytestmark = pytest.mark.django_db
ACCORD = Path(accord.__file__).parent
# A double sign after a space that may break, or a quotation mark before one.
LOOSE = re.compile(r"(?<=\S) [:;?!»](?!\w)|« ")


def test_the_same_delegations_come_in_the_order_of_each_language(client: Client) -> None:
    there = world(codes=("DE", "ES", "AG"))
    orders = {
        "en": ("Antigua and Barbuda", "Germany", "Spain"),
        "es": ("Alemania", "Antigua y Barbuda", "España"),
        "fr": ("Allemagne", "Antigua-et-Barbuda", "Espagne"),
        "pt": ("Alemanha", "Antígua e Barbuda", "Espanha"),
    }
    client.force_login(account(there.chair))
    for language, names in orders.items():
        Person.objects.filter(pk=there.chair.id).update(language=language)
        page = client.get(reverse("delegations", kwargs={"group": there.group.slug})).content.decode()
        places = [page.index(f"{name}</") for name in names]
        assert (language, places) == (language, sorted(places))


def test_in_french_a_sign_stays_with_its_word() -> None:
    with (ACCORD / "locale" / "fr" / "LC_MESSAGES" / "django.po").open("rb") as file:
        said = [words for each in read_po(file) for words in (each.string if each.pluralizable else (each.string,))]
    guides = [path.read_text(encoding="utf-8") for path in (ACCORD / "web" / "help" / "guides" / "fr").glob("*.md")]
    assert len(said) > 500
    assert len(guides) == 8
    assert [words for words in [*said[1:], *guides] if LOOSE.search(words)] == []
    assert LOOSE.search("au Secrétariat : il")


def test_in_french_a_sign_between_words_stands_off_its_word() -> None:
    colon = Template("a{% colon %}b")
    said = {}
    for language in ("en", "es", "fr", "pt"):
        with translation.override(language):
            said[language] = (signs.labelled("a", "b"), signs.series(["", "a", "", "b", "c"]), colon.render(Context()))
    assert said["fr"] == (
        "a\N{NO-BREAK SPACE}: b",
        "a\N{NO-BREAK SPACE}; b\N{NO-BREAK SPACE}; c",
        "a\N{NO-BREAK SPACE}: b",
    )
    assert {said[language] for language in ("en", "es", "pt")} == {("a: b", "a; b; c", "a: b")}
    assert signs.series([]) == ""
