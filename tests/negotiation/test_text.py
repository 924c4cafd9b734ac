"""The text on screen: every amendment in place, identical wordings once, numbers that stay, few queries."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed
from accord.negotiation import actions, queries
from accord.negotiation.models import RenderedParagraph
from accord.negotiation.queries import pieces, sheets
from accord.negotiation.queries.numbers import added, numbered
from accord.negotiation.queries.sections import outline
from accord.negotiation.queries.values import RoundText, hue_of
from accord.texts.providers.word import Paragraph
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.redline.generator import (
    Delete,
    DeleteParagraph,
    DeleteRow,
    Insert,
    InsertParagraph,
    InsertRow,
    Merge,
    Split,
    make_base,
)
from tests.redline.specimens import docx, paragraph

pytestmark = pytest.mark.django_db
SHOULD = (Delete((0,), 11, 16), Insert((0,), 16, "should"))


def text_of(held: Negotiation, who: str = "CL", **asked: Any) -> RoundText:
    actor = held.world.focal_points[who] if who in held.world.focal_points else getattr(held.world, who)
    return queries.round_text(actor, held.world.group, 0, **asked)


@pytest.mark.clause("O1")
def test_identical_wordings_stand_once_with_all_their_delegations(open_round: Negotiation) -> None:
    open_round.propose("BR", *SHOULD)
    open_round.propose("AG", *SHOULD, Insert((1,), 4, " Member"))
    first, second, *_ = text_of(open_round).paragraphs
    assert first.html.count("<ins") == first.html.count("<del") == 1
    assert "AG, BR" in first.html
    (card,) = first.cards
    assert [each.code for each in card.sponsors] == ["AG", "BR"]
    assert "<del>shall</del>" in card.html
    assert "<ins>should</ins>" in card.html
    assert (first.codes, first.amendments) == (("AG", "BR"), 1)
    assert [each.code for each in second.cards[0].sponsors] == ["AG"]


def test_delegations_are_switched_on_and_off_and_the_totals_stay(open_round: Negotiation) -> None:
    open_round.propose("AG", *SHOULD)
    open_round.propose("BR", Insert((0,), 10, " Member"), InsertParagraph((2,), "The list is open."))
    everything = text_of(open_round)
    one = text_of(open_round, parties_shown=["BR"])
    none = text_of(open_round, parties_shown=[])
    assert "should" not in one.paragraphs[0].html
    assert "Member" in one.paragraphs[0].html
    assert not any("<ins" in each.html or each.cards for each in none.paragraphs)
    assert everything.amendments == one.amendments == none.amendments == 3
    assert [(each.code, each.shown) for each in one.delegations] == [("AG", False), ("BR", True), ("CL", False)]
    assert one.sections == everything.sections == none.sections


def test_a_number_given_to_an_added_paragraph_stays_when_others_are_switched_off(open_round: Negotiation) -> None:
    open_round.propose("AG", InsertParagraph((2,), "First."))
    open_round.propose("BR", InsertParagraph((2,), "Second."))
    put_in = [each for each in text_of(open_round).paragraphs if each.added]
    both = {each.html.partition(">")[2].partition("<")[0]: each.number for each in put_in}
    assert both == {"First.": "3 bis", "Second.": "3 ter"}
    (alone,) = [each for each in text_of(open_round, parties_shown=["BR"]).paragraphs if each.added]
    assert alone.number == "3 ter"


def test_what_is_shown_is_the_same_before_and_after_the_worker_rendered_it(open_round: Negotiation) -> None:
    edits = [*SHOULD, InsertRow(4, 1, ("a", "b", "c", "d", "e")), DeleteParagraph((1,)), Split((5,), 8), Merge((2,))]
    open_round.propose("AG", *edits)
    open_round.propose("BR", DeleteRow(4, 1), InsertParagraph((5,), "Last of all."))
    fresh = text_of(open_round)
    assert not RenderedParagraph.objects.exists()
    queue.drain()
    assert RenderedParagraph.objects.exists()
    assert text_of(open_round) == fresh


def test_rendered_paragraphs_are_never_out_of_date(open_round: Negotiation) -> None:
    open_round.propose("AG", *SHOULD)
    queue.drain()
    open_round.propose("AG", Insert((0,), 3, " Member"))
    assert "should" not in text_of(open_round).paragraphs[0].html
    queue.drain()
    assert RenderedParagraph.objects.count() == 1
    assert "Member" in text_of(open_round).paragraphs[0].html


def test_rows_put_in_and_struck_stand_in_their_table(open_round: Negotiation) -> None:
    open_round.propose("AG", InsertRow(4, 1, ("a", "b", "c", "d", "e")), DeleteRow(4, 1))
    (table,) = [each for each in text_of(open_round).blocks if each.paragraph is None]
    assert [(row.change, row.codes, len(row.cells)) for row in table.rows] == [
        ("", (), 5),
        ("added", ("AG",), 5),
        ("deleted", ("AG",), 5),
    ]
    assert [">a<" in cell.paragraphs[0].html for cell in table.rows[1].cells] == [True, False, False, False, False]
    assert table.columns == 5


def test_a_row_put_in_behind_the_last_belongs_to_the_table(open_round: Negotiation) -> None:
    open_round.propose("AG", InsertRow(4, 2, ("a", "b", "c", "d", "e")))
    (table,) = [each for each in text_of(open_round).blocks if each.paragraph is None]
    assert [row.change for row in table.rows] == ["", "", "added"]
    assert [cell.column for cell in table.rows[2].cells] == [1, 2, 3, 4, 5]


def test_what_is_said_of_a_new_row_stands_on_it_and_rows_are_counted_below_the_head(open_round: Negotiation) -> None:
    open_round.propose("AG", InsertRow(4, 1, ("a", "b", "c", "d", "e")))
    open_round.propose("BR", InsertRow(4, 1, ("f", "g", "h", "i", "j")))
    rows = next(each for each in text_of(open_round).blocks if each.paragraph is None).rows
    assert [(row.change, row.number) for row in rows] == [("", 0), ("added", 1), ("added", 1), ("", 1)]
    cells = [[each.cards for cell in row.cells for each in cell.paragraphs] for row in rows]
    said = [[card.sponsors[0].code for cards in row for card in cards] for row in cells]
    assert said == [[], ["AG"], ["BR"], []]
    new = rows[1].cells[0].paragraphs[0]
    assert (new.number, "¶" in new.html + new.cards[0].html) == ("table 1, new row", False)


def test_the_last_look_shows_changed_rows_whole_under_their_head(open_round: Negotiation) -> None:
    row = open_round.upload("AG", Insert((4, 1, 1, 0), 4, " and charts"))
    seen = queries.check(open_round.world.focal_points["AG"], row)
    assert [(each.number, len(each.cells)) for each in seen.blocks[0].rows] == [(0, 5), (1, 5)]
    assert [each.number for each in seen.paragraphs] == ["table 1, row 1, column 2"]


@pytest.mark.clause("O17")
def test_each_language_version_has_its_own_sheet_and_says_what_others_received() -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    held.propose("BR", Insert((0,), 11, " Miembros"), language="es")
    english, spanish = text_of(held, language="en"), text_of(held, language="es")
    assert (english.amendments, spanish.amendments) == (0, 1)
    assert {each.language: each.received for each in english.round.bases} == {"en": 0, "es": 1}
    brazil = next(each for each in english.delegations if each.code == "BR")
    assert (brazil.received, brazil.language) == (True, "es")
    with translation.override("es"):
        assert text_of(held).base.language == "es"
    with translation.override("fr"):
        assert text_of(held).base.language == "en"
    with pytest.raises(NotAllowed):
        text_of(held, language="fr")


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/>'
    f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
    for n in (1, 2, 3)
)


class Written:
    """A base of our own, with headings; it stands where the generator's does."""

    def __init__(self, *blocks: str) -> None:
        self.data = docx("".join(blocks), styles=STYLES)


