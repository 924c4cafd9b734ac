"""An amendment: one thing a delegation asks for, as a person would count it."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from redline.changes.edit import Edit

AmendmentKind = Literal[
    "insert",
    "delete",
    "replace",
    "insert_paragraph",
    "delete_paragraph",
    "split",
    "merge",
    "insert_row",
    "delete_row",
    "insert_table",
    "insert_cell",
    "delete_cell",
    "move",
    "format",
]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One act of one party on the base.

    `address`, `start`, `end`: where in the base (characters of the paragraph; for rows the table and its row number).
    `removed` and `added` are the words, paragraphs joined by a line feed. `after` is the address of the paragraph or
    table before the place, for what stands between two ("" at the very start). `tracked` is False for what was changed
    without tracking. `what` says in words what a change of formatting is ("bold", "centred"; "" for the rest); `to` and
    `to_start` where a `move` arrives. `author`, `date` (local time in most files) and `date_utc` ("" when the file
    does not tell it) are as the file says: never trust them to tell who the party is.
    """

    ordinal: int
    kind: AmendmentKind
    address: str
    start: int
    end: int
    removed: str
    added: str
    tracked: bool = True
    author: str = ""
    date: str = ""
    after: str = ""
    what: str = ""
    to: str = ""
    to_start: int = 0
    date_utc: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who wrote a part of it, as written, in the order in which they come: several people of one file."""
        named = (name for edit in self.edits for name in (*(part.author for part in edit.content), edit.author))
        return tuple(dict.fromkeys(name for name in (self.author, *named) if name))

    def to_json(self) -> dict[str, Any]:
        """Return a mapping of JSON types from which `from_json` gives the same amendment back."""
        names = (
            *("ordinal", "kind", "address", "start", "end", "removed", "added", "tracked", "author", "date", "after"),
            *("what", "to", "to_start", "date_utc"),
        )
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        return {**plain, "edits": [edit.to_json() for edit in self.edits]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Amendment":
        """Return the amendment that `to_json` described."""
        return cls(**{**data, "edits": tuple(Edit.from_json(each) for each in data["edits"])})

    def numbered(self, ordinal: int) -> "Amendment":
        """Return the same amendment with another ordinal."""
        return replace(self, ordinal=ordinal)
