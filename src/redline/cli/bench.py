"""`redline bench`: how long the main work takes on this computer, on texts made for the purpose."""

import argparse
import time
from collections.abc import Callable
from typing import Final, TypeVar

import redline
from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, Part
from redline.cli.codes import DONE
from redline.oxml.names import W
from redline.render.parts import zipped

_Result = TypeVar("_Result")
_PER_PAGE: Final = 14
_WORDS: Final = (
    "The Parties shall undertake, in accordance with Article 5 (a), to promote the protection and sustainable use of "
    "wetlands, taking into account the rights of indigenous peoples and the needs of least developed countries. "
)
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def bench(options: argparse.Namespace) -> int:
    """Print processor seconds for reading, verifying, comparing and compiling."""
    base = _base(options.pages * _PER_PAGE)
    files = {f"D{number:03}": _proposal(base, number) for number in range(options.files)}
    one = next(iter(files.values()))
    final = redline.accept(one)
    print(f"{options.files} files of {options.pages} pages; {redline.pending(one)} changes in the first")
    _timed("extract one", lambda: redline.extract(base, one))
    _timed("verify one", lambda: redline.verify(base, one))
    _timed("compare two", lambda: redline.compare(base, final, author="x"))
    compiled = _timed("compile all", lambda: redline.compile_files(base, files)).docx
    _timed("in brackets", lambda: redline.bracketed(compiled))
    _timed("project one", lambda: redline.project(compiled, "D000"))
    return DONE


def _timed(what: str, act: Callable[[], _Result]) -> _Result:
    started = time.process_time()
    found = act()
    print(f"{what:<12} {time.process_time() - started:8.3f} s")
    return found


def _base(paragraphs: int) -> bytes:
    lines = "".join(f"<w:p><w:r><w:t>{number}. {_WORDS * 2}</w:t></w:r></w:p>" for number in range(1, paragraphs + 1))
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{lines}</w:body></w:document>',
        }
    )


def _proposal(base: bytes, number: int) -> bytes:
    """Return the base with forty replacements by one delegation, spread over the text."""
    paragraphs = redline.read(base).paragraphs
    found = []
    for step in range(40):
        line = paragraphs[(number * 7 + step * 11) % len(paragraphs)]
        start = line.text.index("shall")
        content = (Part("words", f"should ({number})"),)
        edits = (
            Edit("delete", line.address, start, start + 5, (), "shall"),
            Edit("insert", line.address, start + 5, start + 5, content),
        )
        found.append(Amendment(step + 1, "replace", line.address, start, start + 5, "shall", "should", edits=edits))
    return redline.compile_amendments(base, {f"D{number:03}": found})
