"""The comparison table as a Word file: landscape, as wide as the page, its heads on every page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from redline.oxml.names import W
from redline.render.comparison import Comparison, ComparisonRow, Look, Words, formats_of, party_name
from redline.render.parts import zipped
from redline.render.phrases import phrase

_MOST_COLUMNS: Final = 6
_AROUND: Final = 6  # words shown on either side of a change
_SPACED: Final = re.compile(r"\S+\s*|\s+")
_PAGE: Final = (16838, 11906, 720)  # A4 on its side and its margins, in twentieths of a point
_LOOKS: Final[dict[Look, str]] = {
    "plain": "",
    "added": '<w:rPr><w:b/><w:u w:val="single"/></w:rPr>',
    "removed": "<w:rPr><w:strike/></w:rPr>",
    "head": "<w:rPr><w:b/></w:rPr>",
}
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"


def comparison_docx(
    table: Comparison,
    *,
    title: str = "",
    names: Mapping[str, str] | None = None,
    phrases: Mapping[str, str] | None = None,
) -> bytes:
    """Return the table as a Word file.

    Up to six delegations have a column each; more stand one below the other in one column, where every page still
    shows base and combined text beside them, and what is far from a change is left out ("…"). `names` by code head
    the columns; `phrases` gives the other heads and the legend in other words than English (see `phrases.PHRASES`).
    """
    named = names or {}
    wide = len(table.parties) <= _MOST_COLUMNS
    own = [party_name(party, named) for party in table.parties] if wide else [phrase("delegations", phrases)]
    heads = [phrase("number", phrases), phrase("base", phrases), *own, phrase("combined", phrases)]
    widths = _widths(len(heads))
    rows = [_head(heads, widths)] + [_row(each, table, widths, wide=wide) for each in table.rows]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = (
        (_paragraph([(title, "head")]) if title else "")
        + _paragraph([(phrase("how_to_read_table", phrases), "plain")])
        + f"<w:tbl><w:tblPr>{_borders()}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"
        + f'<w:sectPr><w:pgSz w:w="{_PAGE[0]}" w:h="{_PAGE[1]}" w:orient="landscape"/>'
        + '<w:pgMar w:top="{0}" w:right="{0}" w:bottom="{0}" w:left="{0}" w:header="360" w:footer="360" '
        'w:gutter="0"/></w:sectPr>'.format(_PAGE[2])
    )
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}"><w:body>{body}'
    return zipped({**_frame(), "word/document.xml": f"{document}</w:body></w:document>"})


def _widths(columns: int) -> list[int]:
    """Return the widths of the columns: a narrow one for the number, the rest of the page in equal shares."""
    whole, first = _PAGE[0] - 2 * _PAGE[2], 1100
    each = (whole - first) // (columns - 1)
    return [first, *[each] * (columns - 1)]


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    return f'<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'


def _head(heads: Sequence[str], widths: Sequence[int]) -> str:
    cells = "".join(_cell([[(head, "head")]], width) for head, width in zip(heads, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: ComparisonRow, table: Comparison, widths: Sequence[int], *, wide: bool) -> str:
    own: list[list[Words]] = [[(*row.own.get(party, ()), *formats_of(row, party))] for party in table.parties]
    if not wide:
        told: list[Words] = [
            ((f"{party}: ", "head"), *brief(row.own[party]), *formats_of(row, party))
            for party in table.parties
            if party in row.own
        ]
        own = [told or [()]]
    cells: list[list[Words]] = [[((row.label, "plain"),)], [((row.base, "plain"),)], *own, [((row.combined, "plain"),)]]
    return f"<w:tr>{''.join(_cell(each, width) for each, width in zip(cells, widths, strict=True))}</w:tr>"


def brief(words: Words) -> Words:
    """Return the words with those left out that stand far from any change: the base stands in the same row."""
    found: list[tuple[str, Look]] = []
    for index, (text, look) in enumerate(words):
        parts = _SPACED.findall(text)
        if look != "plain" or len(parts) <= 3 * _AROUND:
            found.append((text, look))
            continue
        before = "".join(parts[:_AROUND]) if index else ""
        after = "".join(parts[-_AROUND:]) if index + 1 < len(words) else ""
        found.append((f"{before}… {after}", look))
    return tuple(found)


def _cell(paragraphs: Iterable[Iterable[tuple[str, Look]]], width: int) -> str:
    words = "".join(_paragraph(each) for each in paragraphs)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{words}</w:tc>'


def _paragraph(words: Iterable[tuple[str, Look]]) -> str:
    return f"<w:p>{''.join(_run(text, look) for text, look in words if text)}</w:p>"


def _run(text: str, look: Look) -> str:
    inner = "".join(
        {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(stretch) or f'<w:t xml:space="preserve">{escape(stretch)}</w:t>'
        for stretch in _stretches(text)
    )
    return f"<w:r>{_LOOKS[look]}{inner}</w:r>"


def _stretches(text: str) -> list[str]:
    found = [""]
    for char in text:
        if char in "\n\t":
            found += [char, ""]
        elif char.isprintable() or char.isspace():
            found[-1] += char
    return [each for each in found if each]


def _frame() -> dict[str, str]:
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    }
