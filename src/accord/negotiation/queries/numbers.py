"""Numbers that do not move: how paragraphs are cited, and how those that delegations add are numbered ("8 bis")."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accord.negotiation.queries.stories import names, note_number, says_something, story_of, table_in
from accord.negotiation.queries.values import PILCROW
from accord.texts.providers.word import Paragraph

# The Latin adverbs of drafting practice: the first paragraph added after 8 is 8 bis (negotiating-texts section 2).
ADVERBS = (
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies", "undecies"),
    *("duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies"),
    *("novodecies", "vicies"),
)


@dataclass(frozen=True, slots=True)
class Number:
    """`label` is what is printed in the margin ("" for none), `name` how the paragraph is cited ("7", "I", "¶ 12")."""

    label: str
    name: str


def numbered(paragraphs: Sequence[Paragraph]) -> dict[str, Number]:
    """Return the number of every paragraph by address.

    It is the number printed in the document. Where the document numbers nothing, it is the paragraph's place among
    those that hold words, headings apart; a paragraph without a number in a document that has some is cited by its
    place with a pilcrow. Cells are cited by table, row and column; the head of a table is no row. What stands outside
    the body is cited by its story: "footnote 3", "header, paragraph 2".
    """
    printed = any(each.label for each in paragraphs if each.kind != "cell" and "/" not in each.address)
    heads = headed(paragraphs)
    stories = _Stories(paragraphs)
    found: dict[str, Number] = {}
    place = 0
    for each in paragraphs:
        if "/" in each.address:
            found[each.address] = stories.number(each, headed=each.table in heads)
            continue
        if each.kind == "paragraph" and each.text.strip():
            place += 1
        found[each.address] = _number(each, place, printed, each.table in heads)
    return found


def headed(paragraphs: Iterable[Paragraph]) -> set[int]:
    """Return the tables whose first row is their head, and is not counted: those of more rows than one."""
    return {each.table for each in paragraphs if each.table is not None and (each.row or 0) > 1}


def added(number: Number, ordinal: int) -> Number:
    """Return the number of the `ordinal`-th paragraph (from 1) that is added after the one with this number."""
    adverb = ADVERBS[ordinal - 1] if ordinal <= len(ADVERBS) else f"({ordinal + 1})"
    name = f"{number.name} {adverb}"
    cited = number.label or number.name.startswith(PILCROW)
    return Number(name if cited else adverb, name)


def after_the_table(address: str, ordinal: int) -> Number | None:
    """Return the number of the `ordinal`-th paragraph (from 1) put in behind the table at this address ("t2"), or None.

    None when the address is no table's.
    """
    named = address.rpartition("/")[2]
    if named[:1] != "t" or not named[1:].isdecimal():
        return None
    first = Number("", _("after table %(table)s") % {"table": named[1:]})
    return added(first, ordinal - 1) if ordinal > 1 else first


def cited(name: str, *, plain: bool) -> str:
    """Return how a paragraph is called: "Paragraph 7", "¶ 8", "Preamble", "Footnote 3"; `plain`: an ordinary one."""
    if plain and not name.startswith(PILCROW):
        return _("Paragraph %(number)s") % {"number": name}
    return capfirst(name)


class _Stories:
    """Numbers what stands outside the body, one paragraph after the other."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._names = names(paragraphs)
        outside = [each for each in paragraphs if "/" in each.address]
        self._lines = Counter(story_of(each.address) for each in outside if _is_line(each))
        self._seen: Counter[str] = Counter()

    def number(self, paragraph: Paragraph, *, headed: bool) -> Number:
        story = story_of(paragraph.address)
        name = self._names[story]
        if paragraph.kind == "cell":
            cell = _number(replace(paragraph, table=table_in(paragraph.address, paragraph.table)), 0, True, headed)
            return Number(paragraph.label, f"{name}, {cell.name}")
        self._seen[story] += _is_line(paragraph)
        if self._lines[story] > 1:
            name = _("%(story)s, paragraph %(number)s") % {"story": name, "number": max(self._seen[story], 1)}
        return Number(note_number(paragraph.address) or paragraph.label, name)


def _is_line(paragraph: Paragraph) -> bool:
    return paragraph.kind != "cell" and says_something(paragraph)


def _number(paragraph: Paragraph, place: int, printed: bool, headed: bool) -> Number:  # noqa: FBT001 - two facts of the table and the text
    if paragraph.kind == "cell":
        row = (paragraph.row or 1) - headed
        cell = {"table": paragraph.table, "row": row, "column": paragraph.column}
        if not row:
            return Number(paragraph.label, _("table %(table)s, head of column %(column)s") % cell)
        return Number(paragraph.label, _("table %(table)s, row %(row)s, column %(column)s") % cell)
    if paragraph.label:
        return Number(paragraph.label, paragraph.label.strip().rstrip("."))
    if paragraph.kind == "heading":
        return Number("", paragraph.text.strip()[:60])
    if printed or not paragraph.text.strip():
        return Number("", f"{PILCROW} {place}")
    return Number(str(place), str(place))
