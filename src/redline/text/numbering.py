"""The numbers Word computes for paragraphs and does not write into the text: "6.", "(a)", "Article IV"."""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import is_on, val, w
from redline.oxml.tables import number
from redline.text.numerals import numeral
from redline.text.views import paragraphs

_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_NUMPR: Final = f"{w('pPr')}/{w('numPr')}"
_STYLE: Final = f"{w('pPr')}/{w('pStyle')}"
_NEW_MARKS: Final = tuple(f"{w('pPr')}/{w('rPr')}/{w(name)}" for name in ("ins", "moveTo"))


def labels(package: Package) -> dict[Element, str]:
    """Return the label of every numbered paragraph of the body, by its w:p element of `package.tree(package.main)`.

    A paragraph without a number, or with a bullet, is not in the result. Paragraphs whose mark is a pending insertion
    count as not there (the original view), since inserted and deleted items do not advance the numbers of the rest.
    """
    body = package.tree(package.main).find(w("body"))
    return {} if body is None else story_labels(package, body)


def story_labels(package: Package, container: Element) -> dict[Element, str]:
    """Return the labels of another container (a note, a header) as `labels` does for the body; counting starts anew."""
    numbering = Numbering(package)
    counters: dict[str, _Counter] = {}
    found = {}
    for paragraph in paragraphs(container) if numbering.exists else ():
        if any(paragraph.find(mark) is not None for mark in _NEW_MARKS):
            continue
        place = numbering.place(paragraph)
        if place is not None:
            counter = counters.setdefault(place.group, _Counter())
            label = counter.next(place).strip()
            if label:
                found[paragraph] = label
    return found


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (w:lvl, §17.9.6). `restart` is the level (1-based) that restarts it; None: any higher."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in a list: `group` lists count together (one w:abstractNum)."""

    group: str
    list_id: str
    level: int
    levels: tuple[Level, ...]
    overrides: dict[int, int]


class Numbering:
    """The lists of a package (numbering.xml) and the styles that are linked to them (§17.9)."""

    def __init__(self, package: Package) -> None:
        root = _related(package, "numbering")
        styles = _related(package, "styles")
        self._styles = {} if styles is None else {each.get(w("styleId"), ""): each for each in styles.iter(w("style"))}
        self._default = next((name for name, each in self._styles.items() if _is_default_paragraph(each)), "")
        self._abstract: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        if root is not None:
            self._abstract = {each.get(w("abstractNumId"), ""): each for each in root.iterchildren(w("abstractNum"))}
            self._lists = {each.get(w("numId"), ""): each for each in root.iterchildren(w("num"))}
        self._places: dict[tuple[str, int], Place | None] = {}

    @property
    def exists(self) -> bool:
        """Whether the package defines any list."""
        return bool(self._lists)

    def place(self, paragraph: Element) -> Place | None:
        """Return where the paragraph stands by its own properties or its style, None when it is in no list."""
        own = paragraph.find(_NUMPR)
        if own is not None and own.find(w("ins")) is not None:
            own = None
        style = val(paragraph.find(_STYLE), self._default)
        list_id = val(own.find(w("numId"))) if own is not None else ""
        if list_id:
            level = number(val(own.find(w("ilvl")) if own is not None else None), 0)
        else:
            list_id, level = self._of_style(style)
            if own is not None and own.find(w("ilvl")) is not None:
                level = number(val(own.find(w("ilvl"))), level)
        return self._place(list_id, min(max(level, 0), _LEVELS - 1))

    def _of_style(self, style: str) -> tuple[str, int]:
        """Return the list and level that a paragraph style, or one it is based on, is linked to."""
        name, level, seen = style, -1, set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            properties = self._styles[name].find(_NUMPR)
            if properties is not None:
                level = number(val(properties.find(w("ilvl"))), -1) if level < 0 else level
                list_id = val(properties.find(w("numId")))
                if list_id:
                    return list_id, self._linked_level(list_id, name) if level < 0 else level
            name = val(self._styles[name].find(w("basedOn")))
        return "", 0

    def _linked_level(self, list_id: str, style: str) -> int:
        abstract = self._abstract_of(list_id)
        for level in () if abstract is None else abstract.iterchildren(w("lvl")):
            if val(level.find(w("pStyle"))) == style:
                return number(level.get(w("ilvl"), ""), 0)
        return 0

    def _abstract_of(self, list_id: str) -> Element | None:
        """Return the definition behind a list, through a numbering style when it is linked to one (§17.9.21)."""
        seen: set[str] = set()
        while list_id in self._lists and list_id not in seen:
            seen.add(list_id)
            abstract = self._abstract.get(val(self._lists[list_id].find(w("abstractNumId"))))
            link = "" if abstract is None else val(abstract.find(w("numStyleLink")))
            if not link or link not in self._styles:
                return abstract
            list_id = val(self._styles[link].find(f"{_NUMPR}/{w('numId')}"))
        return None

    def _place(self, list_id: str, level: int) -> Place | None:
        key = (list_id, level)
        if key not in self._places:
            self._places[key] = self._make_place(list_id, level)
        return self._places[key]

    def _make_place(self, list_id: str, level: int) -> Place | None:
        abstract = self._abstract_of(list_id)
        if list_id not in self._lists or abstract is None:
            return None
        levels = {number(each.get(w("ilvl"), ""), 0): _level(each) for each in abstract.iterchildren(w("lvl"))}
        overrides = {}
        for each in self._lists[list_id].iterchildren(w("lvlOverride")):
            place = number(each.get(w("ilvl"), ""), 0)
            if (own := each.find(w("lvl"))) is not None:
                levels[place] = _level(own)
            if (start := each.find(w("startOverride"))) is not None:
                overrides[place] = number(val(start), 1)
        group = abstract.get(w("abstractNumId"), "")
        return Place(group, list_id, level, tuple(levels.get(each, Level()) for each in range(_LEVELS)), overrides)


