"""A small base and what three delegations made of it, for the examples in the documentation and for trying things out.

AG and BR replace "shall" by "should", CL adds a paragraph; all three tracked their changes.
"""

from typing import Final

from redline.oxml.names import W
from redline.render.parts import zipped

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WHEN: Final = 'w:date="2026-11-22T09:00:00Z"'


def _file(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p>{each}</w:p>" for each in paragraphs)
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def _run(words: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def _changed(kind: str, words: str, number: int) -> str:
    inner = _run(words, "delText" if kind == "del" else "t")
    return f'<w:{kind} w:id="{number}" w:author="A. Delegate" {_WHEN}>{inner}</w:{kind}>'


_FIRST: Final = "States shall act in time."
_LAST: Final = "They report each year."
_NEW_MARK: Final = f'<w:pPr><w:rPr><w:ins w:id="1" w:author="A. Delegate" {_WHEN}/></w:rPr></w:pPr>'
_SHOULD: Final = _run("States ") + _changed("del", "shall", 1) + _changed("ins", "should", 2) + _run(" act in time.")

BASE: Final = _file(_run(_FIRST), _run(_LAST))
"""Two paragraphs: States shall act in time. They report each year."""
AG: Final = _file(_SHOULD, _run(_LAST))
BR: Final = _file(_SHOULD, _run(_LAST))
CL: Final = _file(_run(_FIRST), _NEW_MARK + _changed("ins", "Each State decides how.", 2), _run(_LAST))
FILES: Final = {"AG": AG, "BR": BR, "CL": CL}
"""The delegations' files by code."""
