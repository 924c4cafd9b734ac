"""The smallest acts on a base text, each in coordinates of the base."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from redline.text.signs import MARK, OBJECT, TABLE

PartKind = Literal["words", "mark", "table", "row", "cell", "properties"]
EditKind = Literal[
    "delete",
    "insert",
    "delete_mark",
    "delete_row",
    "insert_row",
    "delete_cell",
    "insert_cell",
    "insert_block",
    "format",
    "properties",
]

_KEYED_BY_XML: Final = frozenset({"table", "row"})


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of what is put in.

    `words`: text with the markup of its runs; `mark`: the end of a paragraph, `xml` being its properties (w:pPr);
    `table`, `row` and `cell`: a whole one of these; `properties`: those a paragraph, table, row, cell or section is to
    have, `text` saying in words what is new. `text` is what a person reads ("" for a mark), `xml` the markup as the
    delegation wrote it ("" when there is none, for words written in a browser), `resources` the digest of each part
    that the markup points at, by relationship id. `author` is whose this stretch is, as written, where several people
    of one file put in the whole together ("": the edit's).
    """

    kind: PartKind
    text: str = ""
    xml: str = ""
    resources: tuple[tuple[str, str], ...] = ()
    author: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two parts the same proposal: the words, never how they are cut into runs or formatted."""
        if self.kind == "mark":
            return ("mark",)
        if self.kind == "words" and OBJECT in self.text:
            digests = sorted(digest for _, digest in self.resources)
            return (self.kind, self.text, *(digests or [self.xml]))
        return (self.kind, self.text)


Content = tuple[Part, ...]


def content_key(content: Content) -> tuple[tuple[str, ...], ...]:
    """Return what two delegations' insertions must share to be one proposal; adjacent words count as one stretch."""
    joined: list[tuple[str, ...]] = []
    for part in content:
        key = part.key
        if part.kind == "words" and joined and joined[-1][0] == "words":
            key = ("words", joined.pop()[1] + key[1], *key[2:])
        joined.append(key)
    return tuple(joined)


def content_text(content: Content) -> str:
    """Return the words put in; a paragraph's end reads as MARK, a table or row as the text of its cells.

    Behind a table stands TABLE: what follows it is another paragraph.
    """
    ends = {"mark": MARK, "table": TABLE}
    return "".join(part.text + ends.get(part.kind, "") for part in content)


def units(content: Content) -> tuple[Content, ...]:
    """Return the content cut into what can be shared apart: whole paragraphs, tables, rows and cells.

    "A¶B¶" is "A¶" and "B¶"; "¶A¶B", at the end of a container, "¶A" and "¶B", where a table goes with the mark
    before it. Words with a break inside stay whole.
    """
    text = content_text(content)
    if goes_behind(text):
        return _grouped(content, opens=True)
    if text.endswith((MARK, TABLE)) or all(part.kind in {"row", "cell"} for part in content):
        return _grouped(content, opens=False)
    return (content,)


def goes_behind(text: str) -> bool:
    """Whether what is put in ends the paragraph it stands in and begins another, whose end is the base's own."""
    return text.startswith(MARK) and not text.endswith(MARK)


def _grouped(content: Content, *, opens: bool) -> tuple[Content, ...]:
    groups: list[list[Part]] = [[]]
    for part in content:
        breaks = part.kind != "words"
        begun = bool(groups[-1]) and not (part.kind == "table" and groups[-1][-1].kind == "mark")
        if opens and breaks and begun:
            groups.append([])
        groups[-1].append(part)
        if breaks and not opens:
            groups.append([])
    return tuple(tuple(group) for group in groups if group)


@dataclass(frozen=True, slots=True)
class Edit:
    """One act of one party, in base coordinates.

    `delete` takes base characters [start, end) of the paragraph at `address`; `insert` puts `content` at `start`;
    `delete_mark` merges the paragraph with the next one; `format` gives [start, end) the run properties in `content`.
    For rows `address` is the table: `delete_row` takes row `start` (1-based), `insert_row` puts a row before row
    `start` (one more than the rows there are: at the end). For cells it is the row ("t1.r2"): `delete_cell` takes cell
    `start`, `insert_cell` puts one before it. `properties` gives the paragraph, table, row, cell or section ("s1") at
    `address` those in `content`. `insert_block` puts content before (`start` 0) or after (1) the table at `address`,
    where no paragraph is there to hold it. `date` is w:date as written, local time in most files, `date_utc` the
    world's time where the file tells it. Edits with the same `move` take words from one place to another. `what` says
    in words what a `format` is ("bold").
    """

    kind: EditKind
    address: str
    start: int = 0
    end: int = 0
    content: Content = ()
    removed: str = ""
    tracked: bool = True
    author: str = ""
    date: str = ""
    move: str = ""
    date_utc: str = ""
    what: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return a mapping of JSON types; `from_json` gives the same edit back."""
        said = {"what": self.what} if self.what else {}
        return {
            "kind": self.kind,
            "address": self.address,
            "start": self.start,
            "end": self.end,
            "content": [_told(each) for each in self.content],
            "removed": self.removed,
            "tracked": self.tracked,
            "author": self.author,
            "date": self.date,
            "move": self.move,
            "date_utc": self.date_utc,
            **said,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Edit":
        """Return the edit that `to_json` described."""
        content = tuple(
            Part(kind, text, xml, tuple((name, digest) for name, digest in resources), *author)
            for kind, text, xml, resources, *author in data["content"]
        )
        return cls(**{**data, "content": content})


def _told(part: Part) -> list[Any]:
    """Return a part as JSON types; its author only where it is not the edit's."""
    plain = [part.kind, part.text, part.xml, list(map(list, part.resources))]
    return [*plain, part.author] if part.author else plain