def heading(words: str, level: int = 1) -> str:
    return paragraph(words, properties=f'<w:pStyle w:val="H{level}"/>')


def with_sections() -> Negotiation:
    blocks = (
        paragraph("The group, meeting on-line,"),
        heading("Purpose"),
        paragraph("The plan has a purpose."),
        paragraph(""),
        heading("Scope", 2),
        paragraph("It covers floods."),
        heading("Detail", 3),
        paragraph("It covers fires."),
        heading("Follow-up"),
        paragraph("It is reviewed."),
    )
    return negotiation(texts={"en": Written(*blocks)})  # type: ignore[dict-item]  # only its bytes are asked for


def test_the_contents_count_the_wordings_under_each_heading() -> None:
    held = with_sections()
    base = docx(
        paragraph("The group, meeting on-line,")
        + heading("Purpose")
        + paragraph("The plan has ", '<w:ins w:id="1" w:author="x"><w:r><w:t>but </w:t></w:r></w:ins>', "a purpose.")
        + paragraph("")
        + heading("Scope", 2)
        + paragraph("It covers floods.")
        + heading("Detail", 3)
        + paragraph("It covers ", '<w:ins w:id="2" w:author="x"><w:r><w:t>all </w:t></w:r></w:ins>', "fires.")
        + heading("Follow-up")
        + paragraph("It is reviewed."),
        styles=STYLES,
    )
    row = held.upload("AG", data=base)
    actions.submit_proposal(actor=held.world.focal_points["AG"], now=clocks.now(), proposal=row)
    text = text_of(held)
    assert [(each.number, each.title, each.amendments) for each in text.sections] == [
        (0, "Title page", 0),
        (1, "Purpose", 1),
        (2, "Scope", 1),
        (3, "Follow-up", 0),
    ]
    scope = text_of(held, section=2)
    assert [each.number for each in scope.paragraphs] == ["Scope", "3", "Detail", "4"]
    assert [each.current for each in scope.sections] == [False, False, True, False]
    assert scope.amendments == text.amendments == 2
    assert "" not in [each.html for each in text.paragraphs]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_five_queries_once_its_base_was_read(count: int, django_assert_num_queries: Any) -> None:
    held = negotiation(texts={"en": make_base(*(f"Paragraph {n} of this plan of {count}." for n in range(20)))})
    for code in ("AG", "BR", "CL")[:count]:
        held.propose(code, *(Insert((n,), 9, f" {code}") for n in range(10)))
    queue.drain()
    text_of(held)
    pieces._READ.forget()
    sheets._LAID.forget()
    with django_assert_num_queries(5):
        assert text_of(held).proposing == count
    with django_assert_num_queries(4):  # the sheet is remembered, for whoever reads it in this language
        assert text_of(held, "chair").proposing == count


