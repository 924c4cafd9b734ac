"""Word files made for tests: bases of paragraphs and tables, and delegations' tracked edits on them.

    base = make_base("First paragraph.", "Second paragraph.", table=[["a", "b"], ["c", "d"]])
    data = track(base, [Insert(base.paths[0], 5, " new"), DeleteParagraph(base.paths[1])], author="Antigua")

It shares no code with the engine, so that the two can be held against each other: `final_text` is worked out here from
the edits alone. A path is `(block,)` for a paragraph of the body, `(block, row, cell, paragraph)` for one in a table.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from tests.redline.edits import (
    Delete,
    DeleteParagraph,
    DeleteRow,
    Edit,
    Insert,
    InsertParagraph,
    InsertRow,
    Merge,
    Path,
    Split,
)
from tests.redline.specimens import docx

_VOCABULARY = """States Parties shall should may undertake promote the protection of wetlands and indigenous peoples’
rights, including traditional knowledge; 2030 Article 5 (a) financial resources — capacity-building co-operation"""
WORDS = _VOCABULARY.split()


@dataclass(frozen=True)
class Base:
    """A base: each block is a paragraph's text or a table's rows of cells of paragraphs."""

    blocks: tuple[str | tuple[tuple[tuple[str, ...], ...], ...], ...]
    seed: int = 0
    links: frozenset[Path] = frozenset()

    @property
    def paths(self) -> list[Path]:
        """The path of every paragraph, in reading order."""
        return [path for path, _ in _paragraphs(self)]

    def text(self, path: Path) -> str:
        """Return the text of one paragraph."""
        return dict(_paragraphs(self))[path]

    @property
    def lines(self) -> list[str]:
        """The text of every paragraph, in reading order."""
        return [text for _, text in _paragraphs(self)]

    @property
    def data(self) -> bytes:
        """The file."""
        return _write(self, _model(self), "nobody", self.seed)


def make_base(*paragraphs: str, table: Sequence[Sequence[str]] = (), seed: int = 0, links: Iterable[int] = ()) -> Base:
    """Return a base of these paragraphs; a table, when given, stands before the last one.

    `links` are numbers (from 0) of paragraphs whose middle is a hyperlink. `seed` decides how text is cut into runs.
    """
    rows = tuple(tuple((cell,) for cell in row) for row in table)
    blocks: list[str | tuple[tuple[tuple[str, ...], ...], ...]] = list(paragraphs)
    if rows:
        blocks.insert(len(blocks) - 1, rows)
    return Base(tuple(blocks), seed, frozenset((number,) for number in links))


def random_base(seed: int, paragraphs: int = 6) -> Base:
    """Return a base with one five-column table in its middle and a link somewhere."""
    choice = random.Random(seed)  # noqa: S311 - tests are to be repeated, not to keep secrets
    blocks: list[str | tuple[tuple[tuple[str, ...], ...], ...]] = [words(choice, 0, 14) for _ in range(paragraphs)]
    rows = tuple(
        tuple(tuple(words(choice, 0, 5) for _ in range(choice.choice((1, 1, 2)))) for _ in range(5)) for _ in range(3)
    )
    blocks.insert(choice.randrange(paragraphs + 1) if choice.random() < 0.2 else paragraphs // 2, rows)
    if not isinstance(blocks[-1], str):
        blocks.append("Last.")
    texts = [number for number, block in enumerate(blocks) if isinstance(block, str) and len(block) > 9]
    return Base(tuple(blocks), seed, frozenset((number,) for number in choice.sample(texts, min(1, len(texts)))))


def random_edits(base: Base, seed: int, count: int = 4, *, untracked: float = 0.0) -> list[Edit]:
    """Return edits on different paragraphs and rows; about `untracked` (0 to 1) of them are not tracked."""
    choice = random.Random(seed)  # noqa: S311 - tests are to be repeated, not to keep secrets
    paths = choice.sample(base.paths, min(count, len(base.paths)))
    gone = set[tuple[int, int]]()
    edits: list[Edit] = []
    for path in paths:
        tracked = choice.random() >= untracked
        if len(path) > 1 and choice.random() < 0.25:
            row: Edit = DeleteRow(path[0], path[1])
            if choice.random() < 0.5:
                row = InsertRow(path[0], path[1], tuple(words(choice, 1, 3) for _ in range(5)))
            edits.append(row)
            gone |= {(path[0], path[1])} if isinstance(row, DeleteRow) else set()
        else:
            edits += _random_edits_in(base, path, choice, tracked=tracked)
    return [each for each in edits if isinstance(each, DeleteRow | InsertRow) or each.path[:2] not in gone]


def _random_edits_in(base: Base, path: Path, choice: random.Random, *, tracked: bool) -> list[Edit]:
    text = base.text(path)
    start, end = sorted((choice.randint(0, len(text)), choice.randint(0, len(text))))
    found: list[Edit] = []
    kind = choice.randrange(8)
    if kind in (0, 1, 2, 3):
        found.append(Delete(path, start, end, tracked))
    if kind in (2, 3, 4):
        new = words(choice, 1, 3) + choice.choice(("", " "))
        found.append(Insert(path, choice.choice((start, end)), new, tracked))
    if kind in (3, 5):
        found.append(Split(path, choice.choice((start, end)), tracked))
    if kind == 6 and _next_is_paragraph(base, path):
        found.append(choice.choice((Merge, DeleteParagraph))(path, tracked))
    if kind == 7:
        before_next = choice.random() < 0.5 and _next_is_paragraph(base, path)
        found.append(InsertParagraph(path, words(choice, 0, 6), before_next, tracked))
    return found


def words(choice: random.Random, least: int, most: int) -> str:
    """Return some words of the vocabulary."""
    return " ".join(choice.choice(WORDS) for _ in range(choice.randint(least, most)))


def _paragraphs(base: Base) -> Iterator[tuple[Path, str]]:
    for number, block in enumerate(base.blocks):
        if isinstance(block, str):
            yield (number,), block
            continue
        for row, cells in enumerate(block):
            for column, cell in enumerate(cells):
                for position, text in enumerate(cell):
                    yield (number, row, column, position), text


def _next_is_paragraph(base: Base, path: Path) -> bool:
    following = (*path[:-1], path[-1] + 1)
    return following in base.paths


# --- the model: every paragraph as a list of signs, each kept, put in ("ins") or taken out ("del") -----------------


@dataclass
class _Sign:
    """A character, or the end of a paragraph ("¶"); `at` is its place in the base, None for what was put in."""

    char: str
    at: int | None = None
    state: str = ""
    linked: bool = False


@dataclass
class _Line:
    signs: list[_Sign]

    def index(self, at: int) -> int:
        """Where base character `at` (or the end) stands now; what was put in before it stays before it."""
        places = (index for index, sign in enumerate(self.signs) if sign.at is not None and sign.at >= at)
        return next(places, len(self.signs))


@dataclass
class _Row:
    cells: list[list[_Line]]
    state: str = ""


@dataclass
class _Model:
    lines: dict[Path, _Line] = field(default_factory=dict)
    rows: dict[int, list[_Row]] = field(default_factory=dict)


def _model(base: Base) -> _Model:
    model = _Model()
    for path, text in _paragraphs(base):
        third = len(text) // 3
        linked = range(third, 2 * third) if path in base.links else range(0)
        signs = [_Sign(char, at, linked=at in linked) for at, char in enumerate(text)]
        model.lines[path] = _Line([*signs, _Sign("¶", len(text))])
    for number, block in enumerate(base.blocks):
        if not isinstance(block, str):
            model.rows[number] = [
                _Row([_cell(model, (number, row, column), len(cell)) for column, cell in enumerate(cells)])
                for row, cells in enumerate(block)
            ]
    return model


def _cell(model: _Model, path: Path, count: int) -> list[_Line]:
    return [model.lines[(*path, position)] for position in range(count)]


def track(base: Base, edits: Iterable[Edit], *, author: str = "Somebody", seed: int = 0) -> bytes:
    """Return the base with these edits made in it under the author's name, as a word processor saves it."""
    return _write(base, _edited(base, edits), author, seed)


