"""Paragraphs and what is said about them as HTML: written here and not in a template, because a page holds hundreds."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.negotiation.queries.values import PILCROW, CardView, DelegationView, ParagraphView
from accord.web.templatetags.accord import relative


class Writer:
    """Writes the paragraphs of one page; words, chips and times that come again are made once. `bare`: no cards."""

    def __init__(self, *, bare: bool = False) -> None:
        self._bare = bare
        self._times: dict[datetime, str] = {}
        self._chips: dict[str, str] = {}
        self._kinds = {
            "format": _("Only the formatting changes."),
            "merge": _("Joined with the next paragraph."),
            "split": _("Made into two paragraphs."),
            "insert_paragraph": _("A new paragraph."),
            "delete_paragraph": _("The whole paragraph is removed."),
            "insert_row": _("A new row."),
            "delete_row": _("The whole row is removed."),
            "insert_table": _("A new table."),
        }

    def html(self, each: ParagraphView) -> SafeString:
        """Return the paragraph: its number, its words with every change in place, and what is said about it."""
        said = "" if self._bare or not each.cards else self._said(each)
        by = f' data-by="{escape(" ".join(each.codes))}"' if each.added else ""
        number = f'<span class="num">{escape(each.label)}</span>' if each.label or each.kind == "paragraph" else ""
        tag = "h2" if each.kind == "heading" else "p"
        words = f'<{tag} class="body">{each.html}</{tag}>'
        names = " ".join(_classes(each, amended=bool(said)))
        return SafeString(f'<div class="{names}" id="{escape(each.anchor)}"{by}>{number}{words}{said}</div>')

    def _said(self, each: ParagraphView) -> str:
        title = escape(_cited(each))
        count = len(each.cards)
        spoken = escape(ngettext("%(n)s amendment", "%(n)s amendments", count) % {"n": count})
        cards = "".join(map(self._card, each.cards))
        return (
            f'<details class="said" data-title="{title}"><summary><span class="count" aria-hidden="true">{count}</span>'
            f'<span class="away">{title}: {spoken}</span></summary><div class="cards">{cards}</div></details>'
        )

    def _card(self, card: CardView) -> str:
        by = escape(" ".join(sponsor.code for sponsor in card.sponsors))
        chips = "".join(map(self._chip, card.sponsors))
        when = f"<small>{self._when(card.at)}</small>" if card.at else ""
        notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in self._notes(card))
        quote = f'<p class="quote">{card.html}</p>' if card.html else ""
        return (
            f'<div class="card {card.sponsors[0].hue}" data-by="{by}"><header><span class="chips">{chips}</span>{when}'
            f"</header>{quote}{notes}</div>"
        )

    def _notes(self, card: CardView) -> Iterable[str]:
        """Yield what the words alone do not tell: the kind of change, and that several propose the same."""
        if note := self._kinds.get(card.kind):
            yield note
        count = len(card.sponsors)
        if count > 1:
            same = ngettext("Proposed by %(n)s delegation.", "The same words, proposed by %(n)s delegations.", count)
            yield same % {"n": count}

    def _chip(self, party: DelegationView) -> str:
        if party.code not in self._chips:
            name, code = escape(party.name), escape(party.code)
            self._chips[party.code] = f'<abbr class="chip {party.hue}" title="{name}">{code}</abbr>'
        return self._chips[party.code]

    def _when(self, at: datetime) -> str:
        if at not in self._times:
            self._times[at] = str(relative(at))
        return self._times[at]


def _cited(each: ParagraphView) -> str:
    """Return how a paragraph is called: "Paragraph 7", "¶ 8", "Preamble", "Table 1, row 2, column 3"."""
    if each.kind == "paragraph" and not each.number.startswith(PILCROW):
        return _("Paragraph %(number)s") % {"number": each.number}
    return capfirst(each.number)


def _classes(each: ParagraphView, *, amended: bool) -> Iterable[str]:
    yield "para"
    if each.kind == "heading":
        yield "head"
    elif each.kind == "paragraph" and each.level:
        yield f"l{each.level}"
    if amended:
        yield "amended"
    if each.added:
        yield "put-in"
