"""The merged text: every party's amendments in place, paragraph by paragraph."""

from dataclasses import dataclass

Parties = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formatting:
    """Properties that parties ask for: of words, of the paragraph, or of the row, cell or table that begins with it.

    Those of the body's last section stand at its last paragraph.
    `what` says in words what is new ("centred"), `target` the element ("pPr", "tcPr"), `address` its place; `written`
    is False for what cannot stand in a Word file beside what more parties ask for.
    """

    what: str
    parties: Parties
    target: str
    address: str
    written: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one paragraph that the same parties touch in the same way.

    Base words have no `inserted_by`; with `deleted_by` those parties ask for their deletion. Words put in have
    `inserted_by` and no base behind them (a MARK in them is a paragraph's end). `formatted_by` asks for another
    formatting, `formats` says who for which: the first is `written`, the others have no place beside it in a Word file.
    `untracked` names those of the parties who did it without tracking.
    """

    text: str
    deleted_by: Parties = ()
    inserted_by: Parties = ()
    formatted_by: Parties = ()
    untracked: Parties = ()
    formats: tuple[Formatting, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedParagraph:
    """One paragraph of the merged text.

    A base paragraph has its own `address` and no `inserted_by`. A paragraph put in has an address like "p8+1" (the
    first one after p8; "+1" at the very start), `after` = "p8", and `inserted_by`. `mark_deleted_by` asks that it be
    merged with the next one; `row_deleted_by` and `row_inserted_by` say what happens to the table row it stands in,
    `cell_deleted_by` and `cell_inserted_by` to its cell. `formats` are the properties asked for here; those of runs
    are in the segments. Paragraphs of other stories ("fn3/p1") come after those of the body.
    """

    address: str
    kind: str
    level: int
    label: str
    style: str
    segments: tuple[Segment, ...]
    after: str = ""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    inserted_by: Parties = ()
    mark_deleted_by: Parties = ()
    row_deleted_by: Parties = ()
    row_inserted_by: Parties = ()
    cell_deleted_by: Parties = ()
    cell_inserted_by: Parties = ()
    formats: tuple[Formatting, ...] = ()

    @property
    def parties(self) -> Parties:
        """Everybody who touches this paragraph, sorted."""
        found = {*self.inserted_by, *self.mark_deleted_by, *self.row_deleted_by, *self.row_inserted_by}
        found.update(self.cell_deleted_by, self.cell_inserted_by, *(each.parties for each in self.formats))
        for each in self.segments:
            found.update(each.deleted_by, each.inserted_by, each.formatted_by)
        return tuple(sorted(found))

    @property
    def changed(self) -> bool:
        """Whether anybody touches it."""
        return bool(self.parties)