def final_text(base: Base, edits: Iterable[Edit]) -> list[str]:
    """Return the paragraphs that the edits make of the base, in reading order."""
    lines = [""]
    for _, signs in _containers(base, _edited(base, edits), final=True):
        for sign in signs:
            if sign.state != "del" and sign.char == "¶":
                lines.append("")
            elif sign.state != "del":
                lines[-1] += sign.char
    return lines[:-1]


def _edited(base: Base, edits: Iterable[Edit]) -> _Model:
    model = _model(base)
    rows = [each for each in edits if isinstance(each, DeleteRow | InsertRow)]
    for edit in edits:
        if not isinstance(edit, DeleteRow | InsertRow):
            _apply(model, edit)
    for row in sorted(rows, key=lambda each: (-each.row, isinstance(each, InsertRow))):
        _apply_row(model, row)
    return model


def _apply(model: _Model, edit: Insert | Delete | Split | Merge | InsertParagraph | DeleteParagraph) -> None:
    line = model.lines[edit.path]
    length = max(sign.at for sign in line.signs if sign.at is not None) if line.signs else 0
    state = "ins" if edit.tracked else "new"
    match edit:
        case Insert():
            _put(line, edit.at, edit.words, state)
        case Split():
            _put(line, edit.at, "¶", state)
        case InsertParagraph(before_next=True):
            following = model.lines[(*edit.path[:-1], edit.path[-1] + 1)]
            following.signs[:0] = [_Sign(char, state=state) for char in f"{edit.words}¶"]
        case InsertParagraph():
            _put(line, length, f"¶{edit.words}", state)
        case Delete():
            _take(line, edit.start, edit.end, tracked=edit.tracked)
        case Merge():
            _take(line, length, length + 1, tracked=edit.tracked)
        case DeleteParagraph():
            _take(line, 0, length + 1, tracked=edit.tracked)


