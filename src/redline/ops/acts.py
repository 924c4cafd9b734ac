"""Edits gathered into acts: what a person would count as one amendment."""

from dataclasses import dataclass, field
from typing import Final

from redline.changes.amendment import Amendment, AmendmentKind
from redline.changes.edit import Edit, content_text
from redline.text.signs import MARK, TABLE, readable

_NAMED: Final[dict[str, AmendmentKind]] = {
    "delete_row": "delete_row",
    "insert_row": "insert_row",
    "delete_cell": "delete_cell",
    "insert_cell": "insert_cell",
    "format": "format",
    "properties": "format",
}
_FORMATS: Final = frozenset({"format", "properties"})


@dataclass(slots=True)
class Act:
    """The edits of one amendment while they are gathered; `length` is that of the paragraph they begin in.

    `is_whole` says that a paragraph goes, text and mark; `is_open` that its last mark goes, so that what is deleted at
    the beginning of the next paragraph belongs to the same act. `what` says in words what a change of formatting is,
    `moves_to` where a move arrives.
    """

    after: str
    edits: list[Edit]
    length: int = 0
    is_whole: bool = False
    is_open: bool = False
    nested: list[Edit] = field(default_factory=list)
    what: str = ""
    moves_to: tuple[str, int] = ("", 0)

    def amendment(self, ordinal: int) -> Amendment:
        """Return the act as a value."""
        first = self.edits[0]
        return Amendment(
            ordinal=ordinal,
            kind=self._kind(),
            address=first.address,
            start=first.start,
            end=max((each.end for each in self.edits if each.address == first.address), default=first.end),
            removed=self._removed(),
            added=self._added(),
            tracked=all(each.tracked for each in self.edits),
            author=first.author,
            date=max(each.date for each in self.edits),
            date_utc=max(each.date_utc for each in self.edits),
            after=self.after,
            what=self.what,
            to=self.moves_to[0],
            to_start=self.moves_to[1],
            edits=(*self.edits, *self.nested),
        )

    def _removed(self) -> str:
        words = ["\n" if each.kind == "delete_mark" else each.removed for each in self.edits]
        return readable("".join(words)).strip("\n")

    def _added(self) -> str:
        words = [content_text(each.content) for each in self.edits if each.kind not in _FORMATS]
        return readable("".join(words)).strip("\n")

    def _kind(self) -> AmendmentKind:
        if self.moves_to[0]:
            return "move"
        kinds = {each.kind for each in self.edits}
        for named, kind in _NAMED.items():
            if named in kinds:
                return kind
        if kinds & {"insert", "insert_block"}:
            return "replace" if kinds & {"delete", "delete_mark"} else self._insertion()
        if self.is_whole:
            return "delete_paragraph"
        return "delete" if "delete" in kinds else "merge"

    def _insertion(self) -> AmendmentKind:
        edit = self.edits[0]
        text = content_text(edit.content)
        parts = {part.kind for part in edit.content}
        if "table" in parts and "words" not in parts:
            return "insert_table"
        before = text.endswith((MARK, TABLE)) and edit.start == 0
        behind = text.startswith(MARK) and edit.start == self.length
        if edit.kind == "insert_block" or before or behind:
            return "insert_paragraph"
        return "split" if parts == {"mark"} else "insert"
