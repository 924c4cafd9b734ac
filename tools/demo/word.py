"""Writes a text with its tracked edits as a Word file: masthead, headings, numbering, matrix, footnote, header and footer."""

import io
import zipfile
from dataclasses import dataclass, replace
from itertools import count
from xml.sax.saxutils import escape

from tools.demo.edits import AWAY, DEL, HERE, INS, KEEP, Line, Piece

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COLUMNS = (1700, 3300, 2200, 1200, 1626)
STYLE = {"title": "Title", "note": "Note", "heading": "Heading1", "item": "Item", "sub": "Subitem", "plain": "BodyText"}


@dataclass(frozen=True)
class Masthead:
    """What stands at the head of an official document, in its own language."""

    body: str
    symbol: str
    date: str
    original: str
    distribution: str


@dataclass
class Writer:
    """Writes one file; `author` signs its tracked changes at the instant `date`."""

    masthead: Masthead
    author: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        """Start the revision ids, which are unique over the document (ECMA-376 Part 1 §17.13.5)."""
        self._ids = count(1)

    def write(self, lines: list[Line]) -> bytes:
        """Return the bytes of the .docx; the same lines give the same bytes."""
        document = self.document([line for line in lines if line.kind != "footnote"])
        note = next((line.pieces for line in lines if line.kind == "footnote"), (Piece(""),))
        footnote = self.runs((replace(note[0], text=f" {note[0].text}"), *note[1:]))
        parts = {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": relationships(*((name, f"{name}.xml") for name in PARTS), *HEAD_AND_FOOT),
            "word/styles.xml": STYLES,
            "word/numbering.xml": NUMBERING,
            "word/settings.xml": f'<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="709"/></w:settings>',
            "word/footnotes.xml": footnotes(footnote),
            "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph(self.masthead.symbol, "Header")}</w:hdr>',
            "word/footer1.xml": f'<w:ftr xmlns:w="{W}">{PAGE_NUMBER}</w:ftr>',
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                info = zipfile.ZipInfo(name, (2026, 11, 3, 9, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
        return buffer.getvalue()

    def document(self, lines: list[Line]) -> str:
        """Return the main part: masthead, paragraphs, and the matrix where the first row stands."""
        rows = [line for line in lines if line.kind == "row"]
        body, placed = [self.head()], False
        for line in lines:
            if line.kind != "row":
                body.append(self.paragraph(line))
            elif not placed:
                placed = True
                body.append(self.matrix(rows))
        return f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}{SECTION}</w:body></w:document>'

    def head(self) -> str:
        """Return the masthead: the body on the left, the classification on the right."""
        head = self.masthead
        return "".join(
            [
                paragraph(head.body, "Masthead"),
                paragraph(head.symbol, "Symbol"),
                paragraph(head.date, "Classification"),
                paragraph(head.original, "Classification"),
                paragraph(head.distribution, "Classification"),
            ]
        )

    def paragraph(self, line: Line) -> str:
        """Return one paragraph; an inserted or deleted one carries the change on its mark."""
        mark = "" if line.state == KEEP else f"<w:rPr>{self.change(line.state)}/></w:rPr>"
        style = f'<w:pStyle w:val="{STYLE[line.kind]}"/>'
        asked = f"{self.change('pPrChange')}><w:pPr>{style}</w:pPr></w:pPrChange>" if line.looks else ""
        properties = f"<w:pPr>{style}{f'<w:{line.looks}/>' if line.looks else ''}{mark}{asked}</w:pPr>"
        return f"<w:p>{properties}{self.moved(line)}</w:p>"

    def moved(self, line: Line) -> str:
        """Return the runs of a paragraph, between the markers of a range where it moved (ECMA-376 §17.13.5.22-.28)."""
        runs = self.runs(line.pieces)
        if line.state not in {AWAY, HERE}:
            return runs
        number = next(self._ids)
        start = f'<w:{line.state}RangeStart w:id="{number}" w:author="{escape(self.author)}" w:date="{self.date}"'
        return f'{start} w:name="move1"/>{runs}<w:{line.state}RangeEnd w:id="{number}"/>'

    def runs(self, pieces: tuple[Piece, ...], *, bold: bool = False) -> str:
        """Return the runs of a paragraph, wrapped where they were inserted or deleted."""
        return "".join(self.run(piece, bold=bold) for piece in pieces)

    def run(self, piece: Piece, *, bold: bool) -> str:
        """Return one run; `^1` at its end stands for the footnote."""
        text, note = piece.text.removesuffix("^1"), piece.text.endswith("^1")
        tag = "w:delText" if piece.state == DEL else "w:t"
        bare = f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<{tag} xml:space="preserve">{escape(text)}</{tag}></w:r>'
        bare += NOTE_REFERENCE if note else ""
        return bare if piece.state == KEEP else f"{self.change(piece.state)}>{bare}</w:{piece.state}>"

    def change(self, state: str) -> str:
        """Return the opening of a tracked change, without its closing bracket."""
        return f'<w:{state} w:id="{next(self._ids)}" w:author="{escape(self.author)}" w:date="{self.date}"'

    def matrix(self, rows: list[Line]) -> str:
        """Return the matrix as a table with a repeated head row."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in COLUMNS)
        properties = '<w:tblPr><w:tblStyle w:val="Matrix"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(map(self.row, rows))}</w:tbl>"

    def row(self, line: Line) -> str:
        """Return one row; the cells of an inserted or deleted row carry the change on their marks too."""
        head = line.name == "row 0"
        inner = ("<w:tblHeader/>" if head else "") + (
            f"{self.change(line.state)}/>" if line.state in {INS, DEL} else ""
        )
        cells = "".join(
            self.cell(cell, line, width, head=head) for cell, width in zip(line.cells, COLUMNS, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{inner}</w:trPr>{cells}</w:tr>"

    def cell(self, pieces: tuple[Piece, ...], line: Line, width: int, *, head: bool) -> str:
        """Return one cell with one paragraph."""
        mark = f"<w:rPr>{self.change(line.state)}/></w:rPr>" if line.state in {INS, DEL} else ""
        content = f'<w:p><w:pPr><w:pStyle w:val="Cell"/>{mark}</w:pPr>{self.runs(pieces, bold=head)}</w:p>'
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def paragraph(text: str, style: str) -> str:
    """Return an untracked paragraph in a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def relationships(*targets: tuple[str, str]) -> str:
    """Return a relationships part that points to each (kind, target)."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{KIND}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def footnotes(runs: str) -> str:
    """Return the notes part: the two separators Word expects, and our one note."""
    note = f"<w:r><w:footnoteRef/></w:r>{runs}"
    return (
        f'<w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{note}</w:p></w:footnote></w:footnotes>'
    )


def style(name: str, paragraph_properties: str = "", run_properties: str = "", *, shown: str = "") -> str:
    """Return a paragraph style based on Normal."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown or name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{paragraph_properties}</w:pPr><w:rPr>{run_properties}</w:rPr></w:style>"
    )


def level(depth: int, kind: str, text: str, left: int) -> str:
    """Return one level of the numbering, hanging before its text."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="567"/></w:pPr></w:lvl>'
    )


PARTS = ("styles", "numbering", "settings", "footnotes")
HEAD_AND_FOOT = (("header", "header1.xml"), ("footer", "footer1.xml"))
NOTE_REFERENCE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
PAGE_NUMBER = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
    '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1134" w:bottom="1440" w:left="1134" w:header="709" '
    'w:footer="709" w:gutter="0"/></w:sectPr>'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OVERRIDES = {"document": f"{_TYPE}.document.main+xml"} | {
    part: f"{_TYPE}.{part.rstrip('1')}+xml" for part in (*PARTS, "header1", "footer1")
}
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/word/{part}.xml" ContentType="{kind}"/>' for part, kind in _OVERRIDES.items())
    + "</Types>"
)
_NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="120"/><w:jc w:val="both"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:cs="Cambria"/>'
    '<w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + style("Masthead", '<w:spacing w:after="240"/>', "<w:b/><w:smallCaps/>")
    + style("Symbol", '<w:jc w:val="right"/>', "<w:b/>")
    + style("Classification", '<w:jc w:val="right"/>', '<w:sz w:val="20"/>')
    + style("Title", '<w:spacing w:before="480" w:after="120"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="28"/>')
    + style("Note", '<w:spacing w:after="240"/><w:jc w:val="center"/>', "<w:i/>")
    + style(
        "Heading1",
        '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
        "<w:b/>",
        shown="heading 1",
    )
    + style("Item", _NUMBERED.format(0))
    + style("Subitem", _NUMBERED.format(1))
    + style("BodyText", '<w:spacing w:after="120"/><w:jc w:val="both"/>', shown="Body Text")
    + style("Cell", '<w:spacing w:before="40" w:after="40"/>', '<w:sz w:val="18"/>')
    + style("Header", '<w:jc w:val="right"/>', '<w:sz w:val="18"/>', shown="header")
    + style("FootnoteText", "", '<w:sz w:val="18"/>', shown="footnote text")
    + f'<w:style w:type="table" w:styleId="Matrix"><w:name w:val="Matrix"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style>'
    "</w:styles>"
)
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + level(0, "decimal", "%1.", 567)
    + level(1, "lowerLetter", "(%2)", 1134)
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
