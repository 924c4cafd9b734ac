"""What a delegate does to a base, as values: words put in and taken out, paragraphs cut and joined, rows."""

from dataclasses import dataclass

Path = tuple[int, ...]


@dataclass(frozen=True)
class Insert:
    """Words put in before base character `at` of a paragraph."""

    path: Path
    at: int
    words: str
    tracked: bool = True


@dataclass(frozen=True)
class Delete:
    """Base characters [start, end) of a paragraph taken out."""

    path: Path
    start: int
    end: int
    tracked: bool = True


@dataclass(frozen=True)
class Split:
    """A paragraph cut in two before base character `at`."""

    path: Path
    at: int
    tracked: bool = True


@dataclass(frozen=True)
class Merge:
    """A paragraph's mark taken out; the next block must be a paragraph."""

    path: Path
    tracked: bool = True


@dataclass(frozen=True)
class InsertParagraph:
    """A paragraph put in after another: as Word does when one types at its end, or (`before_next`) before the next."""

    path: Path
    words: str
    before_next: bool = False
    tracked: bool = True


@dataclass(frozen=True)
class DeleteParagraph:
    """A paragraph taken out with its mark; the next block must be a paragraph."""

    path: Path
    tracked: bool = True


@dataclass(frozen=True)
class DeleteRow:
    """A row (from 0) of the table in a block taken out."""

    block: int
    row: int


@dataclass(frozen=True)
class InsertRow:
    """A row put in before row `row` of the table in a block."""

    block: int
    row: int
    cells: tuple[str, ...]


Edit = Insert | Delete | Split | Merge | InsertParagraph | DeleteParagraph | DeleteRow | InsertRow
