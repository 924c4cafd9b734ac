"""Notes on the screen: numbers in the place of the objects of the base, never of what is put in."""

import redline
from accord.texts.providers import word
from redline import Note

SIGN = '<span class="object" title="picture, note or formula">▢</span>'


def test_a_reference_is_a_number_and_its_words_are_never_markup() -> None:
    html = word.html_with_notes(f"losses;{SIGN}", [Note("footnotes", 3, 'See "doc" <1>.')])
    assert html == 'losses;<sup class="note" title="Footnote: See &quot;doc&quot; &lt;1&gt;.">3</sup>'


def test_other_objects_and_what_is_put_in_keep_their_sign() -> None:
    put_in = f'<ins class="d1" data-by="AG">a{SIGN}</ins>'
    html = word.html_with_notes(f"{SIGN}{put_in}<del>{SIGN}</del>", [None, Note("endnotes", 1, "Words.")])
    assert html.startswith(SIGN + put_in)
    assert html.endswith('<del><sup class="note" title="Endnote: Words.">1</sup></del>')


def test_a_base_without_notes_names_none() -> None:
    from tests.redline.generator import make_base

    assert redline.notes(make_base("No note.", "Nor here.").data) == {}
