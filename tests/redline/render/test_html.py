"""Merged paragraphs and amendments as HTML."""

from redline import Amendment, Edit, MergedParagraph, Part, Segment, html

CLASSES = {"AG": "d1", "BR": "d2"}


def line(*segments: Segment, mark_deleted_by: tuple[str, ...] = ()) -> MergedParagraph:
    return MergedParagraph("p1", "paragraph", 0, "", "Normal", segments, mark_deleted_by=mark_deleted_by)


def test_base_text_is_escaped() -> None:
    assert html.paragraph(line(Segment("a < b & c")), classes=CLASSES) == "a &lt; b &amp; c"


def test_changes_carry_hue_parties_and_codes() -> None:
    found = html.paragraph(
        line(Segment("old", deleted_by=("AG", "BR")), Segment("new", inserted_by=("BR",))), classes=CLASSES
    )
    assert found == (
        '<del class="d1" data-by="AG BR">old</del><sup class="by d1">AG, BR</sup>'
        '<ins class="d2" data-by="BR">new</ins><sup class="by d2">BR</sup>'
    )


def test_a_replacement_names_its_parties_once() -> None:
    both = line(Segment("old", deleted_by=("AG",)), Segment("new", inserted_by=("AG",)), Segment(" and"))
    assert html.paragraph(both, classes=CLASSES) == (
        '<del class="d1" data-by="AG">old</del><ins class="d1" data-by="AG">new</ins><sup class="by d1">AG</sup> and'
    )


def test_one_party_s_own_text_names_what_it_did_not_track_alone() -> None:
    own = line(
        Segment("one", deleted_by=("AG",)),
        Segment("two", inserted_by=("AG",), untracked=("AG",)),
        Segment(" and "),
        Segment("three", inserted_by=("AG",)),
    )
    found = html.paragraph(own, classes=CLASSES, untracked="not <tracked>")
    assert found.count("<sup") == 1
    assert 'two</ins><sup class="by d1">not &lt;tracked&gt;</sup> and ' in found


def test_in_a_cell_the_ends_of_paragraphs_say_nothing() -> None:
    segments = (Segment("a"), Segment("b\u2029c", inserted_by=("AG",)))
    cell = MergedParagraph(
        "t1.r1.c1.p1", "cell", 0, "", "", segments, table=1, row=1, column=1, mark_deleted_by=("AG",)
    )
    found = html.paragraph(cell, classes=CLASSES)
    assert "¶" not in found
    assert ">b<br>c</ins>" in found


def test_a_party_switched_off_leaves_the_base_text_as_if_it_had_said_nothing() -> None:
    merged = line(
        Segment("one ", deleted_by=("AG",)), Segment("x", inserted_by=("AG",)), Segment("two", deleted_by=("AG", "BR"))
    )
    assert html.paragraph(merged, classes=CLASSES, shown=["BR"]) == (
        'one <del class="d2" data-by="BR">two</del><sup class="by d2">BR</sup>'
    )


def test_untracked_changes_are_marked() -> None:
    merged = line(Segment("new", inserted_by=("AG",), untracked=("AG",)))
    assert 'class="d1 untracked"' in html.paragraph(merged, classes=CLASSES)


def test_breaks_objects_and_marks_are_shown() -> None:
    found = html.paragraph(line(Segment("a\tb\nc\ufffc\ufff9"), mark_deleted_by=("AG",)), classes=CLASSES)
    assert found.startswith('a b<br>c<span class="object" data-say="object" title=')
    assert found.endswith('<del class="d1" data-by="AG">¶</del><sup class="by d1">AG</sup>')


def test_a_party_s_code_cannot_break_out_of_its_attribute() -> None:
    assert "<b>" not in html.paragraph(line(Segment("x", inserted_by=('"><b>',))), classes={})


def test_an_amendment_on_a_card() -> None:
    replaced = Amendment(1, "replace", "p1", 0, 5, "shall <", "may")
    assert html.amendment(replaced) == "<del>shall &lt;</del> <ins>may</ins>"
    assert html.amendment(replaced, by=("AG",), classes=CLASSES) == (
        '<del class="d1" data-by="AG">shall &lt;</del> <ins class="d1" data-by="AG">may</ins>'
        '<sup class="by d1">AG</sup>'
    )


def test_amendments_without_words_show_the_paragraph_mark() -> None:
    assert html.amendment(Amendment(1, "merge", "p1", 5, 5, "", "")) == "<del>¶</del>"
    assert html.amendment(Amendment(1, "split", "p1", 5, 5, "", "")) == "<ins>¶</ins>"


def test_an_amendment_of_formatting_shows_the_words_it_is_about() -> None:
    edit = Edit("format", "p1", 0, 5, (Part("words", "shall", "<w:rPr/>"),))
    assert html.amendment(Amendment(1, "format", "p1", 0, 5, "", "", edits=(edit,))) == (
        '<span class="format">shall</span>'
    )
