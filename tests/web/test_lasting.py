"""Sentences of templates and addresses of pages are kept, and stay what they were."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from accord.web.lasting import Sentence, keep_addresses


def rendered(source: str, language: str, **given: object) -> str:
    with translation.override(language):
        return engines["django"].from_string("{% load i18n %}" + source).render(given)


@pytest.mark.parametrize("source", ['{% translate "Sign in" %}', '{% trans "Sign in" %}'])
def test_a_sentence_is_in_the_language_of_each_reader(source: str) -> None:
    template = engines["django"].from_string("{% load i18n %}" + source)
    said = []
    for language in ("en", "es", "fr", "pt", "en", "es"):
        with translation.override(language):
            said.append(template.render())
    assert len(set(said)) == 4
    assert said[:2] == said[4:]
    assert said[0] == "Sign in"
    assert len(template.template.nodelist.get_nodes_by_type(Sentence)) == 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "50 % <b>" %}', "50 % <b>"),
        ('{% translate "Sign in" as words %}[{{ words }}]', "[Sign in]"),
        ("{% translate words %}", "&lt;i&gt;"),
        ('{% translate "Sign in"|upper %}', "SIGN IN"),
        ('{% translate "Sign in" noop %}', "Sign in"),
        ('{% translate "Sign in" context "door" %}', "Sign in"),
    ],
)
def test_every_form_of_the_tag_does_what_django_s_does(source: str, expected: str) -> None:
    assert rendered(source, "en", words="<i>") == expected


def test_an_address_is_kept_and_a_wrong_one_refused_each_time() -> None:
    keep_addresses()
    assert reverse("overview", args=["wg"]) is reverse("overview", args=["wg"])
    assert reverse("overview", args=["wg"]) != reverse("overview", args=["other"])
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            reverse("overview", args=["not/a/slug"])
