"""The texts for the meeting: all kinds from the same data, now or as of an instant; they agree with one another."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.utils import IntegrityError

import redline
from accord.kernel import clocks, queue, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.negotiation import actions, queries
from accord.negotiation.models import Output
from accord.texts.providers.versions import ALL
from redline.render.bracket_reading import read_brackets
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.standing import record, says, wording_of
from tests.redline.generator import Delete, Insert, InsertParagraph, InsertRow, final_text, random_base, random_edits

pytestmark = pytest.mark.django_db
EDITS: dict[str, list[Any]] = {
    "AG": [Delete((0,), 11, 16), Insert((0,), 16, "should"), InsertParagraph((2,), "The list is open.")],
    "BR": [Delete((0,), 11, 16), Insert((0,), 16, "should"), InsertRow(4, 1, ("a", "b", "c", "d", "e"))],
    "CL": [Delete((0,), 4, 26), Insert((5,), 0, "And ")],
}
Files = dict[tuple[str, str, str], bytes]


@pytest.fixture
def proposed(open_round: Negotiation) -> Negotiation:
    """Return a round on which three delegations have proposed."""
    for code, edits in EDITS.items():
        open_round.propose(code, *edits)
    return open_round


def prepared(plan: Negotiation, **given: Any) -> Files:
    """Have everything printed, and return it by kind, style and mark-up."""
    base = plan.base()
    rows = actions.prepare_outputs(actor=plan.world.chair, now=clocks.now(), base=base, **given)
    queue.drain()
    found = Output.objects.filter(pk__in=[each.pk for each in rows]).select_related("file")
    assert {each.state for each in found} == {"done"}, [each.failure for each in found]
    return {
        (each.kind, each.options.get("style", ""), each.options.get("mark_up", "")): storage.read(each.file)
        for each in found
        if each.file
    }


def sheet(data: bytes) -> list[list[str]]:
    """Return the cells of a workbook of ours, row by row."""
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    rows = re.findall(r"<row [^>]*>(.*?)</row>", xml, re.DOTALL)
    cells = [re.findall(r"<c [^>]*?(?:/>|>.*?</c>)", row, re.DOTALL) for row in rows]
    return [["".join(re.findall(r"<t [^>]*>(.*?)</t>", cell, re.DOTALL)) for cell in row] for row in cells]


@pytest.mark.clause("O1", "O17")
def test_every_kind_is_made_at_once_and_opens(proposed: Negotiation) -> None:
    files = prepared(proposed)
    assert len(files) == len(ALL) == 22
    for (kind, _style, _mark_up), data in files.items():
        assert b"<" in data or kind == "json"
        if kind not in {"html", "json", "table_xlsx", "trace_xlsx"}:
            assert redline.read(data).paragraphs
    assert list(redline.text(redline.reject(files["tracked", "", ""]), "final")) == final_text(ENGLISH, [])


def agreement(plan: Negotiation, edits: Mapping[str, list[Any]]) -> None:
    """Demand that all kinds say the same: of whom there is anything, who asks for what, in which words."""
    files, (base,) = prepared(plan), plan.texts.values()
    told = json.loads(files["json", "", ""])
    asked = sorted((each["id"], tuple(each["parties"])) for each in told["proposals"])
    sponsors = sorted(", ".join(parties) for _id, parties in asked)
    codes = sorted({code for _id, parties in asked for code in parties})
    assert codes == sorted(edits)
    tracked = files["tracked", "", ""]
    opened = redline.reopen(tracked)
    assert sorted((each.id, each.parties) for each in opened.proposals) == asked
    rows = sheet(files["trace_xlsx", "", ""])[1 : len(asked) + 1]
    assert sorted(row[2] for row in rows) == sponsors
    cells = [each.text for each in redline.read(files["trace_docx", "", ""]).paragraphs if each.kind == "cell"]
    assert sorted(cells[9:][2::9]) == sponsors
    heads = sheet(files["table_xlsx", "", ""])[0]
    assert len(heads) == 4 + len(codes)
    page = files["html", "", ""].decode()
    assert {code for said in re.findall(r'data-by="([^"]*)"', page) for code in said.split()} <= set(codes)
    for code in codes:
        wanted = final_text(base, edits[code])
        assert list(redline.text(redline.project(tracked, code), "final")) == wanted, code
        for style in ("suffix", "prefix", "footnote"):
            for mark_up in ("brackets", "bold", "symbols"):
                read = read_brackets(files["brackets", style, mark_up])
                assert list(read.text(code)) == wanted, (code, style, mark_up)
    for mark_up in ("brackets", "bold", "symbols"):
        hidden = redline.text(files["brackets", "unattributed", mark_up], "final")
        assert not [line for line in hidden for code in codes if f": {code}" in line]
    brackets = [(each.words, each.parties) for each in read_brackets(files["brackets", "suffix", "bold"]).brackets]
    typed = [(each.words, each.parties) for each in read_brackets(files["translators", "", ""]).brackets]
    assert typed == brackets
    assert not any(each.label for each in redline.read(files["translators", "", ""]).paragraphs)


def generated(count: int, seed: int) -> tuple[Negotiation, dict[str, list[Any]]]:
    """Play a round in which so many delegations propose what chance wants."""
    names = [f"{first}{second}" for first in "ABCDE" for second in "KLMNOPQ"][:count]
    base = random_base(seed, paragraphs=8)
    plan = negotiation(codes=names, texts={"en": base})
    edits: dict[str, list[Any]] = {code: random_edits(base, seed + at) for at, code in enumerate(names)}
    for code in names:
        plan.propose(code, *edits[code])
    return plan, edits


@pytest.mark.clause("O1", "O17")
def test_outputs_agree_with_one_another(db: None) -> None:
    agreement(*generated(5, 7))


@pytest.mark.long
@pytest.mark.clause("O1", "O17")
@pytest.mark.parametrize("seed", range(3))
def test_outputs_of_thirty_five_agree_with_one_another(db: None, seed: int) -> None:
    agreement(*generated(35, 100 * seed))


def test_asked_for_again_they_are_the_same_files_until_something_changes(proposed: Negotiation) -> None:
    asked = {"actor": proposed.world.focal_points["BR"], "now": clocks.now(), "base": proposed.base()}
    first = actions.prepare_outputs(**asked)
    queue.drain()
    assert [each.pk for each in actions.prepare_outputs(**asked)] == [each.pk for each in first]
    assert Entry.objects.filter(kind="output.asked").count() == Entry.objects.filter(kind="output.made").count() == 1
    says(proposed, "BR", "object", wording_of(proposed, "CL", "p5"))
    again = actions.prepare_outputs(**{**asked, "now": clocks.now()})
    assert not {each.pk for each in again} & {each.pk for each in first}


@pytest.mark.clause("O19", "O26", "R14")
def test_agreed_words_stand_without_brackets_and_every_file_says_it_is_informal(proposed: Negotiation) -> None:
    wording = wording_of(proposed, "CL", "p5")
    says(proposed, "BR", "support", wording)
    record(proposed, "p5", "informal", taken=(wording.ask,))
    files = prepared(proposed)
    clean = [each.text for each in redline.read(files["clean", "", ""]).paragraphs]
    assert "And The plan is reviewed every two years." in " ".join(clean).replace("  ", " ")
    assert not [line for line in clean if "should" in line]
    bracketed = read_brackets(files["brackets", "suffix", "brackets"])
    assert all(each.words.strip() != "And" for each in bracketed.brackets)
    row = next(row for row in sheet(files["trace_xlsx", "", ""]) if row[1:2] == ["And "])
    assert (row[2], row[3], row[7], row[8]) == ("CL", "BR", "agreed informally", "Taken into the agreed words")
    for key, data in files.items():
        said = data if key[0] in {"html", "json"} else b"".join(_members(data))
        assert b"Nothing is agreed until everything is agreed." in said, key


def _members(data: bytes) -> list[bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(name) for name in archive.namelist()]


@pytest.mark.clause("O1")
def test_as_of_an_earlier_instant_they_say_what_stood_then(open_round: Negotiation) -> None:
    open_round.propose("AG", Insert((0,), 4, "Member "))
    then = clocks.now()
    with time_machine.travel(then + timedelta(hours=1), tick=False):
        open_round.propose("BR", Delete((1,), 0, 5))
        open_round.propose("AG", Insert((0,), 4, "all "))
        now, before = prepared(open_round), prepared(open_round, as_of=then)
        texts = {at: json.loads(files["json", "", ""]) for at, files in (("now", now), ("then", before))}
        assert [each["parties"] for each in texts["now"]["proposals"]] == [["AG"], ["BR"]]
        assert [each["amendment"]["added"] for each in texts["then"]["proposals"]] == ["Member "]
        assert texts["then"]["round"]["as_of"] == then.isoformat()
        with pytest.raises(Refused) as ahead:
            prepared(open_round, as_of=clocks.now() + timedelta(minutes=1))
        assert ahead.value.code == "ahead"
        with pytest.raises(Refused) as early:
            prepared(open_round, as_of=open_round.round.opens_at - timedelta(minutes=1))
        assert early.value.code == "not_open_yet"


@pytest.mark.clause("O9", "O17")
def test_a_sealed_round_shows_nothing_before_its_close_nor_what_was_taken_back(sealed_round: Negotiation) -> None:
    sealed_round.propose("AG", Insert((0,), 4, "Member "))
    for actor in sealed_round.world.everybody.values():
        with pytest.raises((Refused, NotAllowed)):
            actions.prepare_outputs(actor=actor, now=clocks.now(), base=sealed_round.base())
    early = clocks.now()
    sealed_round.propose("AG", Insert((0,), 4, "all "))
    with sealed_round.after_close():
        with pytest.raises(Refused) as refused:
            prepared(sealed_round, as_of=early)
        assert refused.value.code == "before_close"
        told = json.loads(prepared(sealed_round)["json", "", ""])
        assert [each["amendment"]["added"] for each in told["proposals"]] == ["all "]


def test_only_the_delegations_level_sees_or_asks(proposed: Negotiation) -> None:
    prepared(proposed)
    output = Output.objects.all()[0]
    for actor in (proposed.world.experts["AG"], proposed.world.stranger):
        with pytest.raises(NotAllowed):
            actions.prepare_outputs(actor=actor, now=clocks.now(), base=proposed.base())
        with pytest.raises(NotAllowed):
            queries.output_file(actor, proposed.world.group, output.pk)
    file = queries.output_file(proposed.world.focal_points["CL"], proposed.world.group, output.pk)
    assert file.filename == "GT-PLAN-doc.4-26_preliminary_tracked_en.docx"


@pytest.mark.clause("O2")
def test_what_was_made_is_never_altered(proposed: Negotiation) -> None:
    prepared(proposed)
    rows = Output.objects.filter(pk=Output.objects.all()[0].pk)
    for values in ({"kind": "json"}, {"options": {"x": 1}}, {"filename": "x"}, {"state": "queued", "file": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_a_damaged_file_gives_no_half_result(proposed: Negotiation, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_row: Any) -> tuple[str, ...]:
        return ("damaged",)

    monkeypatch.setattr("accord.negotiation.actions.outputs.discrepancies", damaged)
    rows = actions.prepare_outputs(actor=proposed.world.chair, now=clocks.now(), base=proposed.base())
    queue.drain()
    found = Output.objects.filter(pk__in=[each.pk for each in rows])
    assert {(each.state, each.failure, each.file_id) for each in found} == {("failed", "altered AG", None)}
    monkeypatch.undo()
    again = actions.prepare_outputs(actor=proposed.world.chair, now=clocks.now(), base=proposed.base())
    queue.drain()
    assert {each.pk for each in again} == {each.pk for each in rows}
    assert set(found.values_list("state", flat=True)) == {"done"}


@pytest.mark.clause("O2", "O19")
def test_the_chairs_words_stand_beside_the_others_under_their_own_name(proposed: Negotiation) -> None:
    actions.write_chair_wording(
        actor=proposed.world.chair,
        now=clocks.now(),
        base=proposed.base(),
        place="p5",
        words="The plan is reviewed every year.",
        note="",
    )
    files = prepared(proposed)
    text = read_brackets(files["brackets", "suffix", "brackets"])
    assert text.parties == ("AG", "BR", "CL", "Chair")
    assert text.text("Chair")[-1] == "The plan is reviewed every year."
    for code, edits in EDITS.items():
        assert list(text.text(code)) == final_text(ENGLISH, edits), code
    assert "Chair – the Chair’s own words" in "\n".join(redline.text(files["brackets", "suffix", "brackets"], "final"))
    assert {row[2] for row in sheet(files["trace_xlsx", "", ""])[1:] if len(row) > 2} >= {"Chair", "AG, BR"}


@pytest.mark.clause("O25")
def test_they_are_printed_in_the_language_of_their_text(db: None) -> None:
    plan = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    plan.propose("AG", Insert((0,), 4, "Miembros "), language="es")
    rows = actions.prepare_outputs(actor=plan.world.chair, now=clocks.now(), base=plan.base("es"))
    queue.drain()
    made = {each.kind: storage.read(each.file) for each in Output.objects.select_related("file") if each.file}
    assert len(rows) == len(ALL)
    assert sheet(made["trace_xlsx"])[0][:3] == ["Lugar", "Redacción", "Propuesto por"]
    assert "Nada está acordado hasta que todo esté acordado." in made["html"].decode()
    assert '<html lang="es" dir="ltr">' in made["html"].decode()
    assert "Cómo leer este texto" in redline.text(made["brackets"], "final")
    table = redline.text(made["table_docx"], "final")
    assert {"N.º", "Texto oficial", "Todo junto"} <= set(table)
    assert any(line.startswith("Negrita y subrayado: propuesto.") for line in table)
