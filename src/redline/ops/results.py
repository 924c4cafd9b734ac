"""What fields show that a word processor works out anew: page numbers, dates, references (ECMA-376 Part 1 §17.16.5)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from redline.oxml.names import w
from redline.oxml.runs import FIELD_CHARACTER
from redline.text.reading import Piece, State
from redline.text.runs import child_text
from redline.text.signs import FIELD

# Fields whose result nobody writes. What HYPERLINK, forms and merged letters show is somebody's text.
_WORKED_OUT: Final = frozenset(
    {
        "AUTHOR",
        "COMMENTS",
        "CREATEDATE",
        "DATE",
        "DOCPROPERTY",
        "EDITTIME",
        "FILENAME",
        "FILESIZE",
        "INFO",
        "KEYWORDS",
        "LASTSAVEDBY",
        "NOTEREF",
        "NUMCHARS",
        "NUMPAGES",
        "NUMWORDS",
        "PAGE",
        "PAGEREF",
        "PRINTDATE",
        "REF",
        "REVNUM",
        "SAVEDATE",
        "SECTION",
        "SECTIONPAGES",
        "SEQ",
        "STYLEREF",
        "SUBJECT",
        "TEMPLATE",
        "TIME",
        "TITLE",
        "USERNAME",
    }
)
_CODES: Final = frozenset({w("instrText"), w("delInstrText")})
_SIMPLE: Final = w("fldSimple")
_ORIGINAL: Final = (State.KEPT, State.DELETED)


class Result(NamedTuple):
    """The result of one field in a paragraph's original text [start, end); `name` is that of the field."""

    name: str
    start: int
    end: int


def results(pieces: Sequence[Piece]) -> list[Result]:
    """Return the results of a paragraph's fields that are worked out anew, outermost only, in order.

    Spaces and tabs around a result are none of it: LibreOffice takes the tab before a page number into the field.
    """
    found = sorted([*_simple(pieces), *_complex(pieces)], key=lambda each: each.start)
    if not found:
        return []
    text = "".join(piece.text for piece in pieces if piece.state in _ORIGINAL)
    return [_trimmed(each, text[each.start : each.end]) for each in found]


def _trimmed(result: Result, shown: str) -> Result:
    start = result.start + len(shown) - len(shown.lstrip())
    return Result(result.name, start, max(start, result.end - len(shown) + len(shown.rstrip())))


def alike(base: Sequence[Result], file: Sequence[Result]) -> list[tuple[Result, Result]]:
    """Return the results that stand for each other: all of them where the fields are the same ones, else none."""
    same = [each.name for each in base] == [each.name for each in file]
    return list(zip(base, file, strict=True)) if same else []


def masked(text: str, found: Iterable[Result]) -> str:
    """Return the text with each result replaced by its field's name."""
    for each in sorted(found, reverse=True, key=lambda one: one.start):
        text = f"{text[: each.start]}{each.name}{text[each.end :]}"
    return text


def _simple(pieces: Sequence[Piece]) -> Iterator[Result]:
    offset, started, inside = 0, 0, None
    for piece in (*(each for each in pieces if each.state in _ORIGINAL), None):
        wrapper = None if piece is None else piece.wrapper
        if wrapper is not inside:
            if inside is not None and inside.tag == _SIMPLE and (name := _name(inside.get(w("instr"), ""))):
                yield Result(name, started, offset)
            inside, started = wrapper, offset
        offset += 0 if piece is None else len(piece.text)


def _complex(pieces: Sequence[Piece]) -> Iterator[Result]:
    codes: list[str] = []
    begun, depth, name = -1, 0, ""
    for offset, element in _machinery(pieces):
        kind = element.get(w("fldCharType")) if element.tag == FIELD_CHARACTER else ""
        if kind == "begin":
            codes.append("")
        elif not codes:
            continue
        elif element.tag in _CODES:
            codes[-1] += element.text or ""
        elif kind == "separate" and begun < 0 and _name(codes[-1]):
            begun, depth, name = offset + 1, len(codes), _name(codes[-1])
        elif kind == "end":
            if begun >= 0 and len(codes) == depth:
                yield Result(name, begun, offset)
                begun = -1
            codes.pop()


def _machinery(pieces: Iterable[Piece]) -> Iterator[tuple[int, Element]]:
    """Yield the signs of fields in the original text, each with its place."""
    offset = 0
    for piece in pieces:
        if piece.state not in _ORIGINAL:
            continue
        if FIELD in piece.text and piece.source is not None:
            place = offset - piece.first
            for child in piece.source:
                width = len(child_text(child))
                if width == 1 and child_text(child) == FIELD and offset <= place < offset + len(piece.text):
                    yield place, child
                place += width
        offset += len(piece.text)


def _name(code: str) -> str:
    """Return the name of the field if what it shows is worked out anew, else nothing."""
    words = code.split(maxsplit=1)
    name = words[0].upper() if words else ""
    return name if name in _WORKED_OUT else ""