def _put(line: _Line, at: int, words: str, state: str) -> None:
    index = line.index(at)
    line.signs[index:index] = [_Sign(char, state=state) for char in words]


def _take(line: _Line, start: int, end: int, *, tracked: bool) -> None:
    for sign in line.signs:
        if sign.at is not None and start <= sign.at < end:
            sign.state = "del" if tracked else "gone"


def _apply_row(model: _Model, edit: DeleteRow | InsertRow) -> None:
    rows = model.rows[edit.block]
    if isinstance(edit, InsertRow):
        cells = [[_Line([_Sign(char, state="ins") for char in f"{words}¶"])] for words in edit.cells]
        rows.insert(edit.row, _Row(cells, "ins"))
        return
    row = rows[edit.row]
    row.state = "del"
    for sign in (sign for cell in row.cells for line in cell for sign in line.signs if sign.char != "¶"):
        sign.state = "del"


def _containers(base: Base, model: _Model, *, final: bool = False) -> Iterator[tuple[int, list[_Sign]]]:
    """Yield (block number, signs) for each stretch of paragraphs of one container, without what is simply not there."""
    body: list[_Sign] = []
    for number, block in enumerate(base.blocks):
        if isinstance(block, str):
            body += model.lines[number,].signs
            continue
        yield number - 1, _there(body)
        body = []
        for row in model.rows[number]:
            for cell in row.cells if not (final and row.state == "del") else ():
                yield number, _there([sign for line in cell for sign in line.signs])
    yield len(base.blocks), _there(body)


def _there(signs: Iterable[_Sign]) -> list[_Sign]:
    return [replace(sign, state="") if sign.state == "new" else sign for sign in signs if sign.state != "gone"]


# --- the writer ----------------------------------------------------------------------------------------------------

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


class _Writer:
    def __init__(self, author: str, seed: int) -> None:
        self._who = f'w:author="{escape(author)}" w:date="2026-05-04T10:00:00Z"'
        self._choice = random.Random(seed)  # noqa: S311 - as above  # noqa: S311 - tests are to be repeated, not to keep secrets
        self._id = 0

    def mark(self, name: str, content: str = "") -> str:
        self._id += 1
        return f'<w:{name} w:id="{self._id}" {self._who}>{content}</w:{name}>'

    def paragraphs(self, signs: Sequence[_Sign]) -> str:
        found, line = "", list[_Sign]()
        for sign in signs:
            if sign.char != "¶":
                line.append(sign)
                continue
            mark = f"<w:rPr>{self.mark(sign.state)}</w:rPr>" if sign.state else ""
            found += f"<w:p><w:pPr>{_NUMBERED}{mark}</w:pPr>{self._runs(line)}</w:p>"
            line = []
        return found

    def _runs(self, signs: Sequence[_Sign]) -> str:
        found, start = "", 0
        for end in range(1, len(signs) + 1):
            same = end < len(signs) and _look(signs[end]) == _look(signs[start])
            if same and self._choice.random() > 0.05:
                continue
            found += self._run(signs[start:end])
            start = end
        return found.replace('</w:hyperlink><w:hyperlink w:anchor="there">', "")

    def _run(self, signs: Sequence[_Sign]) -> str:
        state, linked = _look(signs[0])
        tag = "delText" if state == "del" else "t"
        words = escape("".join(sign.char for sign in signs), quote=False)
        properties = self._choice.choice(("", "", "", "<w:rPr><w:i/></w:rPr>"))
        start = f'<w:r w:rsidR="00{self._choice.randrange(10**6):06}">{properties}<w:{tag} xml:space="preserve">'
        run = f"{start}{words}</w:{tag}></w:r>"
        run = self.mark(state, run) if state else run
        return f'<w:hyperlink w:anchor="there">{run}</w:hyperlink>' if linked else run

    def row(self, row: _Row) -> str:
        state = f"<w:trPr>{self.mark(row.state)}</w:trPr>" if row.state else ""
        cells = (self.paragraphs(_there([sign for line in cell for sign in line.signs])) for cell in row.cells)
        return f"<w:tr>{state}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def _look(sign: _Sign) -> tuple[str, bool]:
    return sign.state, sign.linked


def blocks_of(base: Base, edits: Iterable[Edit], author: str, seed: int) -> str:
    """Return the paragraphs and tables of a base with these edits in them, for a header, note, cell or text box."""
    return _blocks(base, _edited(base, edits), author, seed)


def _write(base: Base, model: _Model, author: str, seed: int) -> bytes:
    return docx(_blocks(base, model, author, seed) + "<w:sectPr/>", numbering=NUMBERING)


def _blocks(base: Base, model: _Model, author: str, seed: int) -> str:
    writer = _Writer(author, seed)
    body, signs = "", list[_Sign]()
    for number, block in enumerate(base.blocks):
        if isinstance(block, str):
            signs += model.lines[number,].signs
            continue
        body += writer.paragraphs(_there(signs))
        signs = []
        rows = "".join(writer.row(row) for row in model.rows[number])
        grid = '<w:gridCol w:w="1800"/>' * 5
        body += f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    return body + writer.paragraphs(_there(signs))
