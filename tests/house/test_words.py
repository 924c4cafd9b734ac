"""Every word on the screen is marked for translation."""

import ast
import re
from pathlib import Path

import pytest

import accord

WEB = Path(accord.__file__).parent / "web"
MODULES = sorted(p for p in Path(accord.__file__).parent.rglob("*.py") if "cli" not in p.parts)
TEMPLATES = sorted(p for p in Path(accord.__file__).parent.rglob("*.html") if "static" not in p.parts)
# The product's own name, and signs that are the same in every language.
SAME_EVERYWHERE = {"Accord", "Rev", "kB", "MB", "UTC", "SHA", "x"}
CALLS = {"_", "_now", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
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


def uncollected(module: str) -> list[int]:
    """Return the lines of the f-strings that call for a translation: who collects the sentences does not see it."""
    formatted = (node for node in ast.walk(ast.parse(module)) if isinstance(node, ast.JoinedStr))
    calls = (each for node in formatted for each in ast.walk(node) if isinstance(each, ast.Call))
    return [each.lineno for each in calls if isinstance(each.func, ast.Name) and each.func.id in CALLS]


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


def test_no_sentence_hides_in_an_f_string() -> None:
    hidden = {str(path): uncollected(path.read_text(encoding="utf-8")) for path in MODULES}
    assert {path: lines for path, lines in hidden.items() if lines} == {}


@pytest.mark.parametrize(
    ("module", "lines"), [("x = f'{_(\"Sent\")}!'", [1]), ("x = _('Sent')\ny = f'{x}!'", []), ("f'{size(3)}'", [])]
)
def test_the_reader_of_modules_sees_it(module: str, lines: list[int]) -> None:
    assert uncollected(module) == lines
