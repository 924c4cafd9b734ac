"""A text as numbered lines, and the edits a delegation makes to it, tracked or not."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

KEEP, INS, DEL, AWAY, HERE = "keep", "ins", "del", "moveFrom", "moveTo"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stands, was inserted, or was deleted."""

    text: str
    state: str = KEEP


@dataclass(frozen=True)
class Line:
    """One paragraph, or one row of the matrix (then `cells` holds its columns); `looks` is a property asked for it."""

    kind: str
    name: str
    pieces: tuple[Piece, ...] = ()
    cells: tuple[tuple[Piece, ...], ...] = ()
    state: str = KEEP
    looks: str = ""


Edit = Callable[[list[Line]], list[Line]]


@dataclass
class Numbers:
    """Counts items, sub-items, plain paragraphs and rows while a text is read."""

    seen: dict[str, int] = field(default_factory=dict)

    def name(self, kind: str) -> str:
        """Return the name by which edits call the next line of this kind."""
        if kind == "item":
            self.seen["sub"] = 0
        self.seen[kind] = self.seen.get(kind, 0) + 1
        count = self.seen[kind]
        if kind == "item":
            return str(count)
        if kind == "sub":
            return f"{self.seen['item']}({chr(96 + count)})"
        return f"row {count - 1}" if kind == "row" else f"{kind} {count}"


def read(path: Path) -> list[Line]:
    """Read a text in which each line is `kind: words`; columns of a row are parted by bars."""
    numbers, lines = Numbers(), []
    for written in path.read_text(encoding="utf-8").splitlines():
        kind, words = written.split(": ", 1)
        cells = tuple((Piece(cell.strip()),) for cell in words.split("|")) if kind == "row" else ()
        lines.append(Line(kind, numbers.name(kind), () if cells else (Piece(words),), cells))
    return lines


def sub(name: str, old: str, new_words: str, *, column: int = 0) -> Edit:
    """Replace words; in the matrix `column` counts from 1."""
    return _rewrite(name, old, (Piece(old, DEL), Piece(new_words, INS)), column)


def cut(name: str, old: str, *, column: int = 0) -> Edit:
    """Delete words."""
    return _rewrite(name, old, (Piece(old, DEL),), column)


def add(name: str, after: str, words: str, *, column: int = 0) -> Edit:
    """Insert words after others."""
    return _rewrite(name, after, (Piece(after), Piece(words, INS)), column)


def plain(name: str, old: str, new_words: str, *, column: int = 0) -> Edit:
    """Replace words with tracking switched off."""
    return _rewrite(name, old, (Piece(new_words),), column)


def new(after: str, words: str) -> Edit:
    """Insert a paragraph after another, of the same kind."""

    def edit(lines: list[Line]) -> list[Line]:
        at = _find(lines, after)
        return [*lines[: at + 1], Line(lines[at].kind, "", (Piece(words, INS),), state=INS), *lines[at + 1 :]]

    return edit


def drop(name: str) -> Edit:
    """Delete a whole paragraph."""

    def edit(lines: list[Line]) -> list[Line]:
        at = _find(lines, name)
        gone = tuple(Piece(piece.text, DEL) for piece in lines[at].pieces)
        return [*lines[:at], replace(lines[at], pieces=gone, state=DEL), *lines[at + 1 :]]

    return edit


def move(name: str, after: str) -> Edit:
    """Take a paragraph from its place to the one after another; a file holds one move."""

    def edit(lines: list[Line]) -> list[Line]:
        found = lines[_find(lines, name)]
        words = "".join(piece.text for piece in found.pieces)
        gone = replace(found, pieces=(Piece(words, AWAY),), state=AWAY)
        come = replace(found, name="", pieces=(Piece(words, HERE),), state=HERE)
        left = [gone if line is found else line for line in lines]
        at = _find(left, after)
        return [*left[: at + 1], come, *left[at + 1 :]]

    return edit


def look(name: str, looks: str) -> Edit:
    """Ask for another property of a paragraph: the name of its element in WordprocessingML."""

    def edit(lines: list[Line]) -> list[Line]:
        return [replace(line, looks=looks) if line.name == name else line for line in lines]

    return edit


def add_row(after: str, *words: str) -> Edit:
    """Insert a row of the matrix after another."""

    def edit(lines: list[Line]) -> list[Line]:
        at = _find(lines, after)
        row = Line("row", "", cells=tuple((Piece(word, INS),) for word in words), state=INS)
        return [*lines[: at + 1], row, *lines[at + 1 :]]

    return edit


def drop_row(name: str) -> Edit:
    """Delete a row of the matrix."""

    def edit(lines: list[Line]) -> list[Line]:
        at = _find(lines, name)
        gone = tuple(tuple(Piece(piece.text, DEL) for piece in cell) for cell in lines[at].cells)
        return [*lines[:at], replace(lines[at], cells=gone, state=DEL), *lines[at + 1 :]]

    return edit


def _rewrite(name: str, old: str, put: tuple[Piece, ...], column: int) -> Edit:
    def edit(lines: list[Line]) -> list[Line]:
        at = _find(lines, name)
        line = lines[at]
        if column:
            cells = list(line.cells)
            cells[column - 1] = _put(cells[column - 1], old, put)
            line = replace(line, cells=tuple(cells))
        else:
            line = replace(line, pieces=_put(line.pieces, old, put))
        return [*lines[:at], line, *lines[at + 1 :]]

    return edit


def _put(pieces: tuple[Piece, ...], old: str, put: tuple[Piece, ...]) -> tuple[Piece, ...]:
    for at, piece in enumerate(pieces):
        if piece.state == KEEP and old in piece.text:
            before, after = piece.text.split(old, 1)
            found = (Piece(before), *put, Piece(after))
            return (*pieces[:at], *(p for p in found if p.text), *pieces[at + 1 :])
    raise ValueError(f"The words {old!r} do not stand there.")


def _find(lines: list[Line], name: str) -> int:
    return next(at for at, line in enumerate(lines) if line.name == name)
