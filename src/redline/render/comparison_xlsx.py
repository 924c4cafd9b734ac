"""The comparison table as a workbook (SpreadsheetML, ECMA-376 Part 1 §18): one sheet, its heads fixed and repeated."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from redline.render.comparison import Comparison, Look, Words, formats_of, party_name
from redline.render.parts import zipped
from redline.render.phrases import phrase

_S: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LONGEST: Final = 32_767  # characters a cell can hold
_LOOKS: Final[dict[Look, str]] = {"plain": "", "added": "<b/><u/>", "removed": "<strike/>", "head": ""}
_NORMAL: Final = '<sz val="11"/><rFont val="Calibri"/>'
_STYLES: Final = (
    f'<styleSheet xmlns="{_S}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
    '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def comparison_xlsx(
    table: Comparison, *, names: Mapping[str, str] | None = None, phrases: Mapping[str, str] | None = None
) -> bytes:
    """Return the table as a workbook: number, address, base, a column for each delegation, combined text.

    The first row stands still and is printed on every page; the sheet is printed on its side, as wide as the page.
    Words that are proposed are bold and underlined, words proposed for deletion struck through. `phrases` gives the
    heads in other words than English (see `phrases.PHRASES`).
    """
    before, behind = ([phrase(key, phrases) for key in keys] for keys in (("number", "address", "base"), ("combined",)))
    heads = [*before, *(party_name(each, names or {}) for each in table.parties), *behind]
    first: list[Words] = [((head, "plain"),) for head in heads]
    rows = [_row(1, first, style=1)]
    for number, each in enumerate(table.rows, 2):
        own = [(*each.own.get(party, ()), *formats_of(each, party)) for party in table.parties]
        plain: list[Words] = [((text, "plain"),) for text in (each.label, each.address, each.base)]
        rows.append(_row(number, [*plain, *own, ((each.combined, "plain"),)], style=0))
    last = _column(len(heads))
    widths = "".join(
        f'<col min="{index}" max="{index}" width="{12 if index < 3 else 45}" customWidth="1"/>'
        for index in range(1, len(heads) + 1)
    )
    sheet = (
        f'<worksheet xmlns="{_S}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:{last}{len(rows)}"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )
    return zipped({**_frame(), "xl/worksheets/sheet1.xml": sheet})


def _row(number: int, cells: Iterable[Words], *, style: int) -> str:
    found = (_cell(f"{_column(index)}{number}", words, style) for index, words in enumerate(cells, 1))
    return f'<row r="{number}">{"".join(found)}</row>'


def _cell(place: str, words: Words, style: int) -> str:
    """Return a cell of text, never a formula: what a delegation writes is not run."""
    runs, left = "", _LONGEST
    for text, look in words:
        shown = "".join(char for char in text[:left] if char.isprintable() or char in "\n\t")
        left -= len(shown)
        if shown:
            looks = f"<rPr>{_LOOKS[look]}{_NORMAL}</rPr>" if look != "plain" else ""
            runs += f'<r>{looks}<t xml:space="preserve">{escape(shown)}</t></r>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{runs}</is></c>' if runs else f'<c r="{place}" s="{style}"/>'


def _column(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _frame() -> dict[str, str]:
    workbook = (
        f'<workbook xmlns="{_S}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Comparison" sheetId="1" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">Comparison!$1:$1</definedName>'
        "</definedNames></workbook>"
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
