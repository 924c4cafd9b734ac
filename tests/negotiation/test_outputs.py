"""The texts for the meeting: all kinds from the same data, now or as of an instant; they agree with one another."""

import io
import re
import zipfile
from typing import Any

import pytest

import redline
from accord.kernel import clocks, queue, storage
from accord.negotiation import actions
from accord.negotiation.actions.outputs import ALL
from accord.negotiation.models import Output
from tests.factories.negotiation import ENGLISH, Negotiation
from tests.redline.generator import Delete, Insert, InsertParagraph, InsertRow, final_text

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
