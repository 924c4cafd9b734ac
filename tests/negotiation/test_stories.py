"""Headers, notes, text boxes, formatting, cells and moves: read, counted, laid on the sheet and compiled."""

from dataclasses import replace

import pytest
from django.utils import translation

from accord.kernel import clocks, queue
from accord.kernel.record import queries as record
from accord.negotiation import actions, queries
from accord.negotiation.models import Amendment, Proposal
from accord.negotiation.queries.evidence import discrepancies
from accord.negotiation.queries.values import CardView, CheckView, ParagraphView, RoundText
from accord.texts.models import TextParagraph
from accord.texts.providers import word
from tests.factories.negotiation import Negotiation, negotiation
from tests.redline.generator import Base
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

pytestmark = pytest.mark.django_db
WHO = 'w:author="A" w:date="2026-05-04T10:00:00Z"'
CENTRED = f'<w:jc w:val="center"/><w:pPrChange w:id="77" {WHO}><w:pPr/></w:pPrChange>'
BOLD = f'<w:b/><w:rPrChange w:id="78" {WHO}><w:rPr/></w:rPrChange>'
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


class Written(Base):
    """A base whose file was written here and not by the generator."""

    def __init__(self, blocks: tuple[str, ...], written: bytes) -> None:
        super().__init__(blocks)
        object.__setattr__(self, "_written", written)

    @property
    def data(self) -> bytes:
        written: bytes = self.__dict__["_written"]
        return written


def note(*content: str) -> str:
    return f'<w:footnote w:id="2">{paragraph(*content)}</w:footnote>'


def box(*content: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{paragraph(*content)}</w:txbxContent></w:pict></w:r>"


def moved(words: str, way: str) -> str:
    """Return words that went ("From") or came ("To"), with the two markers around them."""
    number = 10 if way == "From" else 20
    start = f'<w:move{way}RangeStart w:id="{number}" {WHO} w:name="move1"/>'
    return f'{start}{change(f"move{way}", run(words))}<w:move{way}RangeEnd w:id="{number}"/>'


def table(*cells: str) -> str:
    return f"<w:tbl><w:tblGrid/>{row('Goal', 'When')}<w:tr>{''.join(cells)}</w:tr></w:tbl>"


def row(*words: str) -> str:
    return f"<w:tr>{''.join(map(cell, words))}</w:tr>"


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words) if words else '<w:p/>'}</w:tc>"


def file(**changed: str) -> bytes:
    """Return the official text, with some of its places changed."""
    body = (
        changed.get("first", paragraph("The States cooperate", NOTE, " in good time.")),
        changed.get("second", paragraph("Each State keeps a register of its capacities.")),
        changed.get("third", paragraph("The plan is reviewed every two years.", box("In a box."))),
        changed.get("table", table(cell("Maps"), cell("2027"))),
        changed.get("last", paragraph("The list is open.")),
    )
    stories = {"header": changed.get("header", paragraph("The old header")), "footer": paragraph("1")}
    return docx("".join(body), footnotes=changed.get("note", note("See the old list.")), **stories)


GONE = '<w:cellDel w:id="5" w:author="AG" w:date="2026-05-04T10:00:00Z"/>'
NEW = '<w:cellIns w:id="6" w:author="AG" w:date="2026-05-04T10:00:00Z"/>'
KINDS = {
    "header": file(header=paragraph("The ", deleted("old"), inserted("new"), " header")),
    "note": file(note=note("See the ", deleted("old"), inserted("new"), " list.")),
    "box": file(third=paragraph("The plan is reviewed every two years.", box("In a ", inserted("new "), "box."))),
    "centred": file(second=paragraph("Each State keeps a register of its capacities.", properties=CENTRED)),
    "bold": file(last=paragraph("The ", run("list", properties=BOLD), " is open.")),
    "cell out": file(table=table(cell("Maps"), cell("", GONE).replace("<w:p/>", paragraph(deleted("2027"))))),
    "cell in": file(table=table(cell("Maps"), cell("2027"), cell("", NEW).replace("<w:p/>", paragraph(inserted("x"))))),
    "move": file(
        second=paragraph("Each State keeps a register", moved(" of its capacities", "From"), "."),
        last=paragraph("The list", moved(" of its capacities", "To"), " is open."),
    ),
    "paragraph moved": file(
        second=paragraph(moved("Each State keeps a register of its capacities.", "From"), properties=mark("moveFrom")),
        last=paragraph(moved("Each State keeps a register of its capacities.", "To"), properties=mark("moveTo"))
        + paragraph("The list is open."),
    ),
}
# What stands beside the text: the paragraphs with a card, each with the kinds of its cards.
SAID = {
    "header": {"Header": ["replace"]},
    "note": {"Footnote 1": ["replace"]},
    "box": {"Text box": ["insert"]},
    "centred": {"2": ["format"]},
    "bold": {"4": ["format"]},
    "cell out": {"Table 1, row 1, column 2": ["delete_cell"]},
    "cell in": {"Table 1, row 1, column 2": ["insert_cell"]},
    "move": {"2": ["move"], "4": ["moved_here"]},
    "paragraph moved": {"2": ["move"], "After table 1": ["moved_here"]},
}


