"""The guides, read from Markdown: one per role and language, with the very words that stand on the buttons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent / "guides"
GUIDES = {
    "focal-point": ("focal_point", "level", "everybody"),
    "expert": ("expert", "everybody"),
    "chair": ("chair", "administering", "level", "everybody"),
    "secretariat": ("secretariat", "administering", "level", "everybody"),
    "staff": ("staff", "everybody"),
    "everybody": ("everybody",),
}
"""Each guide by its name in addresses, and the files that make it up; the first of them gives its title."""

# "## Send your file {#send}": a section, and the name by which pages point at it.
SECTION = re.compile(r"^## (?P<title>.+) \{#(?P<key>[a-z-]+)\}$", re.MULTILINE)
# "**Send your Word file**", "**Record|the group's record of acts**": a word of the pages, as the catalogues know it.
NAMED = re.compile(r"\*\*(?P<words>[^*|]+)(?:\|(?P<context>[^*|]+))?\*\*")
# What is filled in when the page is made ("Send as %(name)s") is left open in a guide.
FILLED = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class Section:
    """One task: `key` is where pages point at it, `html` what it says."""

    key: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Guide:
    """What one role reads, in one language."""

    name: str
    title: str
    lead: SafeString
    sections: tuple[Section, ...]


def guide(name: str, language: str) -> Guide:
    """Return a guide in the language, in English where there is none; KeyError for a name that is no guide's."""
    offered = {code for code, _name in settings.LANGUAGES}
    return _guide(name, language if language in offered else settings.LANGUAGE_CODE)


def source(part: str, language: str) -> str:
    """Return the Markdown of a file, as its translator wrote it."""
    return (FOLDER / language / f"{part}.md").read_text(encoding="utf-8")


def named(markdown: str) -> list[tuple[str | None, str]]:
    """Return the words of the pages that a text names, as (context, words), in their order."""
    return [(each["context"], each["words"]) for each in NAMED.finditer(markdown)]


@cache
def _guide(name: str, language: str) -> Guide:
    parts = GUIDES[name]
    title, lead = _head(source(parts[0], language))
    with translation.override(language):
        sections = tuple(section for part in parts for section in _sections(source(part, language)))
        return Guide(name, title, _html(lead), sections)


def _head(markdown: str) -> tuple[str, str]:
    """Return the title of a file and what stands before its first section."""
    first, _, rest = markdown.partition("\n")
    return first.removeprefix("# "), SECTION.split(rest, maxsplit=1)[0]


def _sections(markdown: str) -> Iterator[Section]:
    """Yield the sections of a file."""
    found = list(SECTION.finditer(markdown))
    ends = [each.start() for each in found[1:]] + [len(markdown)]
    for each, end in zip(found, ends, strict=True):
        yield Section(each["key"], each["title"], _html(markdown[each.end() : end]))


def _html(markdown: str) -> SafeString:
    """Return the text as HTML, each word of the pages in the active language; the source is ours, and holds no HTML."""
    reader = MarkdownIt("commonmark", {"html": False, "typographer": False})
    return mark_safe(NAMED.sub(_said, reader.render(_kept(markdown))).strip())  # noqa: S308 -- our own files


def _kept(markdown: str) -> str:
    """Shield the asterisks of named words, so that they pass through the renderer as they are."""
    return NAMED.sub(lambda each: each[0].replace("*", r"\*"), markdown)


def _said(each: re.Match[str]) -> str:
    words, context = _plain(each["words"]), _plain(each["context"] or "")
    said = translation.pgettext(context, words) if context else translation.gettext(words)
    return format_html("<strong>{}</strong>", FILLED.sub("…", said))


def _plain(escaped: str) -> str:
    return escaped.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
