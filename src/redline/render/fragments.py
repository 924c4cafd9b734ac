"""Content that was put in, made into elements again: runs, hyperlinks, tables and rows, marked as insertions."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.edit import Part
from redline.changes.gather import Sponsors
from redline.oxml.names import W, w
from redline.render.marks import Marks
from redline.text.reading import CARRIED_WRAPPERS, OPAQUE
from redline.text.runs import plain_run

# Makes what the markup of a part points at (pictures, links, notes) point into the base's package.
Import = Callable[[Element, Part, Sponsors], None]

_RUN: Final = w("r")
_P: Final = w("p")
_TR: Final = w("tr")
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def parsed(part: Part) -> list[Element]:
    """Return the elements of a part's markup; words without markup become one plain run."""
    if not part.xml:
        return [plain_run(part.text)] if part.text else []
    holder = etree.fromstring(f'<holder xmlns:w="{W}">{part.xml}</holder>', _PARSER)
    found = list(holder)
    for each in found:
        holder.remove(each)
    return found


def words(part: Part, sponsors: Sponsors, marks: Marks, bring: Import, *, linked: bool) -> Iterator[Element]:
    """Yield the elements of a part of words, inside w:ins; `linked` says that they come to stand in a hyperlink."""
    loose: list[Element] = []
    for element in parsed(part):
        bring(element, part, sponsors)
        if element.tag not in CARRIED_WRAPPERS:
            loose.append(element)
        elif linked:
            loose += list(element)
        else:
            if loose:
                yield marks.inserted(sponsors, loose)
                loose = []
            mark_content(element, sponsors, marks)
            yield element
    if loose:
        yield marks.inserted(sponsors, loose)


def mark_content(element: Element, sponsors: Sponsors, marks: Marks) -> None:
    """Mark everything inside a wrapper, table or row as put in: its rows, paragraph marks and runs."""
    for row in [element] if element.tag == _TR else list(element.iter(_TR)):
        marks.row_inserted(row, sponsors)
    for paragraph in list(element.iter(_P)):
        marks.mark_inserted(paragraph, sponsors)
    outermost = [run for run in element.iter(_RUN, *OPAQUE) if _is_outermost(run)]
    for parent in {run.getparent(): None for run in outermost}:
        if parent is not None:
            _wrap_runs(parent, sponsors, marks)


def _is_outermost(run: Element) -> bool:
    """Whether this run lies in no other run (as those of a text box do), whose mark would cover it."""
    return next(run.iterancestors(_RUN, *OPAQUE), None) is None


def _wrap_runs(parent: Element, sponsors: Sponsors, marks: Marks) -> None:
    group: list[Element] = []
    for child in [*parent, None]:
        if child is not None and (child.tag == _RUN or child.tag in OPAQUE):
            group.append(child)
        elif group:
            mark = marks.inserted(sponsors)
            group[0].addprevious(mark)
            mark.extend(group)
            group = []


def properties(part: Part, base: Element | None) -> Element:
    """Return the w:pPr for a paragraph that a mark ends: the delegation's, else the base's without its section."""
    if part.xml:
        return parsed(part)[0]
    if base is None:
        return etree.Element(w("pPr"))
    found = copy(base)
    for child in found.findall(w("sectPr")) + found.findall(w("pPrChange")):
        found.remove(child)
    return found


def paragraph_with(ppr: Element, content: Iterable[Element] = ()) -> Element:
    """Return a new w:p with these properties and content."""
    made = etree.Element(_P)
    made.append(ppr)
    made.extend(content)
    return made
