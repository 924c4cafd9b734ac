"""Property elements are written in the order the schema wants, whatever order they are asked for in."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from redline.oxml.names import W14, local, w
from redline.oxml.order import (
    NUMPR,
    PPR,
    RPR,
    SETTINGS,
    TCPR,
    insert_in_order,
    ppr_insert,
    rpr_insert,
    trpr_insert,
)
from redline.oxml.paragraphs import ensure_mark_properties, mark_properties

ORDERS: Final = {"rPr": RPR, "pPr": PPR, "tcPr": TCPR, "numPr": NUMPR, "settings": SETTINGS}


@given(st.sampled_from(sorted(ORDERS)), st.data())
def test_any_order_of_insertion_gives_the_schema_s_order(holder: str, data: st.DataObject) -> None:
    order = ORDERS[holder]
    names = data.draw(st.lists(st.sampled_from([name for name in order if name]), unique=True, max_size=12))
    parent = etree.Element(w(holder))
    for name in names:
        insert_in_order(parent, parent.makeelement(w(name)), order)
    assert [local(child) for child in parent] == sorted(names, key=order.index)


@pytest.mark.parametrize(
    ("insert", "before", "new", "after"),
    [
        (rpr_insert, ["b", "rPrChange"], "ins", ["ins", "b", "rPrChange"]),
        (rpr_insert, ["ins", "b"], "del", ["ins", "del", "b"]),
        (ppr_insert, ["pStyle", "sectPr", "pPrChange"], "rPr", ["pStyle", "rPr", "sectPr", "pPrChange"]),
        (trpr_insert, ["cantSplit", "tblHeader", "trPrChange"], "del", ["cantSplit", "tblHeader", "del", "trPrChange"]),
    ],
)
def test_marks_find_their_place(insert: object, before: list[str], new: str, after: list[str]) -> None:
    assert callable(insert)
    parent = etree.Element(w("x"))
    for name in before:
        parent.append(parent.makeelement(w(name)))
    insert(parent, parent.makeelement(w(new)))
    assert [local(child) for child in parent] == after


def test_extensions_stand_after_what_the_schema_knows() -> None:
    parent = etree.Element(w("rPr"))
    rpr_insert(parent, parent.makeelement(w("rPrChange")))
    rpr_insert(parent, parent.makeelement(f"{{{W14}}}ligatures"))
    rpr_insert(parent, parent.makeelement(w("b")))
    assert [local(child) for child in parent] == ["b", "ligatures", "rPrChange"]


def test_the_properties_of_a_mark_are_made_in_their_place() -> None:
    paragraph = etree.fromstring(f'<w:p xmlns:w="{w("")[1:-1]}"><w:pPr><w:sectPr/></w:pPr><w:r/></w:p>')
    assert mark_properties(paragraph) is None
    made = ensure_mark_properties(paragraph)
    assert ensure_mark_properties(paragraph) is made is mark_properties(paragraph)
    assert [local(child) for child in paragraph[0]] == ["rPr", "sectPr"]
