"""Numbers that do not move: how paragraphs are cited, and how those that delegations add are numbered ("8 bis")."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
    place with a pilcrow. Cells are cited by table, row and column; the head of a table is no row.
    """
    printed = any(each.label for each in paragraphs if each.kind != "cell")
    heads = headed(paragraphs)
    found: dict[str, Number] = {}
    place = 0
    for each in paragraphs:
        if each.kind == "paragraph" and each.text.strip():
            place += 1
        found[each.address] = _number(each, place, printed=printed, headed=each.table in heads)
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


def _number(paragraph: Paragraph, place: int, *, printed: bool, headed: bool) -> Number:
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
