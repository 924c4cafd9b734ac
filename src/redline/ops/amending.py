"""A delegation's amendments written without Word: what she changes at some places, what she asked for at the others."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.amendment import Amendment
from redline.changes.edit import Content, Edit, Part
from redline.ops.ends import Around, Ends, applied
from redline.ops.gaps import Gap, is_ahead, is_behind, without_first_line
from redline.ops.reworded import ObjectError, cleaned, content_at, reworded, run_markup, shown, typed
from redline.oxml.names import w
from redline.text.document import Document
from redline.text.flat import Container, FlatParagraph, FlatTable
from redline.text.signs import FIELD, MARK, OBJECT

ChangeKind = Literal["words", "add", "delete", "move"]


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody who writes without Word wants of one place of a base.

    `words`: the paragraph at `address` reads `words` (see `reworded.shown`; a line feed ends a paragraph). `add`: the
    `ordinal`-th paragraph that she puts in after `address` reads `words`; with none it is not put in. `delete`: the
    paragraph goes. `move`: it goes behind the paragraph at `after`.
    """

    kind: ChangeKind
    address: str
    words: str = ""
    ordinal: int = 0
    after: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """How a paragraph reads in one delegation's amendments: its words and those put in behind it; what becomes of it.

    `fate` is "" (it stays), "delete" or "move".
    """

    words: str
    added: tuple[str, ...]
    fate: str


def amend(
    document: Document, former: Sequence[Amendment], changes: Iterable[Change], date: str = ""
) -> list[Amendment]:
    """Return what a delegation asks for once `changes` are made to her `former` amendments of this base.

    What she asked for at other places stays to the letter, with its formatting and what it points at; `date` is
    written on what is new (w:date). The kinds of the new amendments are told when the file is read back. ObjectError
    for a picture or note that words cannot put in, KeyError for an address that the base does not have, ValueError for
    a move that leads nowhere.

    >>> from redline import compile_amendments, read, text
    >>> from redline.render.example import BASE
    >>> made = amend(read(BASE), [], [Change("add", "p1", "Each State decides how.", 1)])
    >>> text(compile_amendments(BASE, {"CL": made}), "final")
    ('States shall act in time.', 'Each State decides how.', 'They report each year.')
    """
    desk = _Desk(document, former, date)
    wanted = list(changes)
    for each in wanted:
        if each.kind == "words":
            desk.reword(each)
    for each in wanted:
        if each.kind in {"delete", "move"}:
            desk.remove(each)
    desk.add_all([each for each in wanted if each.kind == "add"])
    return desk.amendments()


def present(document: Document, amendments: Iterable[Amendment], address: str) -> Present:
    """Return how a paragraph of the base reads in one delegation's amendments; KeyError when there is none."""
    desk = _Desk(document, list(amendments), "")
    return desk.present(address)


