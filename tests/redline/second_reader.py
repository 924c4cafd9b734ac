"""A second reader of tracked changes, to hold the engine against: small, slow, without a line of the engine's.

Straight from ECMA-376 Part 1 §17.13.5: each paragraph before the changes ("original") and once all are accepted
("final"), and who put in or took out which letters. Where the standard is silent (a paragraph that lost its mark before
a table or at its container's end) it does as Word in the corpus's baselines: it stays as long as anything is in it.
"""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Literal
from xml.etree import ElementTree as ET

Acts = tuple[tuple[str, str], ...]
_NEW = {"ins", "moveTo", "conflictIns", "cellIns"}
_OLD = {"del", "moveFrom", "conflictDel", "cellDel"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}  # §17.3.3
_THINGS = {"drawing", "pict", "object", "footnoteReference", "endnoteReference", "sym", "fldChar", "pgNum", "ruby"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"}


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _get(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _path(element: ET.Element, *names: str) -> list[ET.Element]:
    found = [element]
    for name in names:
        found = [child for each in found for child in each if _name(child) == name or name == "*"]
    return found


def _acts(holders: list[ET.Element]) -> Acts:
    """Return the changes recorded in properties (of a mark, row or cell), or by the elements themselves."""
    return tuple((_name(each), _get(each, "author")) for each in holders if _name(each) in _NEW | _OLD)


class Reading:
    """One view of a file: lines by part (those of its text boxes under "… box"), and which letters changed by whom.

    In the original these are the letters taken out, in the final text those put in.
    """

    def __init__(self, data: bytes, view: Literal["original", "final"]) -> None:
        self._gone = _NEW if view == "original" else _OLD
        self.lines: dict[str, list[str]] = {}
        self.letters: Counter[tuple[str, str]] = Counter()
        self._notes: set[tuple[str, str]] = set()
        self._boxes: list[tuple[ET.Element, Acts]] = []
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            trees = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        main = _related("", trees, "officeDocument")[0]
        self._story("body", _path(ET.fromstring(trees[main]), "body")[0])  # noqa: S314 - as above
        for kind in ("header", "footer", "footnotes", "endnotes"):
            for part in _related(main, trees, kind):
                root = ET.fromstring(trees[part])  # noqa: S314 - as above
                for note in [root] if kind in {"header", "footer"} else root:
                    if note is root or (kind, _get(note, "id")) in self._notes:
                        self._story(part, note)

    def _story(self, name: str, container: ET.Element, held: Acts = ()) -> None:
        letters = Counter(self.letters)
        self.lines.setdefault(name, []).extend(each.replace("\ufffc", "") for each in self._container(container, ()))
        if any(kind in _NEW for kind, _ in held):  # what is in a box put in whole is no change of its own
            self.letters = letters
        boxes, self._boxes = self._boxes, []
        for box, around in boxes:
            self._story(f"{name} box", box, around)

    def _container(self, container: ET.Element, acts: Acts) -> list[str]:
        lines: list[str] = []
        before, carried, section = "", None, False
        for block, around in [*_inside(container, acts, "p", "tbl"), (None, ())]:
            if block is not None and self._hides(around):
                continue
            if block is not None and _name(block) == "p":
                text = (carried or "") + "".join(self._text(block, around))
                section = bool(_path(block, "pPr", "sectPr"))
                carried = text if self._hides(_acts(_path(block, "pPr", "rPr", "*"))) else None
                if carried is None:
                    lines, before = [*lines, text], "p"
                continue
            if (rows := None if block is None else self._rows(block, around)) == []:
                continue
            needed = before != "p" or section if rows is None else before == "tbl"
            if carried is not None and (carried or needed):
                lines, before = [*lines, carried], "p"
            carried = None
            lines, before = [*lines, *(line for row in rows or () for line in row)], "tbl"
        return lines

    def _rows(self, table: ET.Element, acts: Acts) -> list[list[str]]:
        rows = []
        for row, around in _inside(table, acts, "tr"):
            own = (*around, *_acts(_path(row, "trPr", "*")))
            cells = [(cell, (*more, *_acts(_path(cell, "tcPr", "*")))) for cell, more in _inside(row, own, "tc")]
            lines = [(cell, self._container(cell, within), within) for cell, within in cells]
            shown = [found for cell, found, within in lines if not self._hides(within) and not self._moved(cell, found)]
            if shown and not self._hides(own):
                rows.append([line for found in shown for line in found])
        return rows

    def _moved(self, cell: ET.Element, lines: list[str]) -> bool:
        """Whether a cell has gone with its moved row: §17.13.5.22 knows no mark of a moved row but its paragraphs'."""
        marks = [_acts(_path(each, "pPr", "rPr", "*")) for each, _ in _inside(cell, (), "p", "tbl")]
        away = {"moveTo", "moveFrom"} & self._gone
        return not any(lines) and all(any(kind in away for kind, _ in mark) for mark in marks)

    def _hides(self, acts: Acts) -> bool:
        return any(kind in self._gone for kind, _ in acts)

    def _text(self, parent: ET.Element, acts: Acts) -> Iterator[str]:
        for child in parent:
            name = _name(child)
            if name in _NEW | _OLD:
                yield from self._text(child, (*acts, *_acts([child])))
            elif name == "AlternateContent":
                yield from self._text(child[0], acts)
            elif name in _WRAPPERS or child.tag[-2:] == "}r" or ("/math}" in child.tag and name != "t"):
                yield from self._text(child, (*acts, *_acts(_path(child, "rPr", "*"))))
            else:
                yield self._leaf(child, name, acts)

    def _leaf(self, leaf: ET.Element, name: str, acts: Acts) -> str:
        if self._hides(acts):
            return ""
        if name in {"footnoteReference", "endnoteReference"}:
            self._notes.add((f"{name[:-9]}s", _get(leaf, "id")))
        if name in _THINGS:
            self._boxes += [(each, acts) for each in leaf.iter() if _name(each) == "txbxContent"]
        if acts and name in {"t", "delText"}:
            self.letters.update((acts[-1][1], char) for char in leaf.text or "" if char.isalnum())
        if name in {"t", "delText"}:
            words = leaf.text or ""
            kept = "/math}" in leaf.tag or leaf.get(_SPACE) == "preserve"
            return words if kept else words.strip(" \t\r\n")
        return _SIGNS.get(name, "\ufffc" if name in _THINGS else "")


def _inside(parent: ET.Element, acts: Acts, *wanted: str) -> Iterator[tuple[ET.Element, Acts]]:
    for child in parent:
        if _name(child) in wanted:
            yield child, acts
        elif _name(child) in _WRAPPERS | _NEW | _OLD:
            yield from _inside(child, (*acts, *_acts([child])), *wanted)
        elif _name(child) == "AlternateContent":
            yield from _inside(child[0], acts, *wanted)


def _related(part: str, trees: dict[str, bytes], kind: str) -> list[str]:
    folder, file = posixpath.split(part)
    rels = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"), b"<none/>")
    found = [each for each in ET.fromstring(rels) if _get(each, "Type").endswith(f"/{kind}")]  # noqa: S314 - as above
    return [posixpath.normpath(posixpath.join("/", folder, _get(each, "Target"))).lstrip("/") for each in found]
