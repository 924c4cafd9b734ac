"""The sheet from its pieces: paragraphs with their cards, rows and tables."""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accord.kernel.remembered import Remembered
from accord.negotiation.queries.cards import MOVED_HERE
from accord.negotiation.queries.numbers import Number, added, after_the_table, cited, headed
from accord.negotiation.queries.pieces import Piece, wordings_in
from accord.negotiation.queries.stories import (
    anchor,
    is_note,
    names,
    referred,
    says_something,
    story_kind,
    story_of,
)
from accord.negotiation.queries.values import (
    BlockView,
    CardView,
    CellView,
    DelegationView,
    ParagraphView,
    PlaceView,
    RowView,
)
from accord.texts.providers import word
from accord.texts.providers.formats import in_words
from accord.texts.providers.word import Paragraph


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is laid on the sheet: the base, the pieces shown, the pieces of everything visible, who, when, notes."""

    paragraphs: Sequence[Paragraph]
    numbers: Mapping[str, Number]
    shown: Mapping[str, Piece]
    whole: Mapping[str, Piece]
    parties: Mapping[str, DelegationView]
    sent_at: Mapping[int, datetime | None]
    notes: Mapping[str, Sequence[word.Note | None]]
    headings: Container[str]
    keys: Mapping[str, str] | None = None
    """By address what the piece there is identified by, where pieces will never change; what is laid is remembered."""
    edition: Hashable = None
    """All else that what is laid is made from: the base, the language, the parties."""


@dataclass(frozen=True, slots=True)
class _Laid:
    view: ParagraphView
    deleted_by: tuple[str, ...] = ()
    # 0: not a row that is put in; else which of those at this place.
    new_row: int = 0
    new_cell: bool = False
    cell_deleted_by: tuple[str, ...] = ()


_LAID: Remembered[Sequence[_Laid]] = Remembered(4000)


def lay(sheet: Sheet, *, changed_only: bool = False) -> tuple[tuple[BlockView, ...], tuple[ParagraphView, ...]]:
    """Return the sheet as blocks and as a flat list; empty paragraphs outside tables are left out.

    `changed_only`: the paragraphs that are touched; of tables the rows, whole, under their head.
    """
    laid: list[_Laid] = []
    columns, heads = _columns(sheet.paragraphs), headed(sheet.paragraphs)
    rows = _rows_touched(sheet) if changed_only else set()
    around = _referring(sheet) if changed_only else set()
    for each in sheet.paragraphs:
        piece = sheet.shown.get(each.address)
        if changed_only and piece is None and (each.table, each.row) not in rows and each.address not in around:
            continue
        if piece is None and each.table is None and not _is_worth_laying(each):
            continue
        laid += _at(each, sheet, columns)
    flat = (each.view for each in laid if not changed_only or each.view.added or each.view.address in sheet.shown)
    return _captioned(_blocks(laid, heads), names(sheet.paragraphs)), tuple(flat)


def _at(paragraph: Paragraph, sheet: Sheet, columns: Mapping[int, int]) -> Sequence[_Laid]:
    """Return what is laid for a paragraph: those put in before it, it, those put in behind it."""
    piece = sheet.shown.get(paragraph.address)
    # Where words came from or went to, another piece has a say.
    if sheet.keys is None or (piece and any("other" in card for card in piece["cards"])):
        return _made(paragraph, piece, sheet, columns)
    key = (sheet.edition, frozenset(columns.items()), paragraph.address, sheet.keys.get(paragraph.address))
    return _LAID.of(key, lambda: tuple(_made(paragraph, piece, sheet, columns)))


def _made(paragraph: Paragraph, piece: Piece | None, sheet: Sheet, columns: Mapping[int, int]) -> Sequence[_Laid]:
    labels = _given(sheet.whole.get(paragraph.address))
    number, address = sheet.numbers[paragraph.address], paragraph.address
    if piece is None:
        return [_base_view(paragraph, None, number, sheet)]
    start = Number("0", "0") if piece["before"] else number
    before = _added_views(piece["before"], "", start, labels, columns.get(paragraph.table or 1, 0))
    own, after = _base_view(paragraph, piece, number, sheet), piece["after"]
    table = next((added["table"] for added in after if added["in_row"]), None)
    behind = _added_views(after, address, number, labels, columns.get(table or paragraph.table or 0, 0))
    return [*before, *_with_their_cards(own, behind, piece["cards"], [each["content"] for each in after])]


def _is_plain(paragraph: Paragraph) -> bool:
    return paragraph.kind == "paragraph" and "/" not in paragraph.address


def _is_worth_laying(paragraph: Paragraph) -> bool:
    return says_something(paragraph) if "/" in paragraph.address else bool(paragraph.text.strip())


def _captioned(blocks: Iterable[BlockView], named: Mapping[str, str]) -> tuple[BlockView, ...]:
    """Return the blocks with the name of each header, footer and text box above its first one."""
    found: list[BlockView] = []
    last = ""
    for each in blocks:
        first = each.paragraph or each.rows[0].cells[0].paragraphs[0]
        story = story_of(first.address) if first.story and not is_note(first.address) else ""
        found.append(replace(each, caption=capfirst(named.get(story, ""))) if story and story != last else each)
        last = story
    return tuple(found)


def _rows_touched(sheet: Sheet) -> set[tuple[int | None, int | None]]:
    """Return (table, row) of the rows with a touched cell, and of the heads of their tables."""
    touched = {(each.table, each.row) for each in sheet.paragraphs if each.table and each.address in sheet.shown}
    return touched | {(table, 1) for table, _row in touched}


def _referring(sheet: Sheet) -> set[str]:
    """Return the paragraphs that refer to a touched note: without them it would hang in the air."""
    touched = {story_of(address) for address in sheet.shown if is_note(address)}
    return {address for address, notes in sheet.notes.items() if touched.intersection(referred(notes))}


def _with_their_cards(
    own: _Laid, behind: Sequence[_Laid], cards: Sequence[Piece], contents: Sequence[str]
) -> list[_Laid]:
    """Return a paragraph and what is added behind it, the cards of rows and of what moved here on these themselves."""
    own, behind, cards = _with_arrivals(own, behind, cards, contents)
    if not any(each.new_row for each in behind):
        return [own, *behind]
    rows = {key: list(each) for key, each in groupby(range(len(behind)), key=lambda at: behind[at].new_row) if key}
    left, found = list(zip(cards, own.view.cards, strict=True)), list(behind)
    for places in rows.values():
        lines, codes = [contents[at] for at in places], set(behind[places[0]].view.codes)
        mine = [each for each in left if each[0].get("lines") == lines]
        mine = mine or [each for each in left if "lines" in each[0] and set(each[0]["codes"]) == codes][:1]
        left = [each for each in left if each not in mine]
        first = found[places[0]]
        views = tuple(view for _card, view in mine)
        found[places[0]] = replace(first, view=replace(first.view, cards=views, amendments=len(views)))
    kept = tuple(view for _card, view in left)
    return [replace(own, view=replace(own.view, cards=kept, amendments=len(kept))), *found]


def _with_arrivals(
    own: _Laid, behind: Sequence[_Laid], cards: Sequence[Piece], contents: Sequence[str]
) -> tuple[_Laid, Sequence[_Laid], Sequence[Piece]]:
    """Return the same with each card of a paragraph that moved here on that paragraph, and the cards that are left."""
    arrived = [card["content"] if card["kind"] == MOVED_HERE else None for card in cards]
    if not any(content in contents for content in arrived):
        return own, behind, cards
    found, left = list(behind), []
    for card, view, content in zip(cards, own.view.cards, arrived, strict=True):
        if content not in contents:
            left.append((card, view))
            continue
        there = found[contents.index(content)]
        found[contents.index(content)] = replace(there, view=replace(there.view, cards=(*there.view.cards, view)))
    return (
        replace(own, view=replace(own.view, cards=tuple(view for _card, view in left))),
        found,
        [card for card, _view in left],
    )


def _columns(paragraphs: Iterable[Paragraph]) -> dict[int, int]:
    found: dict[int, int] = {}
    for each in paragraphs:
        if each.table is not None:
            found[each.table] = max(found.get(each.table, 0), each.column or 1)
    return found


def _given(piece: Piece | None) -> dict[str, int]:
    if piece is None:
        return {}
    return {each["content"]: each["ordinal"] for each in [*piece["before"], *piece["after"]]}


def _base_view(paragraph: Paragraph, piece: Piece | None, number: Number, sheet: Sheet) -> _Laid:
    cards = tuple(_card(each, sheet) for each in piece["cards"]) if piece else ()
    html = piece["html"] if piece else word.html_of_words(paragraph.text)
    if notes := sheet.notes.get(paragraph.address):
        html = word.html_with_notes(html, notes)
    view = ParagraphView(
        address=paragraph.address,
        anchor=anchor(paragraph.address),
        kind=paragraph.kind,
        level=paragraph.level,
        label=number.label,
        number=number.name,
        html=mark_safe(html),  # noqa: S308  escaped by the engine
        cards=cards,
        amendments=wordings_in(piece) if piece else 0,
        codes=tuple(piece["codes"]) if piece else (),
        base=word.words_of(paragraph.text),
        table=paragraph.table,
        row=paragraph.row,
        column=paragraph.column,
        story=story_kind(paragraph.address),
        cited=cited(number.name, plain=_is_plain(paragraph)),
        place=paragraph.address,
        page=anchor(paragraph.address),
    )
    if not piece:
        return _Laid(view)
    return _Laid(view, tuple(piece["row_deleted_by"]), cell_deleted_by=tuple(piece["cell_deleted_by"]))


def _card(card: Piece, sheet: Sheet) -> CardView:
    codes = sorted(card["codes"], key=list(sheet.parties).index)
    sent = [at for at in (sheet.sent_at.get(each) for each in card["proposals"]) if at is not None]
    html = mark_safe(card["html"])  # noqa: S308  escaped by the engine
    return CardView(
        sponsors=tuple(sheet.parties[code] for code in codes),
        kind=card["kind"],
        html=html,
        at=max(sent, default=None),
        proposals=tuple(card["proposals"]),
        tracked=card["tracked"],
        what=in_words(card["what"]) if "what" in card else "",
        of=card.get("of", ""),
        quote=card.get("quote", ""),
        other=_place(card, sheet) if "other" in card else None,
        notes=tuple(card.get("notes", ())),
        ask=card.get("ask", ""),
        reasons=tuple((code, words) for code, words in card.get("reasons", ())),
        bridges=tuple(card.get("bridges", ())),
    )


def _place(card: Piece, sheet: Sheet) -> PlaceView:
    """Return the other place of a move: where a whole paragraph arrives, that paragraph with the number it gets."""
    address = card["other"]
    plain = address.startswith("p") and address not in sheet.headings
    number, there = sheet.numbers[address], sheet.shown.get(address)
    arrived = (each for each in (there["after"] if there else ()) if each["content"] == card["content"])
    piece = next(arrived, None) if card["kind"] == "move" else None
    if piece is None or not piece["ordinal"]:
        return PlaceView(anchor(address), cited(number.name, plain=plain))
    ordinal = _given(sheet.whole.get(address)).get(piece["content"]) or piece["ordinal"]
    return PlaceView(anchor(piece["address"]), cited(added(number, ordinal).name, plain=plain))


def _added_views(
    pieces: Sequence[Piece], base: str, number: Number, labels: Mapping[str, int], columns: int
) -> list[_Laid]:
    found: list[_Laid] = []
    rows = iter(_rows_and_columns(pieces, columns))
    for each in pieces:
        ordinal = labels.get(each["content"]) or each["ordinal"]
        own = added(number, ordinal) if ordinal else Number("", number.name)
        if each["in_row"]:
            own = Number("", _("table %(table)s, new row") % {"table": each["table"]})
        elif each["in_cell"]:
            own = Number("", _("table %(table)s, new cell") % {"table": each["table"]})
        new_row, column = next(rows)
        after_table = None if each["table"] else after_the_table(each["address"].rpartition("+")[0], ordinal)
        own = after_table or own
        view = ParagraphView(
            address=each["address"],
            anchor=anchor(each["address"]),
            kind="cell" if each["table"] else "paragraph",
            level=0,
            label=own.label,
            number=own.name,
            html=mark_safe(each["html"]),  # noqa: S308  escaped by the engine
            added=True,
            codes=tuple(each["codes"]),
            table=each["table"],
            row=each["row"],
            column=column,
            story=story_kind(each["address"]),
            cited=cited(own.name, plain=not (each["table"] or after_table or "/" in each["address"])),
            place=f"{base}~{ordinal}" if ordinal else "",
            page=f"{anchor(base)}-bis-{ordinal}" if ordinal else "",
        )
        found.append(_Laid(view, new_row=new_row, new_cell=each["in_cell"]))
    return found


def _rows_and_columns(pieces: Iterable[Piece], columns: int) -> list[tuple[int, int | None]]:
    """Return, for each added piece, which new row it belongs to (0: none) and in which column it stands.

    The engine gives a row that is put in as its lines, one for each cell; lines that do not fill whole rows (a cell of
    several paragraphs) stand together in the first column.
    """
    found: list[tuple[int, int | None]] = []
    first = 1
    for (in_row, _codes), lines in groupby(pieces, key=lambda each: (each["in_row"], each["codes"])):
        run = list(lines)
        if not in_row:
            found += [(0, each["column"]) for each in run]
            continue
        whole = columns > 0 and (len(run) < columns or len(run) % columns == 0)
        found += [(first + at // columns, at % columns + 1) if whole else (first, 1) for at in range(len(run))]
        first = found[-1][0] + 1
    return found


def _blocks(laid: Sequence[_Laid], heads: set[int]) -> tuple[BlockView, ...]:
    found: list[BlockView] = []
    for table, members in groupby(laid, key=lambda each: each.view.table):
        if table is None:
            found += [BlockView(each.view) for each in members]
        else:
            by_row = groupby(members, key=lambda each: (each.new_row, each.view.row))
            rows = tuple(_row(list(row), headed=table in heads) for _key, row in by_row)
            columns = max(cell.column for row in rows for cell in row.cells)
            found.append(BlockView(None, rows, columns))
    return tuple(found)


def _row(members: Sequence[_Laid], *, headed: bool) -> RowView:
    by_column = groupby(members, key=lambda each: (each.view.column or 1, each.new_cell and each.view.codes))
    cells = tuple(_cell(column, list(cell)) for (column, _new), cell in by_column)
    first = members[0]
    number = (first.view.row or 1) - headed
    if first.new_row:
        return RowView(max(number, 1), cells, "added", first.view.codes)
    struck = next((each.deleted_by for each in members if each.deleted_by), ())
    return RowView(number, cells, "deleted" if struck else "", struck)


def _cell(column: int, members: Sequence[_Laid]) -> CellView:
    views, first = tuple(each.view for each in members), members[0]
    if first.new_cell:
        return CellView(column, views, "added", first.view.codes)
    struck = next((each.cell_deleted_by for each in members if each.cell_deleted_by), ())
    return CellView(column, views, "deleted" if struck else "", struck)
