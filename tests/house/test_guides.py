"""The guides say the same in all languages, with the very words of the pages, and every help link leads somewhere."""

import re
from functools import cache

import pytest
from django.conf import settings
from django.utils import translation
from tools import messages

from accord import urls
from accord.web.help import guides, places
from tests.house import grid

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PARTS = sorted({part for parts in guides.GUIDES.values() for part in parts})
LINK = re.compile(r"\]\(([^)]*)\)")
STEP = re.compile(r"^(?:\d\.|-) ", re.MULTILINE)
# Who in the grid reads which guide.
READERS = {"AG expert": "expert", "AG focal point": "focal-point", "chair": "chair", "secretariat": "secretariat"}


def outline(part: str, language: str) -> list[tuple[str, list[tuple[str | None, str]], list[str], int]]:
    """Return of each section its name, the words of the pages it names, its links, and how many steps it has."""
    text = guides.source(part, language)
    starts = list(guides.SECTION.finditer(text))
    ends = [each.start() for each in starts[1:]] + [len(text)]
    bodies = [(each["key"], text[each.end() : end]) for each, end in zip(starts, ends, strict=True)]
    return [
        (
            key,
            sorted(guides.named(body), key=str),
            LINK.findall(body),
            len(STEP.findall(body)),
        )
        for key, body in bodies
    ]


@cache
def on_pages() -> frozenset[tuple[str | None, str]]:
    """Return every sentence of the pages, with its context."""
    return frozenset(messages.sentences())


def strange(part: str, language: str) -> list[str]:
    """Return the words that a guide puts on a page and that no page has."""
    return [each[1] for each in guides.named(guides.source(part, language)) if each not in on_pages()]


@pytest.mark.clause("O25")
@pytest.mark.parametrize("part", PARTS)
def test_a_guide_says_the_same_in_every_language(part: str) -> None:
    assert {language: outline(part, language) for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, outline(part, "en")
    )
    assert all(guides.source(part, language).strip() for language in LANGUAGES)


@pytest.mark.clause("O25")
@pytest.mark.parametrize("part", PARTS)
def test_a_guide_names_only_what_stands_on_a_page(part: str) -> None:
    assert {language: strange(part, language) for language in LANGUAGES} == {language: [] for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", guides.GUIDES)
def test_every_guide_is_read_in_its_language(name: str, language: str) -> None:
    read = guides.guide(name, language)
    assert read.title
    assert read.lead
    assert len({section.key for section in read.sections}) == len(read.sections)
    whole = "".join(section.html for section in read.sections)
    assert "**" not in whole
    assert "{#" not in whole
    assert "%(" not in whole


def test_the_words_of_a_button_are_those_of_the_language() -> None:
    with translation.override("es"):
        said = translation.gettext("Make them visible")
    assert f"<strong>{said}</strong>" in "".join(section.html for section in guides.guide("focal-point", "es").sections)
    assert said != "Make them visible"
    assert guides.guide("expert", "tlh") is guides.guide("expert", "en")


@pytest.mark.clause("O25")
def test_each_page_has_its_section_in_the_guide_of_whoever_may_enter() -> None:
    missing = []
    in_group = {str(each.name) for each in urls.urlpatterns if "<slug:group>" in str(each.pattern)}
    for (row, method), letters in grid.rows().items():
        name = row.partition("@")[0]
        if method != "GET" or name not in places.OF_PAGE:
            continue
        for reader, guide in READERS.items():
            if letters[reader] == "o" and name in in_group and "#" not in places.help_for(name, kind_of(guide), "en"):
                missing.append((row, guide))
    assert missing == []


def kind_of(guide: str) -> str:
    """Return a role that reads this guide."""
    return next(role for role, name in places.OF_ROLE.items() if name == guide)


@pytest.mark.parametrize(
    ("page", "role", "address"),
    [
        ("check", "focal_point", "/help/focal-point/#send"),
        ("documents", "chair", "/help/chair/#publish"),
        ("documents", "expert", "/help/expert/#documents"),
        ("sign-in", "", "/help/#sign-in"),
        ("persons", "", "/help/staff/#persons"),
        ("home", "", "/help/"),
        ("unheard-of", "expert", "/help/expert/"),
        ("", "", "/help/"),
    ],
)
def test_the_help_of_a_page_opens_where_it_is_spoken_of(page: str, role: str, address: str) -> None:
    assert places.help_for(page, role, "fr") == address


def test_the_first_guide_is_that_of_the_reader_s_office() -> None:
    assert places.main_guide({"expert", "vice_chair"}, staff=True) == "chair"
    assert places.main_guide(set(), staff=True) == "staff"
    assert places.main_guide(set(), staff=False) == "everybody"
