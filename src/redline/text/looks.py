"""How words and paragraphs look, whatever says so: their own properties, their styles, the document's defaults.

Two programs write the same look in different ways; what they agree on is what a reader sees (ECMA-376 Part 1 §17.7.2,
toggle properties §17.7.3). Only what every word processor keeps when it saves is looked at.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import is_on, local, val, w

Look = Mapping[str, str]

_TOGGLES: Final = ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish")
_VALUED: Final = ("u", "vertAlign", "highlight", "color", "sz")
_NOTHING: Final = {"u": "none", "vertAlign": "baseline", "highlight": "none", "color": "auto"}
_ALIGNED: Final = {"start": "left", "end": "right", "": "left", "distribute": "both"}
_NOTHING_SAID: Final[dict[str, str]] = {}
_SIZE: Final = "20"  # in half points, where nothing says it (§17.3.2.38)
_BASED_ON: Final = w("basedOn")
_RPR, _PPR, _TBLPR = w("rPr"), w("pPr"), w("tblPr")


class Looks:
    """The looks that the styles of one package give."""

    def __init__(self, package: Package) -> None:
        found = package.related(package.main, "styles")
        root = package.tree(found[0]) if found else ()
        self._styles = {each.get(w("styleId"), ""): each for each in root if each.tag == w("style")}
        self._default = next((name for name, each in self._styles.items() if _is_default(each)), "")
        defaults = package.tree(found[0]).find(f"{w('docDefaults')}/{w('rPrDefault')}/{_RPR}") if found else None
        self._defaults = {"sz": _SIZE, **_said(defaults)}
        self._of_style: dict[tuple[str, str], dict[str, str]] = {}
        self._touched: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[tuple[tuple[str, str], ...], str], Look] = {}

    def of_words(self, properties: Element | None, style: str) -> Look:
        """Return the look of words with these w:rPr in a paragraph of this style ("" the usual one)."""
        own = _NOTHING_SAID if properties is None else _said(properties)
        key = (tuple(own.items()), style)
        if key not in self._known:
            self._known[key] = self._words(own, style)
        return self._known[key]

    def of_paragraph(self, properties: Element | None) -> Look:
        """Return how a paragraph with these w:pPr is set."""
        style = self._default if properties is None else val(properties.find(w("pStyle")), self._default)
        usual = self._chain(style, "pPr").get("jc", "")
        said = usual if properties is None else val(properties.find(w("jc")), usual)
        return {"jc": _ALIGNED.get(said, said)}

    def touched_by_table(self, table: Element | None) -> frozenset[str]:
        """Return what the style of a table says of the words in it: some programs write that to the words."""
        properties = None if table is None else table.find(_TBLPR)
        style = "" if properties is None else val(properties.find(w("tblStyle")))
        if style not in self._touched:
            said = [local(each) for one in self._up(style) for rpr in one.iter(_RPR, _PPR) for each in rpr]
            self._touched[style] = frozenset(said)
        return self._touched[style]

    def _words(self, own: Mapping[str, str], style: str) -> Look:
        paragraph = self._chain(style or self._default, "rPr")
        character = self._chain(own.get("rStyle", ""), "rPr")
        found = {**self._defaults, **paragraph, **character}
        for name in _TOGGLES:
            if name in paragraph and name in character:
                found[name] = "on" if paragraph[name] != character[name] else ""
        found |= {name: value for name, value in own.items() if name != "rStyle"}
        return {name: value for name, value in found.items() if value and value != _NOTHING.get(name)}

    def _chain(self, style: str, kind: str) -> dict[str, str]:
        """Return what a style says, with what it says by those it is based on."""
        if (style, kind) not in self._of_style:
            found: dict[str, str] = {}
            for each in reversed(list(self._up(style))):
                properties = before(each.find(w(kind)))
                if kind == "rPr":
                    found |= _said(properties)
                elif properties is not None:
                    found |= {local(one): val(one, "on") for one in properties}
            found.pop("rStyle", None)
            self._of_style[style, kind] = found
        return self._of_style[style, kind]

    def _up(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = val(self._styles[style].find(_BASED_ON))


def _is_default(style: Element) -> bool:
    return style.get(w("type"), "paragraph") == "paragraph" and style.get(w("default")) in {"1", "true", "on"}


def _said(properties: Iterable[Element] | None) -> dict[str, str]:
    """Return what run properties say: a toggle is "on" or ""; underlined is underlined, in whatever way."""
    found: dict[str, str] = {}
    for each in properties if properties is not None else ():
        name = local(each)
        if name in _TOGGLES:
            found[name] = "on" if is_on(each) else ""
        elif name == "u":
            found[name] = "single" if val(each, "single") != "none" else "none"
        elif name in _VALUED or name == "rStyle":
            found[name] = val(each).lower().replace("000000", "auto") if name == "color" else val(each)
    return found


def before(properties: Element | None) -> Element | None:
    """Return the properties as they were before a tracked change of them."""
    record = None if properties is None else properties.find(f"{properties.tag}Change")
    return properties if properties is None or record is None else record.find(properties.tag)
