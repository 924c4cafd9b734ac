"""Every word on the screen is marked for translation."""

import re
from pathlib import Path

import pytest

import accord

WEB = Path(accord.__file__).parent / "web"
TEMPLATES = sorted(p for p in Path(accord.__file__).parent.rglob("*.html") if "static" not in p.parts)
# The product's own name, and signs that are the same in every language.
SAME_EVERYWHERE = {"Accord", "Rev", "kB", "MB", "UTC", "SHA", "x"}
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
MARKED = re.compile(r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}", re.DOTALL)
# What is typed into a machine is the same in every language.
TYPED = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:title|alt|aria-label|placeholder)=("[^"]*"|'[^']*')""")
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
ELEMENTS = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


def unmarked(template: str) -> list[str]:
    """Return the words a reader would see that no translator would: in the text, and in what is read aloud."""
    bare = TAGS.sub(" ", MARKED.sub(" ", TYPED.sub(" ", COMMENTS.sub(" ", template))))
    bare = bare.replace("<!doctype html>", "")
    seen = ELEMENTS.sub(" ", bare) + " ".join(SPOKEN.findall(bare))
    return [word for word in WORD.findall(re.sub(r"&\w+;", " ", seen)) if word not in SAME_EVERYWHERE]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(WEB.parent)))
def test_no_word_of_a_template_is_unmarked(template: Path) -> None:
    assert unmarked(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Send it</p>", ["Send", "it"]),
        ('<a aria-label="Next page">›</a>', ["Next", "page"]),
        ('<p>{% translate "Send it" %}</p>', []),
        ('<a title="{% translate "Next" %}">{{ name }}</a>', []),
        ("{% blocktranslate %}So <b>many</b> words{% endblocktranslate %}", []),
    ],
)
def test_the_reader_of_templates_sees_what_a_person_sees(template: str, words: list[str]) -> None:
    assert unmarked(template) == words