class _Desk:
    """The base, and one delegation's edits while they are changed, each with the amendment it is part of."""

    def __init__(self, document: Document, former: Sequence[Amendment], date: str) -> None:
        self._former = former
        self._date = date
        self._kept = [(index, edit) for index, each in enumerate(former) for edit in each.edits]
        self._new: dict[str, list[Edit]] = {}
        self._around: Around = {}
        for _, container in document.stories:
            self._around.update(_neighbours(container))

    def amendments(self) -> list[Amendment]:
        """Return the amendments as they now are, numbered anew."""
        self._settle_marks()
        self._settle_ends()
        left: dict[int, list[Edit]] = {}
        for index, edit in self._kept:
            left.setdefault(index, []).append(edit)
        found = [replace(self._former[index], edits=tuple(edits)) for index, edits in sorted(left.items())]
        for address, edits in self._new.items():
            dated = tuple(replace(each, date=each.date or self._date) for each in edits)
            if dated:
                found.append(Amendment(0, "replace", address, dated[0].start, dated[0].end, "", "", edits=dated))
        return [each.numbered(ordinal) for ordinal, each in enumerate(found, 1)]

    def _settle_marks(self) -> None:
        """Let another mark go where one would go twice: with the last two paragraphs of a container the one before."""
        for surplus in self._ends().surplus():
            holder = self._ends().mark_left_before(surplus.address)
            self._exchange(surplus, replace(surplus, address=holder) if holder else None)

    def _settle_ends(self) -> None:
        """Let what is put in before the last paragraphs of a container, which go, end with the container's own mark."""
        for address in self._ends().going():
            ends = self._ends()
            head = ends.last_put_in_before(address)
            if head is not None:
                self._exchange(head, replace(head, content=head.content[:-1]))
                for mark in ends.marks(ends.mark_back(head.address))[:1]:
                    self._exchange(mark, None)

    def _ends(self) -> Ends:
        return Ends(self._around, [*(edit for _, edit in self._kept), *(e for new in self._new.values() for e in new)])

    def _exchange(self, old: Edit, new: Edit | None) -> None:
        """Put one edit in the place of another, or none."""
        put = () if new is None else (new,)
        self._kept = [(index, found) for index, each in self._kept for found in (put if each is old else (each,))]
        for key, edits in self._new.items():
            self._new[key] = [found for each in edits for found in (put if each is old else (each,))]

    def present(self, address: str) -> Present:
        """Return how a paragraph reads with the edits as they are."""
        _, paragraph, _ = self._around[address]
        gap = self._gap(address)
        inside = self._inside(paragraph)
        gone = self._goes(paragraph, inside)
        moved = gone and any(each.move for each in inside if each.kind == "delete")
        words = shown(applied(paragraph.text, inside))
        return Present(words, tuple(gap.words()), "move" if moved else "delete" if gone else "")

    def reword(self, change: Change) -> None:
        """Make the paragraph read as asked for."""
        _, paragraph, _ = self._around[change.address]
        former = self._take(paragraph)
        self._write(change.address, reworded(paragraph, change.words, former))

    def remove(self, change: Change) -> None:
        """Take the paragraph out; of a move, put it in behind another."""
        before, paragraph, following = self._around[change.address]
        if change.kind == "move" and change.after in {change.address, before.address if before else ""}:
            raise ValueError("a paragraph does not move to where it stands")
        self._take(paragraph)
        move = f"web-{change.address}" if change.kind == "move" else ""
        tail = self._tail(change.address)
        length = len(paragraph.text)
        edits = [Edit("delete", change.address, 0, length, removed=paragraph.text, move=move)] if length else []
        if tail is not None:
            # What she put in behind it takes its place, and ends with its mark.
            self._kept.remove(tail)
            edits.append(Edit("insert", change.address, length, length, tail[1].content[1:]))
        elif following is not None:
            edits.append(Edit("delete_mark", change.address, move=move))
        elif before is not None:
            edits.append(Edit("delete_mark", before.address, move=move))
        self._write(change.address, edits)
        if move:
            self._arrive(change, paragraph, move)

    def _arrive(self, change: Change, paragraph: FlatParagraph, move: str) -> None:
        """Put a moved paragraph in behind the one at `after`, looking as it did."""
        if OBJECT in paragraph.text:
            raise ObjectError(ObjectError.sentence)
        runs = [_run(piece.text, piece.source) for piece in paragraph.pieces if piece.text.replace(FIELD, "")]
        words = Part("words", paragraph.text.replace(FIELD, ""), "".join(runs))
        self._write_behind(change.after, [(words,)], _mark_of(paragraph), move)

    def add_all(self, changes: Sequence[Change]) -> None:
        """Make paragraphs that are put in behind others read as asked for: first what was there."""
        known = {each.address: len(self._gap(each.address).units) for each in changes}
        there = [each for each in changes if each.ordinal <= known[each.address]]
        for each in sorted(there, key=lambda change: -change.ordinal):
            self._replace_line(each)
        for each in sorted(changes, key=lambda change: change.ordinal):
            _, paragraph, _ = self._around[each.address]
            lines = _lines(paragraph, each.words)
            if lines and each.ordinal > known[each.address]:
                self._write_behind(each.address, lines, _mark_of(paragraph), "")

    def _replace_line(self, change: Change) -> None:
        _, paragraph, _ = self._around[change.address]
        gap = self._gap(change.address)
        if gap.words()[change.ordinal - 1] == change.words:
            return
        lines = _lines(paragraph, change.words)
        index, before, after = gap.replaced(change.ordinal, lines, _mark_of(paragraph))
        self._kept = [each for each in self._kept if each[1] is not before]
        self._loosen(before)
        if after is not None:
            self._kept.append((index, replace(after, date=self._date or after.date)))

    def _write_behind(self, address: str, lines: Sequence[Content], mark: Part, move: str) -> None:
        """Put whole paragraphs in behind one: before the next where there is one, else at its own end."""
        _, paragraph, following = self._around[address]
        if following is not None:
            content = tuple(part for line in lines for part in (*line, mark))
            edit = Edit("insert", following.address, 0, 0, content, move=move)
            self._write(f"{address}+", [edit])
            return
        length = len(paragraph.text)
        content = tuple(part for line in lines for part in (mark, *line))
        self._write(f"{address}+", [Edit("insert", address, length, length, content, move=move)])

    def _write(self, key: str, edits: Iterable[Edit]) -> None:
        self._new.setdefault(key, []).extend(edits)

    def _gap(self, address: str) -> Gap:
        """Return what she puts in behind a paragraph: at its end, and before the next one."""
        _, paragraph, following = self._around[address]
        tails = [each for each in self._kept if each[1].address == address and is_behind(each[1], len(paragraph.text))]
        heads = [each for each in self._kept if following and each[1].address == following.address]
        return Gap(tails, [each for each in heads if is_ahead(each[1])])

    def _inside(self, paragraph: FlatParagraph) -> list[Edit]:
        """Return the edits of the paragraph's own words."""
        own = [each for _, each in self._kept if each.address == paragraph.address]
        return [each for each in own if each.kind in {"insert", "delete", "format"} and not is_ahead(each)]

    def _goes(self, paragraph: FlatParagraph, inside: Sequence[Edit]) -> bool:
        """Whether the whole paragraph is taken out: its words, and its mark or the one before it."""
        if applied(paragraph.text, inside):
            return False
        return any(True for _ in self._marks_gone(paragraph, inside))

    def _marks_gone(self, paragraph: FlatParagraph, inside: Sequence[Edit]) -> Iterator[tuple[int, Edit]]:
        before, _, following = self._around[paragraph.address]
        holder = paragraph.address if following is not None else before.address if before else ""
        covered = {at for each in inside if each.kind == "delete" for at in range(each.start, each.end)}
        if len(covered) == len(paragraph.text):
            yield from (each for each in self._kept if each[1].kind == "delete_mark" and each[1].address == holder)

    def _take(self, paragraph: FlatParagraph) -> list[Edit]:
        """Take out and return the edits of the paragraph's words; where all of it went, its mark comes back."""
        inside = self._inside(paragraph)
        went = any(True for _ in self._marks_gone(paragraph, inside))
        ends = self._ends()
        marks = ends.marks(ends.mark_back(paragraph.address))[:1] if went else []
        mine = [each for each in self._kept if any(each[1] is edit for edit in (*inside, *marks))]
        self._kept = [each for each in self._kept if not any(each is held for held in mine)]
        taken: list[Edit] = []
        for index, edit in mine:
            if is_behind(edit, len(paragraph.text)):
                own, rest = without_first_line(edit)
                self._kept.append((index, rest))
                taken += [own] if own is not None else []
            elif edit.kind != "delete_mark":
                taken.append(edit)
            if edit.move and edit.kind == "delete":
                self._kept = [each for each in self._kept if each[1].move != edit.move or each[1].kind == "delete_mark"]
            self._loosen(edit)
        return taken

    def _loosen(self, edit: Edit) -> None:
        """Make what is left of a move, one half of which is no more, plain changes."""
        if edit.move:
            plain = [(index, replace(each, move="") if each.move == edit.move else each) for index, each in self._kept]
            self._kept = plain

    def _tail(self, address: str) -> tuple[int, Edit] | None:
        _, paragraph, _ = self._around[address]
        length = len(paragraph.text)
        return next((e for e in self._kept if e[1].address == address and is_behind(e[1], length)), None)