@dataclass(slots=True)
class _Counter:
    """Where the counting of one group of lists has arrived."""

    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    overridden: set[tuple[str, int]] = field(default_factory=set)

    def next(self, place: Place) -> str:
        """Count one more paragraph at this place and return its label."""
        level = place.level
        count = self.counts[level]
        self.counts[level] = place.levels[level].start if count is None else count + 1
        self._apply_overrides(place)
        for higher in range(level):
            if self.counts[higher] is None:
                self.counts[higher] = place.overrides.get(higher, place.levels[higher].start)
        for deeper in range(level + 1, _LEVELS):
            if _restarts(place.levels[deeper], level):
                self.counts[deeper] = None
        return self._label(place)

    def _apply_overrides(self, place: Place) -> None:
        """Begin at the number the list asks for, the first time this list is met at this level (§17.9.26)."""
        key = (place.list_id, place.level)
        if key not in self.overridden:
            self.overridden.add(key)
            if place.level in place.overrides:
                self.counts[place.level] = place.overrides[place.level]

    def _label(self, place: Place) -> str:
        shown = place.levels[place.level]
        if shown.style == "bullet":
            return ""

        def replace(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            style = place.levels[level].style
            if shown.legal and style not in {"bullet", "none"}:
                style = "decimal"
            return numeral(self.counts[level] or 0, style)

        return _PLACE.sub(replace, shown.text)


def _restarts(level: Level, after: int) -> bool:
    """Whether a level starts anew after a paragraph of level `after` (0-based), which is higher (§17.9.10)."""
    return level.restart is None or after < level.restart


def _level(element: Element) -> Level:
    restart = element.find(w("lvlRestart"))
    style = element.find(w("numFmt"))
    if style is None:  # a custom format of Word 2010 stands in alternate content, with a plain one to fall back on
        style = next((each for each in element.iter(w("numFmt")) if each.get(w("format")) is None), None)
    return Level(
        start=number(val(element.find(w("start"))), 0),
        style=val(style, "decimal"),
        text=val(element.find(w("lvlText"))),
        legal=is_on(element.find(w("isLgl"))),
        restart=None if restart is None else number(val(restart), 0),
    )


def _related(package: Package, kind: str) -> Element | None:
    found = package.related(package.main, kind)
    return package.tree(found[0]) if found else None


def _is_default_paragraph(style: Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default"), "0") in {"1", "true", "on"}
