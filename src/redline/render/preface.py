"""Lines before a text that are none of it: what it is, as of when, and what holds for it."""

from collections.abc import Sequence

from redline.opc import read_package
from redline.oxml.names import w
from redline.oxml.order import first_child, ppr_insert, rpr_insert
from redline.oxml.paragraphs import P
from redline.render.bracket_signs import LEGEND
from redline.text.document import body_of
from redline.text.runs import plain_run


def prefaced(data: bytes, lines: Sequence[str]) -> bytes:
    """Return a Word file with these lines before its text, in italics and outside every list.

    They have the style of a legend, by which `read_brackets` knows that they are no words of anybody. BadFile when the
    bytes are not a readable Word document.
    """
    package = read_package(data)
    package.edit(package.main)
    body = body_of(package)
    for index, line in enumerate(lines):
        paragraph = body.makeelement(P)
        body.insert(index, paragraph)
        properties = first_child(paragraph, "pPr")
        ppr_insert(properties, properties.makeelement(w("pStyle"), {w("val"): LEGEND}))
        numbering = ppr_insert(properties, properties.makeelement(w("numPr")))
        numbering.append(numbering.makeelement(w("numId"), {w("val"): "0"}))
        run = plain_run(line)
        rpr_insert(first_child(run, "rPr"), run.makeelement(w("i")))
        paragraph.append(run)
    return package.to_bytes()