@pytest.fixture
def held(db: None) -> Negotiation:
    return negotiation(texts={"en": Written(("x",), file())})


def propose(held: Negotiation, code: str, data: bytes) -> Proposal:
    checked = held.upload(code, data=data)
    actor = held.world.focal_points[code]
    return actions.submit_proposal(actor=actor, now=clocks.now(), proposal=checked)


def text_of(held: Negotiation) -> RoundText:
    return queries.round_text(held.world.chair, held.world.group, 0)


def said(found: RoundText | CheckView) -> dict[str, list[str]]:
    return {_upper(each.number): [card.kind for card in each.cards] for each in found.paragraphs if each.cards}


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def one(found: RoundText | CheckView, number: str) -> ParagraphView:
    return next(each for each in found.paragraphs if _upper(each.number) == number)


def card(found: RoundText | CheckView, number: str) -> CardView:
    return one(found, number).cards[0]


@pytest.mark.clause("O1", "O17")
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_one_amendment_in_its_place_and_compiled(held: Negotiation, kind: str) -> None:
    checked = held.upload("AG", data=KINDS[kind])
    assert (checked.amendment_count, checked.untracked_count, checked.outside) == (1, 0, [])
    seen = queries.check(held.world.focal_points["AG"], checked)
    assert said(seen) == SAID[kind]
    assert checked.paragraph_count == len(SAID[kind])
    actions.submit_proposal(actor=held.world.focal_points["AG"], now=clocks.now(), proposal=checked)
    fresh = text_of(held)
    assert said(fresh) == SAID[kind]
    assert fresh.amendments == sum(each.amendments for each in fresh.sections) == 1
    queue.drain()
    assert text_of(held) == fresh
    made = held.compile()
    assert (made.state, [each["whole"] for each in made.proof]) == ("done", [True])


def test_notes_stand_under_what_refers_to_them_and_the_rest_in_sections_of_its_own(held: Negotiation) -> None:
    propose(held, "AG", KINDS["note"])
    found = text_of(held)
    assert [(each.number, each.story) for each in found.paragraphs][:3] == [("1", ""), ("footnote 1", "fn"), ("2", "")]
    assert [each.caption for each in found.blocks if each.caption] == ["Header", "Text box"]
    # The number of a page alone is nothing to negotiate on.
    assert [each.title for each in found.sections][1:] == ["Headers and footers", "Text boxes"]
    assert one(found, "Footnote 1").label == "1"


def test_tables_outside_the_body_are_tables_of_their_own() -> None:
    header = table(cell("Symbol"), cell("Date"))
    changed = header.replace(cell("Date"), cell("").replace("<w:p/>", paragraph("Date", inserted(" of issue"))))
    held = negotiation(texts={"en": Written(("x",), file(header=header + "<w:p/>"))})
    propose(held, "AG", file(header=changed + "<w:p/>"))
    found = text_of(held)
    assert said(found) == {"Header, table 1, row 1, column 2": ["insert"]}
    assert [len(each.rows) for each in found.blocks if each.paragraph is None] == [2, 2]


def test_formatting_is_said_in_the_readers_language(held: Negotiation) -> None:
    propose(held, "AG", KINDS["centred"])
    propose(held, "BR", KINDS["bold"])
    queue.drain()
    found = text_of(held)
    assert (card(found, "2").what, card(found, "2").of, card(found, "2").quote) == ("centred", "paragraph", "")
    assert (card(found, "4").what, card(found, "4").of, card(found, "4").quote) == ("bold", "words", "list")
    with translation.override("es"):
        assert card(text_of(held), "2").what == "centrado"


def test_two_formattings_of_the_same_words_are_two_wordings_and_the_same_is_one(held: Negotiation) -> None:
    italic = BOLD.replace("<w:b/>", "<w:i/>")
    propose(held, "AG", KINDS["bold"])
    propose(held, "BR", file(last=paragraph("The ", run("list", properties=italic), " is open.")))
    propose(held, "CL", KINDS["bold"])
    cards = one(text_of(held), "4").cards
    assert sorted((each.what, [party.code for party in each.sponsors]) for each in cards) == [
        ("bold", ["AG", "CL"]),
        ("italic", ["BR"]),
    ]


def test_a_move_is_shown_at_both_places_each_with_the_other(held: Negotiation) -> None:
    propose(held, "AG", KINDS["move"])
    found = text_of(held)
    here, there = card(found, "2").other, card(found, "4").other
    assert here is not None
    assert there is not None
    assert (here.name, here.anchor) == ("Paragraph 4", one(found, "4").anchor)
    assert (there.name, there.anchor) == ("Paragraph 2", one(found, "2").anchor)
    assert "<del" not in card(found, "2").html


