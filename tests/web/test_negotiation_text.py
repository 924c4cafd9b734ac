"""The page of the text: all amendments in place, a section at a time, readable by whoever may."""

import re

import pytest

from accord.kernel import queue
from accord.negotiation.models import Round
from accord.negotiation.queries.numbers import cited
from accord.negotiation.queries.values import CardView, DelegationView, ParagraphView, PlaceView
from accord.web.negotiation.views.paragraphs import Writer
from tests.factories.people import World, world
from tests.web import played_round
from tests.web.played_round import reading, words

TEXT = "/g/plan/text/"


@pytest.fixture
def plan(db: None) -> World:
    return world(codes=("AG", "AR", "BR", "CA", "CL", "JM"))


@pytest.fixture
def round_(plan: World) -> Round:
    return played_round.open_round(plan)


@pytest.mark.clause("O22", "O24")
def test_every_amendment_stands_in_place_under_its_code(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR", "BR", "CA", "CL")
    page = reading(plan).get(TEXT, {"section": "all"}).content.decode()
    for code in ("AR", "BR", "CA", "CL"):
        assert re.search(rf'<(ins|del) class="d\d" data-by="[^"]*\b{code}\b', page), code
        assert f'data-code="{code}"' in page
    assert "Attached: " in page


def test_one_wording_is_told_once_with_all_who_propose_it(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR", "CL")
    page = reading(plan).get(TEXT, {"section": "all"}).content.decode()
    assert re.search(
        r'<del class="d\d" data-by="AR CL">shall</del><ins class="d\d" data-by="AR CL">should</ins><sup', page
    )
    assert "The same words, proposed by 2 delegations." in page


def test_the_first_view_is_the_first_section_under_discussion(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR")
    page = reading(plan).get(TEXT).content.decode()
    first = re.search(r'aria-current="true"><span>([^<]*)</span> <span class="n">(\d+)', page)
    assert first is not None
    assert int(first[2]) > 0
    assert first[1].strip() in re.findall(r"<h1>([^<]*)</h1>", page)[0]


def test_a_section_that_is_not_there_is_a_404(plan: World, round_: Round) -> None:
    assert reading(plan).get(TEXT, {"section": "99"}).status_code == 404


def test_the_base_alone_shows_no_amendment(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR", "BR")
    page = reading(plan).get(TEXT, {"section": "all", "view": "base"}).content.decode()
    assert "data-by=" not in page
    assert "<ins" not in page


def test_without_script_a_chip_is_a_link_that_hides_its_delegation(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR", "CL")
    page = reading(plan).get(TEXT, {"section": "all", "show": "CL"}).content.decode()
    assert 'data-by="AR' not in page
    assert 'data-by="CL"' in page
    assert re.search(r'class="switch d\d off" href="\?section=all"[^>]*data-code="AR"', page)
    assert re.search(r'class="switch d\d" href="\?section=all&amp;show="[^>]*data-code="CL"', page)


def test_the_matrix_is_a_table_whose_cells_name_their_column(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "CA", "BR")
    page = reading(plan).get(TEXT, {"section": "all"}).content.decode()
    assert page.count('<table class="matrix" role="table">') >= 1
    heads = re.findall(r'<th scope="col" role="columnheader"><div[^>]*>.*?<p class="body">([^<]*)</p>', page)
    assert len(heads) == 5
    for head in heads:
        assert f'data-head="{head}"' in page
    assert 'class="put-in d' in page


def test_paging_leads_through_the_whole_text(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR")
    client, seen, query = reading(plan), [], "?section=0"
    while query:
        page = client.get(TEXT + query).content.decode()
        seen.append(re.findall(r"<h1>([^<]*)</h1>", page)[0])
        onward = re.search(r'<a class="next" href="([^"]*)"', page)
        query = onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == len(set(seen)) > 5


@pytest.mark.parametrize(
    ("who", "status"),
    [("chair", 200), ("secretariat", 200), ("AG focal point", 200), ("AG expert", 404), ("stranger", 404)],
)
@pytest.mark.clause("O9", "O10")
def test_the_text_is_for_the_delegations_level(plan: World, round_: Round, who: str, status: int) -> None:
    client = reading(plan, who)
    assert client.get(TEXT).status_code == status
    assert client.get("/g/plan/rounds/1/text/en/").status_code == status
    assert client.get("/g/plan/rounds/1/official/en/").status_code == status


def test_another_round_or_language_is_a_404(plan: World, round_: Round) -> None:
    client = reading(plan)
    assert client.get("/g/plan/rounds/2/text/en/").status_code == 404
    assert client.get("/g/plan/rounds/1/text/fr/").status_code == 404


def test_what_is_asked_follows_the_reader(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "BR")
    played_round.upload(plan, round_, "CL")
    assert "You have not proposed yet. The round closes" in words(reading(plan, "AG focal point").get(TEXT))
    assert "Your file is not sent yet." in words(reading(plan, "CL focal point").get(TEXT))
    assert "Your proposal stands: " in words(reading(plan, "BR focal point").get(TEXT))
    assert "1 of 6 delegations has proposed." in words(reading(plan, "chair").get(TEXT))
    with played_round.after_the_close(round_):
        assert "The round is closed. You sent no proposal." in words(reading(plan, "AG focal point").get(TEXT))


@pytest.mark.clause("O19", "O26")
def test_every_page_says_that_it_is_informal(plan: World, round_: Round) -> None:
    said = "Informal until approved at a formal meeting. Nothing is agreed until everything is agreed."
    client = reading(plan)
    for path in (TEXT, "/g/plan/proposal/", "/g/plan/rounds/", "/g/plan/rounds/1/", "/g/plan/rounds/1/compilation/"):
        assert said in words(client.get(path)), path


def test_before_any_round_the_page_says_how_to_begin(plan: World) -> None:
    assert "There is no text to negotiate yet." in words(reading(plan).get(TEXT))
    assert "/g/plan/rounds/new/" in reading(plan, "chair").get(TEXT).content.decode()
    assert "/g/plan/rounds/new/" not in reading(plan).get(TEXT).content.decode()


def test_a_sealed_round_shows_nobody_s_amendments_but_one_s_own(plan: World) -> None:
    row = played_round.open_round(plan, sees="after_close")
    played_round.send(plan, row, "AR", "BR")
    assert 'data-by="BR' not in reading(plan, "AR focal point").get(TEXT, {"section": "all"}).content.decode()
    assert "data-by=" not in reading(plan, "chair").get(TEXT, {"section": "all"}).content.decode()
    with played_round.after_the_close(row):
        assert 'data-by="BR' in reading(plan, "AR focal point").get(TEXT, {"section": "all"}).content.decode()


@pytest.mark.parametrize(("number", "title"), [("7", "Paragraph 7"), ("¶ 8", "¶ 8"), ("¶ 3 bis", "¶ 3 bis")])
def test_what_is_said_is_headed_by_the_paragraph_s_own_number(number: str, title: str) -> None:
    card = CardView((DelegationView("AG", "Antigua and Barbuda", "d1"),), "insert", "", None, ())
    called = cited(number, plain=True)
    view = ParagraphView("p8", "p8", "paragraph", 0, "", number, "Words.", cards=(card,), cited=called)
    assert f'data-title="{title}"' in Writer().html(view)


def test_the_printed_page_says_what_it_is_and_whose_the_codes_are(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "BR")
    page = reading(plan).get(TEXT, {"section": "all"}).content.decode()
    printed = re.search(r'<header class="printed">.*?</header>', page, re.DOTALL)
    assert printed is not None
    assert "GT/PLAN/doc.4/26" in printed[0]
    assert "Draft Inter-American Plan" in printed[0]
    assert re.search(r'<dt class="d\d">BR</dt><dd>Brazil</dd>', printed[0])


def test_a_footnote_of_the_base_is_a_number_with_its_words(plan: World, round_: Round) -> None:
    page = reading(plan).get(TEXT, {"section": "all"}).content.decode()
    notes = re.findall(r'<sup class="note" title="Footnote: ([^"]{20,})">(\d)</sup>', page)
    assert [number for _words, number in notes] == ["1"]
    assert "▢" not in page


def test_what_words_cannot_show_is_told_under_them_with_a_way_to_the_other_place() -> None:
    party = DelegationView("AG", "Antigua and Barbuda", "d1")
    moved = CardView((party,), "move", "Words.", None, (), other=PlaceView("p4", "Paragraph 4"))
    looks = CardView((party,), "format", "", None, (), what="bold", of="words", quote="<b>")
    note = CardView((party,), "insert", "<ins>▢</ins>", None, (), notes=("See <1>.",))
    view = ParagraphView("p8", "p8", "paragraph", 0, "", "8", "Words.", cards=(moved, looks, note))
    here = Writer(here={"p4"}, whole="?section=all").html(view)
    assert 'Moved to: <a href="#p4">Paragraph 4</a></span><sup class="by d1">AG</sup>' in here
    assert "<q>&lt;b&gt;</q> bold" in here
    assert "New note: See &lt;1&gt;." in here
    assert 'href="?section=all#p4"' in Writer(whole="?section=all").html(view)
    assert '<p class="asked"' in Writer(bare=True).html(view)
    assert '<sup class="by' not in Writer(bare=True).html(view)


def test_who_speaks_says_where_she_stands_and_who_presides_records_it(plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AG")
    queue.drain()
    for who, speaks in [("BR focal point", True), ("chair", False), ("AG focal point", True), ("secretariat", False)]:
        page = reading(plan, who).get("/g/plan/text/?section=all").content.decode()
        assert ("Support · Object · more" in page, ">Where it stands</a>" in page) == (speaks, not speaks)
