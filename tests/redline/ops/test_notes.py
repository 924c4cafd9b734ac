"""Which objects of a base are references to notes."""

from tests.redline.specimens import docx, paragraph

import redline
from redline import Note

PICTURE = "<w:r><w:pict/></w:r>"


def reference(kind: str, identity: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{identity}"/></w:r>'


def test_notes_are_numbered_by_kind_in_the_order_of_the_text() -> None:
    footnotes = "".join(f'<w:footnote w:id="{n}">{paragraph(f"Foot {n}.")}</w:footnote>' for n in (5, 2))
    endnotes = f'<w:endnote w:id="1">{paragraph("End.")}</w:endnote>'
    body = paragraph("a", PICTURE, "b", reference("footnote", 2)) + paragraph("plain", PICTURE)
    body += paragraph(reference("endnote", 1), reference("footnote", 5), "c")
    assert redline.notes(docx(body, footnotes=footnotes, endnotes=endnotes)) == {
        "p1": (None, Note("footnotes", 1, "Foot 2.")),
        "p3": (Note("endnotes", 1, "End."), Note("footnotes", 2, "Foot 5.")),
    }


def test_a_reference_to_nothing_has_no_words() -> None:
    assert redline.notes(docx(paragraph("a", reference("footnote", 9)))) == {"p1": (Note("footnotes", 1, ""),)}