def _neighbours(container: Container) -> Around:
    """Return each paragraph with the one right before and right behind it in its container, tables being neither."""
    found: Around = {}
    for index, node in enumerate(container):
        if isinstance(node, FlatTable):
            for cell in (cell for row in node.rows for cell in row):
                found.update(_neighbours(cell))
            continue
        before = container[index - 1] if index else None
        following = container[index + 1] if index + 1 < len(container) else None
        sides = [each if isinstance(each, FlatParagraph) else None for each in (before, following)]
        found[node.address] = (sides[0], node, sides[1])
    return found


def _mark_of(paragraph: FlatParagraph) -> Part:
    """Return the end of a new paragraph that looks like this one: its style and numbering, never its section."""
    properties = paragraph.element.find(w("pPr"))
    if properties is None:
        return Part("mark", xml="<w:pPr/>")
    found = deepcopy(properties)
    for name in ("sectPr", "pPrChange", "rPr", "pageBreakBefore"):
        for child in found.findall(w(name)):
            found.remove(child)
    etree.cleanup_namespaces(found)
    return Part("mark", xml=etree.tostring(found, encoding="unicode", with_tail=False))


def _longest(paragraph: FlatParagraph) -> int:
    """Return an offset within the longest stretch set alike: what is put in behind a paragraph looks like that."""
    at, best = 0, (0, 0)
    for piece in paragraph.pieces:
        at += len(piece.text)
        best = max(best, (len(piece.text), at))
    return best[1]


def _lines(paragraph: FlatParagraph, words: str) -> list[Content]:
    """Return the paragraphs that somebody typed, looking like the one they come behind."""
    flat, at = typed(words), _longest(paragraph)
    if OBJECT in flat:
        raise ObjectError(ObjectError.sentence)
    return [tuple(content_at(paragraph, at, line)) for line in flat.split(MARK) if line.strip()]


def _run(text: str, source: Element | None) -> str:
    return run_markup(text.replace(FIELD, ""), cleaned(None if source is None else source.find(w("rPr"))))
