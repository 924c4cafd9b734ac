"""What the engine says of formatting and of what stands outside, told in the reader's language."""

import pytest
from django.utils import translation

from accord.texts.providers import word
from accord.texts.providers.formats import in_words, outside_in_words
from tests.redline.specimens import change, docx, paragraph, run

SAID = {
    "centred": "centrado",
    "bold; italic": "en negrita, en cursiva",
    "style Heading2": "Título 2",
    "style Quote": "estilo «Quote»",
    "size 11.5": "tamaño 11.5",
    "list level 2": "nivel 2 de la lista",
    "engraved; a word unknown": "otro formato",
}


@pytest.mark.parametrize("what", SAID)
def test_formatting_is_told_in_the_readers_words(what: str) -> None:
    with translation.override("es"):
        assert in_words(what) == SAID[what]


def test_what_is_not_compiled_is_named_in_the_readers_words() -> None:
    with translation.override("fr"):
        assert outside_in_words(["headers", "something new"]) == ["en-têtes", "something new"]


@pytest.mark.parametrize(
    ("body", "of"),
    [
        (paragraph("a", properties=f'<w:jc w:val="center"/>{change("pPrChange", "<w:pPr/>")}'), "paragraph"),
        (paragraph(run("a", properties=f"<w:b/>{change('rPrChange', '<w:rPr/>')}")), "words"),
        (paragraph("a") + f"<w:sectPr><w:pgSz/>{change('sectPrChange', '<w:sectPr/>')}</w:sectPr>", "page"),
    ],
    ids=["paragraph", "words", "page"],
)
def test_what_a_formatting_is_of(body: str, of: str) -> None:
    bare = paragraph("a") + ("<w:sectPr/>" if of == "page" else "")
    (amendment,) = word.reading(docx(bare), docx(body)).amendments
    assert word.format_of(amendment)[1] == of
    assert word.html_of_amendment(amendment) == ""
