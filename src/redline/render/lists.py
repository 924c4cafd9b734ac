"""Plain tables for paper and for reckoning: who proposed which words and what became of them, old numbers and new."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from redline.ops.carry import carry
from redline.oxml.names import W
from redline.render.parts import zipped
from redline.text.document import read
from redline.text.signs import OBJECT, readable

Cell = str | tuple[tuple[str, str], ...]
"""Words, or words with looks: "plain", "added" (bold, underlined), "removed" (struck through)."""
_S: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PAGE: Final = (16838, 11906, 720)  # A4 on its side and its margins, in twentieths of a point
_LONGEST: Final = 32_767  # characters a cell of a workbook can hold
_IN_WORD: Final = {"added": '<w:b/><w:u w:val="single"/>', "removed": "<w:strike/>", "head": "<w:b/>"}
_IN_BOOK: Final = {"added": "<b/><u/>", "removed": "<strike/>"}
_STYLES: Final = (
    f'<styleSheet xmlns="{_S}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
    '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def concordance(old: bytes, new: bytes) -> tuple[tuple[str, str, str], ...]:
    """Return, for each numbered paragraph of either file, its number in `old`, in `new`, and its first words.

    "" where it has no number there, or is not there. BadFile when either is not a readable Word document.
    """
    before, after = read(old).paragraphs, read(new).paragraphs
    where = {address: each.address for address, each in carry(old, new).items() if each.address}
    there = {each.address: each for each in after}
    rows = []
    for each in before:
        now = there.get(where.get(each.address, ""))
        rows.append((each.label, now.label if now else "", _words((now or each).text)))
    came = set(where.values())
    rows += [("", each.label, _words(each.text)) for each in after if each.address not in came]
    return tuple(row for row in rows if row[0] or row[1])


def list_docx(
    heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, lines: Sequence[str] = (), shares: Sequence[int] = ()
) -> bytes:
    """Return a table as a Word file on its side, its heads on every page, `lines` before it, the first as its title.

    `shares` say how wide the columns are to one another; equal when not given.
    """
    parts = shares or [1] * len(heads)
    whole = _PAGE[0] - 2 * _PAGE[2]
    widths = [whole * part // sum(parts) for part in parts]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{_cells([((each, 'head'),) for each in heads], widths)}"
    body = "".join(f"<w:tr>{_cells(row, widths)}</w:tr>" for row in rows)
    before = "".join(_paragraph(((line, "plain" if index else "head"),)) for index, line in enumerate(lines))
    table = f"<w:tbl><w:tblPr>{_borders()}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}</w:tr>{body}</w:tbl><w:p/>"
    section = (
        f'<w:sectPr><w:pgSz w:w="{_PAGE[0]}" w:h="{_PAGE[1]}" w:orient="landscape"/>'
        '<w:pgMar w:top="{0}" w:right="{0}" w:bottom="{0}" w:left="{0}" w:header="360" w:footer="360" '
        'w:gutter="0"/></w:sectPr>'.format(_PAGE[2])
    )
    opening = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}"><w:body>'
    types = {"/word/document.xml": _WORD}
    relations = {"_rels/.rels": [("officeDocument", "word/document.xml")]}
    document = {"word/document.xml": f"{opening}{before}{table}{section}</w:body></w:document>"}
    return zipped({**_frame(types, relations), **document})


def list_xlsx(
    heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, notes: Sequence[str] = (), shares: Sequence[int] = ()
) -> bytes:
    """Return a table as a workbook of one sheet, its first row fixed; no cell is a formula, whatever is written in it.

    `notes` stand below the table, a row free between; `shares` are the widths of the columns in letters, 30 each when
    not given.
    """
    written = [_sheet_row(1, heads, style=1)]
    written += [_sheet_row(number, row, style=0) for number, row in enumerate(rows, 2)]
    last = f"{_column(len(heads))}{len(written)}"
    written += [_sheet_row(number, [note], style=0) for number, note in enumerate(notes, len(written) + 2)]
    widths = "".join(
        f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>'
        for index, width in enumerate(shares or [30] * len(heads), 1)
    )
    sheet = (
        f'<worksheet xmlns="{_S}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>{''.join(written)}</sheetData>"
        f'<autoFilter ref="A1:{last}"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )
    types = {
        "/xl/workbook.xml": f"{_BOOK}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{_BOOK}.worksheet+xml",
        "/xl/styles.xml": f"{_BOOK}.styles+xml",
    }
    workbook = (
        f'<workbook xmlns="{_S}" xmlns:r="{_OFFICE}"><sheets><sheet name="Table" sheetId="1" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">Table!$1:$1</definedName>'
        "</definedNames></workbook>"
    )
    relations = {
        "_rels/.rels": [("officeDocument", "xl/workbook.xml")],
        "xl/_rels/workbook.xml.rels": [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")],
    }
    made = {"xl/workbook.xml": workbook, "xl/styles.xml": _STYLES, "xl/worksheets/sheet1.xml": sheet}
    return zipped({**_frame(types, relations), **made})


def wording(removed: str, added: str) -> Cell:
    """Return words that go and words that come as a cell, each in its look."""
    both = ((_words(removed, 0), "removed"), (" " if removed and added else "", "plain"), (_words(added, 0), "added"))
    return tuple((words, look) for words, look in both if words)


def _words(flat: str, most: int = 12) -> str:
    words = readable(flat).replace(OBJECT, "▢").split(" " if not most else None)
    return " ".join(words) if not most or len(words) <= most else " ".join(words[:most]) + " …"


def _looks(cell: Cell) -> Iterable[tuple[str, str]]:
    return ((cell, "plain"),) if isinstance(cell, str) else cell


def _cells(row: Sequence[Cell], widths: Sequence[int]) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(_looks(cell))}</w:tc>'
        for cell, width in zip(row, widths, strict=True)
    )


def _paragraph(words: Iterable[tuple[str, str]]) -> str:
    return f"<w:p>{''.join(_run(text, look) for text, look in words if text)}</w:p>"


def _run(text: str, look: str) -> str:
    lines = _printable(text).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r><w:rPr>{_IN_WORD.get(look, '')}</w:rPr>{inner}</w:r>"


def _printable(text: str) -> str:
    spaced = text.replace("\t", " ")
    return "".join(char for char in spaced if char.isprintable() or char.isspace()).replace("\r", "")


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    return f'<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'


def _sheet_row(number: int, cells: Sequence[Cell], *, style: int) -> str:
    found = (_sheet_cell(f"{_column(index)}{number}", _looks(each), style) for index, each in enumerate(cells, 1))
    return f'<row r="{number}">{"".join(found)}</row>'


def _column(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet_cell(place: str, words: Iterable[tuple[str, str]], style: int) -> str:
    runs, left = "", _LONGEST
    for text, look in words:
        shown = _printable(text)[:left]
        left -= len(shown)
        looks = f'<rPr>{_IN_BOOK[look]}<sz val="11"/><rFont val="Calibri"/></rPr>' if look in _IN_BOOK else ""
        runs += f'<r>{looks}<t xml:space="preserve">{escape(shown)}</t></r>' if shown else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{runs}</is></c>' if runs else f'<c r="{place}" s="{style}"/>'


def _frame(types: Mapping[str, str], relations: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, str]:
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    found = {"[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{rels}{overrides}</Types>'}
    for name, targets in relations.items():
        lines = "".join(
            f'<Relationship Id="rId{index}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for index, (kind, target) in enumerate(targets, 1)
        )
        found[name] = f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'
    return found
