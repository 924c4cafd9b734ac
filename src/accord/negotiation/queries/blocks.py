"""The sheet from its pieces: paragraphs with their cards, rows and tables, sections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accord.negotiation.queries.numbers import Number, added, headed
from accord.negotiation.queries.pieces import Piece
from accord.negotiation.queries.values import (
    BlockView,
    CardView,
    CellView,
    DelegationView,
    ParagraphView,
    RowView,
    SectionView,
)
from accord.texts.providers import word
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


@dataclass(frozen=True, slots=True)
class _Laid:
    view: ParagraphView
    deleted_by: tuple[str, ...] = ()
    # 0: not a row that is put in; else which of those at this place.
    new_row: int = 0


def lay(sheet: Sheet, *, changed_only: bool = False) -> tuple[tuple[BlockView, ...], tuple[ParagraphView, ...]]:
    """Return the sheet as blocks and as a flat list; empty paragraphs outside tables are left out.

    `changed_only`: the paragraphs that are touched; of tables the rows, whole, under their head.
    """
    laid: list[_Laid] = []
    columns, heads = _columns(sheet.paragraphs), headed(sheet.paragraphs)
    rows = _rows_touched(sheet) if changed_only else set()
    for each in sheet.paragraphs:
        piece = sheet.shown.get(each.address)
        if changed_only and piece is None and (each.table, each.row) not in rows:
            continue
        if piece is None and each.table is None and not each.text.strip():
            continue
        labels = _given(sheet.whole.get(each.address))
        number = sheet.numbers[each.address]
        before = Number("0", "0") if piece and piece["before"] else number
        laid += _added_views(piece["before"] if piece else (), before, labels, columns.get(1, 0))
        own, after = _base_view(each, piece, number, sheet), piece["after"] if piece else ()
        table = next((added["table"] for added in after if added["in_row"]), None)
        behind = _added_views(after, number, labels, columns.get(table or each.table or 0, 0))
        laid += _with_their_cards(own, behind, piece["cards"] if piece else (), [each["content"] for each in after])
    flat = (each.view for each in laid if not changed_only or each.view.added or each.view.address in sheet.shown)
    return _blocks(laid, heads), tuple(flat)


def outline(paragraphs: Sequence[Paragraph]) -> tuple[tuple[SectionView, ...], dict[str, int]]:
    """Return the table of contents (headings of the two highest levels), and the section of each address.

    Section 0 is the title page, what stands before the first heading, the document's title included; it is listed only
    when it holds words, and is named by them in a text without headings.
    """
    listed: list[SectionView] = []
    where: dict[str, int] = {}
    deepest = _deepest(paragraphs)
    ahead: Paragraph | None = None
    for each in paragraphs:
        words = each.text.strip()
        if _is_section(each) and each.level <= deepest:
            listed.append(SectionView(len(listed) + 1, words, each.label, each.level, anchor(each.address), 0))
        elif not listed and words:
            ahead = ahead or each
        where[each.address] = len(listed)
    if ahead is not None:
        title = _("Title page") if listed else ahead.text.strip()[:80]
        listed.insert(0, SectionView(0, title, "", 1, anchor(ahead.address), 0))
    return tuple(listed), where


def counted(
    sections: Iterable[SectionView], where: Mapping[str, int], wordings: Mapping[str, int], current: int | None
) -> tuple[SectionView, ...]:
    """Return the sections with their counts: what several delegations propose in the same words counts once."""
    counts: dict[int, int] = {}
    for address, number in wordings.items():
        counts[where[address]] = counts.get(where[address], 0) + number
    found = (replace(each, amendments=counts.get(each.number, 0)) for each in sections)
    return tuple(replace(each, current=each.number == current) for each in found)


def anchor(address: str) -> str:
    """Return an address as the id of an element: letters, digits and hyphens only."""
    return address.replace(".", "-").replace("+", "-add-").replace("/", "-")


def _rows_touched(sheet: Sheet) -> set[tuple[int | None, int | None]]:
    """Return (table, row) of the rows with a touched cell, and of the heads of their tables."""
    touched = {(each.table, each.row) for each in sheet.paragraphs if each.table and each.address in sheet.shown}
    return touched | {(table, 1) for table, _row in touched}


def _with_their_cards(
    own: _Laid, behind: Sequence[_Laid], cards: Sequence[Piece], contents: Sequence[str]
) -> list[_Laid]:
    """Return a paragraph and what is added behind it, the cards of rows that are put in moved onto those rows."""
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


def _columns(paragraphs: Iterable[Paragraph]) -> dict[int, int]:
    found: dict[int, int] = {}
    for each in paragraphs:
        if each.table is not None:
            found[each.table] = max(found.get(each.table, 0), each.column or 1)
    return found


def _deepest(paragraphs: Iterable[Paragraph]) -> int:
    levels = sorted({each.level for each in paragraphs if _is_section(each)})
    return levels[min(1, len(levels) - 1)] if levels else 0


def _is_section(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading with words; the title of the document heads no section of its own."""
    titled = paragraph.style.lower().startswith(("title", "subtitle"))
    return paragraph.kind == "heading" and not titled and bool(paragraph.text.strip())


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
        amendments=len(cards),
        codes=tuple(piece["codes"]) if piece else (),
        base=word.words_of(paragraph.text),
        table=paragraph.table,
        row=paragraph.row,
        column=paragraph.column,
    )
    return _Laid(view, tuple(piece["row_deleted_by"]) if piece else ())


def _card(card: Piece, sheet: Sheet) -> CardView:
    codes = sorted(card["codes"], key=list(sheet.parties).index)
    sent = [at for at in (sheet.sent_at.get(each) for each in card["proposals"]) if at is not None]
    html = mark_safe(card["html"])  # noqa: S308  escaped by the engine
    last, proposals = max(sent, default=None), tuple(card["proposals"])
    return CardView(tuple(sheet.parties[code] for code in codes), card["kind"], html, last, proposals, card["tracked"])


def _added_views(pieces: Sequence[Piece], number: Number, labels: Mapping[str, int], columns: int) -> list[_Laid]:
    found: list[_Laid] = []
    rows = iter(_rows_and_columns(pieces, columns))
    for each in pieces:
        ordinal = labels.get(each["content"]) or each["ordinal"]
        own = added(number, ordinal) if ordinal else Number("", number.name)
        if each["in_row"]:
            own = Number("", _("table %(table)s, new row") % {"table": each["table"]})
        new_row, column = next(rows)
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
        )
        found.append(_Laid(view, new_row=new_row))
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
    by_column = groupby(members, key=lambda each: each.view.column or 1)
    cells = tuple(CellView(column, tuple(each.view for each in cell)) for column, cell in by_column)
    first = members[0]
    number = (first.view.row or 1) - headed
    if first.new_row:
        return RowView(max(number, 1), cells, "added", first.view.codes)
    struck = next((each.deleted_by for each in members if each.deleted_by), ())
    return RowView(number, cells, "deleted" if struck else "", struck)