def test_a_remembered_sheet_says_what_a_new_one_says(open_round: Negotiation) -> None:
    open_round.propose("AG", Insert((0,), 3, " soon"))
    first = text_of(open_round)
    queue.drain()
    sheets._LAID.forget()
    made = text_of(open_round)
    assert made.edition is not None
    assert text_of(open_round).blocks is made.blocks
    open_round.propose("BR", Insert((1,), 3, " later"))
    second = text_of(open_round)
    assert second.edition != made.edition
    assert [len(each.cards) for each in second.paragraphs[:2]] == [1, 1]
    assert [len(each.cards) for each in first.paragraphs[:2]] == [1, 0]


@pytest.mark.clause("O9")
def test_no_sheet_is_remembered_for_somebody_who_may_not_see_it() -> None:
    held = negotiation(sees="after_close")
    held.propose("AG", Insert((0,), 3, " sealed"))
    queue.drain()
    for _twice in range(2):
        assert text_of(held, "AG").paragraphs[0].cards
        for stranger in ("BR", "chair", "secretariat"):
            assert not text_of(held, stranger).paragraphs[0].cards


def test_words_of_a_delegation_are_text_never_markup(open_round: Negotiation) -> None:
    open_round.propose("AG", Insert((0,), 3, ' <script>alert("1")</script>&amp;'))
    first = text_of(open_round).paragraphs[0]
    assert "<script" not in first.html + first.cards[0].html
    assert "&lt;script&gt;" in first.html
    assert "&lt;script&gt;" in first.cards[0].html


def para(address: str, label: str = "", kind: Any = "paragraph", text: str = "Words.", **place: int) -> Paragraph:
    return Paragraph(address, kind, 0, label, "", text, **place)


def test_numbers_are_the_printed_ones_where_there_are_any() -> None:
    rows = [para("p1", kind="heading", text="Purpose"), para("p2"), para("p3", "1."), para("p4", "(a)")]
    rows.append(para("t1.r2.c3.p1", kind="cell", table=1, row=2, column=3))
    found = numbered(rows)
    assert [found[each.address].name for each in rows] == ["Purpose", "¶ 1", "1", "(a)", "table 1, row 1, column 3"]
    assert [found[each.address].label for each in rows] == ["", "", "1.", "(a)", ""]


def test_a_paragraph_added_after_one_without_number_is_cited_by_its_place() -> None:
    found = numbered([para("p1", kind="heading", text="Purpose"), para("p2"), para("p3", "1."), para("p4")])
    assert [added(found[each], 1).label for each in ("p2", "p3", "p4")] == ["¶ 1 bis", "1 bis", "¶ 3 bis"]


def test_the_title_page_is_one_section() -> None:
    rows = [para("p1", text="Working Group"), replace(para("p2", kind="heading", text="Draft Plan"), style="Title")]
    rows += [para("p3", text="Presented by the Chair."), para("p4", kind="heading", text="Purpose"), para("p5")]
    listed, where = outline(rows)
    assert [(each.title, each.anchor) for each in listed] == [("Title page", "p1"), ("Purpose", "p4")]
    assert where == {"p1": 0, "p2": 0, "p3": 0, "p4": 1, "p5": 1}


def test_a_text_without_headings_is_one_section_named_by_its_words() -> None:
    listed, _where = outline([para("p1", text=" "), para("p2", text="The States agree."), para("p3")])
    assert [each.title for each in listed] == ["The States agree."]


def test_hues_spread_evenly_over_the_parties() -> None:
    codes = "AG AR BB BO BR BS BZ CA CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY SR SV TT US UY VC VE"
    used = Counter(hue_of(code) for code in codes.split())
    assert (used.total(), len(used)) == (35, 7)
    assert max(used.values()) <= 6
    assert hue_of("ag") == hue_of("AG")


def test_paragraphs_are_counted_where_the_document_numbers_nothing() -> None:
    rows = [para("p1", kind="heading"), para("p2"), para("p3", text=" "), para("p4")]
    assert [numbered(rows)[each.address].label for each in rows] == ["", "1", "", "2"]


@pytest.mark.parametrize(
    ("ordinal", "name"),
    [(1, "8 bis"), (2, "8 ter"), (3, "8 quater"), (9, "8 decies"), (19, "8 vicies"), (20, "8 (21)")],
)
def test_added_paragraphs_are_numbered_in_latin(ordinal: int, name: str) -> None:
    number = numbered([para("p1", "8.")])["p1"]
    assert added(number, ordinal).label == added(number, ordinal).name == name
