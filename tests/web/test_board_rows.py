"""The board's rows are written by hand: whatever people typed stands in them as text, never as markup."""

import re

import pytest

from accord.negotiation.queries.values import DelegationView, PlaceLine
from accord.web.negotiation.views.board_rows import Rows

HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("may_record", [True, False])
def test_what_was_typed_is_text_in_every_cell(may_record: bool) -> None:
    party = DelegationView(HOSTILE, HOSTILE, "d1")
    view = PlaceLine(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        "pending",
        HOSTILE,
        1,
        (party,),
        (party,),
        (party,),
        party,
        None,
        HOSTILE,
        3,
        (party,),
    )
    line = {"view": view, "tone": "warn", "sign": "◐", "words": HOSTILE, "href": HOSTILE, "tick": HOSTILE}
    html = Rows(may_record=may_record, chosen=()).html([line])
    assert "&lt;script&gt;" in html
    assert set(re.findall(r"<\s*(\w+)", html)) <= {"tr", "th", "td", "a", "abbr", "span", "input"}
    assert HOSTILE not in html