def test_cells_put_in_and_taken_out_are_told_on_the_cell(held: Negotiation) -> None:
    propose(held, "AG", KINDS["cell out"])
    propose(held, "BR", KINDS["cell in"])
    (matrix,) = [each for each in text_of(held).blocks if each.paragraph is None]
    assert [(each.change, each.codes) for each in matrix.rows[1].cells] == [
        ("", ()),
        ("deleted", ("AG",)),
        ("added", ("BR",)),
    ]


def test_a_paragraph_put_in_first_in_a_header_stands_there_without_a_number(held: Negotiation) -> None:
    new = paragraph(inserted("Draft"), properties=mark("ins")) + paragraph("The old header")
    propose(held, "AG", file(header=new))
    found = text_of(held)
    (put_in,) = [each for each in found.paragraphs if each.added]
    assert (put_in.label, put_in.story, "Draft" in put_in.html) == ("", "h", True)
    assert said(found) == {"Header": ["insert_paragraph"]}


def test_a_file_that_changes_a_header_alone_is_a_proposal_and_what_cannot_be_told_is_named(held: Negotiation) -> None:
    row = held.upload("AG", data=KINDS["header"])
    assert (row.words_added, row.words_removed, row.touches) == (1, 1, ["h1/p1"])


def test_a_text_stored_before_other_stories_were_read_has_them_too(held: Negotiation) -> None:
    assert not TextParagraph.objects.filter(address__contains="/").exists()
    assert one(text_of(held), "Footnote 1").base == "See the old list."


@pytest.mark.clause("O2")
def test_a_proposal_sent_before_the_engine_told_as_much_is_still_whole(
    held: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = file(
        header=paragraph("The ", deleted("old"), inserted("new"), " header"),
        last=paragraph("The list is ", inserted("never "), "open."),
    )
    row = _as_sent_before(held, both, monkeypatch, outside=["headers"])
    assert discrepancies(row) == ()
    assert [each.kind for each in row.amendments.all()] == ["insert"]
    assert said(text_of(held)) == {"4": ["insert"]}
    assert held.compile().state == "done"


@pytest.mark.clause("O2")
def test_what_an_older_engine_must_have_read_may_not_be_missing(
    held: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = file(last=paragraph("The list is ", inserted("never "), "open."), header=paragraph("The old header"))
    row = _as_sent_before(held, changed, monkeypatch, outside=[], drop="The list")
    assert discrepancies(row) == ("extract",)


@pytest.mark.clause("O2")
def test_what_several_people_of_a_delegation_made_together_is_whole_though_it_was_once_read_as_one(
    held: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_two = deleted("is ", "Ana") + deleted("open", "Ben") + inserted("was ", "Ana") + inserted("closed", "Ben")
    changed = file(last=paragraph("The list ", by_two, "."))
    row = _as_sent_before(held, changed, monkeypatch, outside=[], as_one=True)
    assert [len(each["edits"]) for each in row.amendments.values_list("value", flat=True)] == [2]
    assert discrepancies(row) == ()


def _as_sent_before(
    held: Negotiation,
    data: bytes,
    monkeypatch: pytest.MonkeyPatch,
    *,
    outside: list[str],
    drop: str = "",
    as_one: bool = False,
) -> Proposal:
    """Return a proposal as it was sent when only the body was read (or, to deceive, not even that: `drop`).

    `as_one`: when what several people of a delegation did was read as one person's.
    """
    reading = word.reading

    def older(base: bytes, proposal: bytes) -> word.Reading:
        found = reading(base, proposal)
        left = tuple(each for each in found.amendments if "/" not in each.address and not drop)
        told = tuple(each.numbered(number) for number, each in enumerate(left, 1))
        if drop:
            told = tuple(replace(each, added="x", edits=()) for each in found.amendments)
        if as_one:
            told = tuple(_by_one(each) for each in told)
        return replace(found, amendments=told, outside=tuple(outside))

    with monkeypatch.context() as before:
        before.setattr(word, "reading", older)
        before.setattr(word, "READS", 1)
        row = propose(held, "AG", data)
    assert record.entry_about(f"proposal:{row.pk}", "proposal.submitted") is not None
    assert Amendment.objects.filter(proposal=row).count() == 1
    return Proposal.objects.select_related("base__file", "file", "delegation").get(pk=row.pk)


def _by_one(amendment: word.Amendment) -> word.Amendment:
    """Return a replacement as it was read before each part of it kept its author."""
    gone = [each for each in amendment.edits if each.kind == "delete"]
    put = next(each for each in amendment.edits if each.kind == "insert")
    words = word.Part("words", amendment.added)
    whole = replace(gone[0], end=gone[-1].end, removed=amendment.removed)
    return replace(amendment, edits=(whole, replace(put, content=(words,))))
