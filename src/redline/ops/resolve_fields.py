"""Fields that lost a part: what is left of their structure goes, what they showed stays (pitfall 9)."""

from lxml.etree import _Element as Element

from redline.ops.resolve_cut import Cuttings
from redline.oxml.names import w
from redline.oxml.runs import FIELD_CHARACTER, INSTRUCTION


def repair_fields(root: Element, cuttings: Cuttings) -> None:
    """Cut field characters and instructions that no longer belong to a field with a beginning and an end."""
    for orphan in _orphans(root):
        run = orphan.getparent()
        cuttings.cut(orphan)
        if run is not None and all(child.tag == w("rPr") for child in run):
            cuttings.cut(run)


def _orphans(root: Element) -> list[Element]:
    open_fields: list[list[Element]] = []
    orphans: list[Element] = []
    for element in root.iter(FIELD_CHARACTER, INSTRUCTION):
        kind = element.get(w("fldCharType"), "") if element.tag == FIELD_CHARACTER else ""
        if kind == "begin":
            open_fields.append([element])
        elif not open_fields:
            orphans.append(element)
        elif kind == "end":
            open_fields.pop()
        else:
            open_fields[-1].append(element)
    return orphans + [element for field in open_fields for element in field]
