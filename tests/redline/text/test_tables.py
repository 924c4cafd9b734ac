"""Header rows and cells that reach over several columns and rows."""

from tests.redline.specimens import docx, paragraph

import redline


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def row(*cells: str, header: bool = False) -> str:
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}{''.join(cells)}</w:tr>"


START, NEXT, WIDE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'


def test_header_rows_count_from_the_first_and_cells_say_how_far_they_reach() -> None:
    rows = row(cell("a", WIDE), header=True) + row(cell("b"), cell("c", START)) + row(cell("d"), cell("", NEXT))
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}{row(cell('e'), cell('f'), header=True)}</w:tbl>"
    found = redline.read(docx(table + paragraph("end"))).tables
    assert [(each.address, each.header_rows) for each in found] == [("t1", 1)]
    assert [(each.address, each.row, each.column, each.columns, each.rows) for each in found[0].cells] == [
        ("t1.r1.c1", 1, 1, 2, 1),
        ("t1.r2.c1", 2, 1, 1, 1),
        ("t1.r2.c2", 2, 2, 1, 2),
        ("t1.r3.c1", 3, 1, 1, 1),
        ("t1.r3.c2", 3, 2, 1, 0),
        ("t1.r4.c1", 4, 1, 1, 1),
        ("t1.r4.c2", 4, 2, 1, 1),
    ]


def test_tables_in_cells_come_after_their_own() -> None:
    inner = f"<w:tbl><w:tblPr/><w:tblGrid/>{row(cell('x'))}</w:tbl>"
    outer = f"<w:tc>{paragraph('a')}{inner}{paragraph('b')}</w:tc>"
    found = redline.read(docx(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{outer}</w:tr></w:tbl>{paragraph('end')}")).tables
    assert [each.address for each in found] == ["t1", "t1.r1.c1.t1"]
