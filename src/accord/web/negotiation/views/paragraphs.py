"""Paragraphs and what is said about them as HTML: written here and not in a template, because a page holds hundreds."""

from collections.abc import Callable, Container, Iterable
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accord.kernel.remembered import RememberedOf
from accord.negotiation.queries.values import CardView, DelegationView, ParagraphView
from accord.web.negotiation.views import standing
from accord.web.templatetags.accord import relative

NOTES = frozenset({"fn", "en"})
_UNSEEN = frozenset({"format", "move", "moved_here"})
"""What the words on the sheet do not show."""


_WRITTEN: RememberedOf[SafeString] = RememberedOf(4000)


class Writer:
    """Writes the paragraphs of one page; words, chips and times that come again are made once. `bare`: no cards.

    `here` are the ids of what stands on the page; `whole` is the address of the page on which everything stands;
    `when` writes how long ago something was sent; `places` is the address below which each paragraph has its own page,
    on which the reader `records` where it stands, or says where her delegation does. `kept`: what `when` writes is the
    same at any time, so that a paragraph is written once for all pages on which it stands as it is.
    """

    def __init__(
        self,
        *,
        bare: bool = False,
        here: Container[str] = (),
        whole: str = "",
        when: Callable[[datetime], str] = relative,
        places: str = "",
        records: bool = False,
        kept: bool = False,
    ) -> None:
        self._places = places
        self._how = (get_language(), bare, when, places, records) if kept else None
        self._bare, self._here, self._whole, self._written = bare, here, whole, when
        self._times: dict[datetime, str] = {}
        self._chips: dict[str, str] = {}
        self._kinds = {
            "merge": _("Joined with the next paragraph."),
            "split": _("Made into two paragraphs."),
            "insert_paragraph": _("A new paragraph."),
            "delete_paragraph": _("The whole paragraph is removed."),
            "insert_row": _("A new row."),
            "delete_row": _("The whole row is removed."),
            "insert_table": _("A new table."),
            "insert_cell": _("A new cell."),
            "delete_cell": _("The whole cell is removed."),
            "chair": _("As the Chair would word it, beside the delegations’ words."),
        }
        self._speak = _("Where it stands") if records else _("Support · Object · more")
        self._formats = {
            "table": _("Table: %(format)s"),
            "row": _("Row: %(format)s"),
            "cell": _("Cell: %(format)s"),
            "page": _("Page: %(format)s"),
        }

    def html(self, each: ParagraphView) -> SafeString:
        """Return the paragraph: its number, its words with every change in place, and what is said about it."""
        # Where words that moved lead to depends on what else stands on the page.
        if self._how is None or any(card.other for card in each.cards):
            return self._html(each)
        return _WRITTEN.of((each,), self._how, lambda: self._html(each))

    def _html(self, each: ParagraphView) -> SafeString:
        said = "" if self._bare or not each.cards else self._said(each)
        by = f' data-by="{escape(" ".join(each.codes))}"' if each.added else ""
        number = self._number(each) if each.label or each.kind == "paragraph" else ""
        tag = "h2" if each.kind == "heading" else "p"
        words = f'<{tag} class="body">{each.html}</{tag}>'
        names = " ".join(_classes(each, amended=bool(said)))
        asked = "".join(map(self._asked, each.cards)) if each.cards else ""
        asked += self._stood(each)
        return SafeString(f'<div class="{names}" id="{escape(each.anchor)}"{by}>{number}{words}{asked}{said}</div>')

    def words(self, card: CardView) -> SafeString:
        """Return a wording's words, and in words what they cannot show."""
        kind = escape(self._kinds.get(card.kind, ""))
        since = escape(_since(card))
        told = [f"<small>{each}</small>" for each in (kind, since, self._told(card), *_new_notes(card)) if each]
        return SafeString(" ".join([card.html, *told]).strip())

    def _stood(self, each: ParagraphView) -> str:
        """Return where the paragraph stands, as a word and a sign that lead to its own page."""
        if each.state is None or not self._places:
            return ""
        tone = standing.TONES.get(each.state.state, "")
        sign = f'<span aria-hidden="true">{standing.SIGNS[each.state.state]}</span>'
        words = f'<span class="state {tone}">{sign} {escape(standing.badge(each.state))}</span>'
        return f'<p class="stood"><a href="{escape(f"{self._places}p/{each.page}/")}">{words}</a></p>'

    def _number(self, each: ParagraphView) -> str:
        """Return the number in the margin; it leads to the paragraph's own page, where one amends it."""
        if not self._places or not each.page or not each.label:
            return f'<span class="num">{escape(each.label)}</span>'
        return f'<a class="num" href="{escape(f"{self._places}p/{each.page}/")}">{escape(each.label)}</a>'

    def _asked(self, card: CardView) -> str:
        """Return a discreet line under the words for what they cannot show: formatting, a move, the words of a note."""
        lines = [self._told(card)] if card.kind in _UNSEEN else []
        lines += _new_notes(card)
        if not any(lines):
            return ""
        hue, by = card.sponsors[0].hue, escape(" ".join(each.code for each in card.sponsors))
        codes = escape(", ".join(each.code for each in card.sponsors))
        sup = "" if self._bare else f'<sup class="by {hue}">{codes}</sup>'
        return "".join(
            f'<p class="asked"><span class="{hue}" data-by="{by}">{line}</span>{sup}</p>' for line in lines if line
        )

    def _told(self, card: CardView) -> str:
        """Return as HTML what a change of formatting is, or where words went or came from; "" for anything else."""
        if card.kind == "format":
            said = self._formats.get(card.of, "%(format)s") % {"format": card.what or _("other formatting")}
            return f"<q>{escape(card.quote)}</q> {escape(said)}" if card.quote else escape(capfirst(said))
        if card.other is None:
            return ""
        said = _("Moved here from: %(place)s") if card.kind == "moved_here" else _("Moved to: %(place)s")
        where = f"#{card.other.anchor}" if card.other.anchor in self._here else f"{self._whole}#{card.other.anchor}"
        link = f'<a href="{escape(where)}">{escape(card.other.name)}</a>'
        return escape(said) % {"place": link}

    def _said(self, each: ParagraphView) -> str:
        title = escape(each.cited)
        # The Chair's words and what stands in brackets are no amendments: they are counted where they stand alone.
        kept = sum(bool(card.since) for card in each.cards)
        proposed = sum(card.kind != "chair" and not card.since for card in each.cards) or int(not kept)
        told = [ngettext("%(n)s amendment", "%(n)s amendments", proposed) % {"n": proposed}] if proposed else []
        told += (
            [ngettext("%(n)s wording in brackets", "%(n)s wordings in brackets", kept) % {"n": kept}] if kept else []
        )
        count, spoken = proposed or kept, escape(", ".join(told))
        page = f"{self._places}p/{each.page}/" if self._places and each.page else ""
        cards = "".join(self._card(card, page) for card in each.cards)
        return (
            f'<details class="said" data-title="{title}"><summary><span class="count" aria-hidden="true">{count}</span>'
            f'<span class="away">{title}: {spoken}</span></summary><div class="cards">{cards}</div></details>'
        )

    def _card(self, card: CardView, page: str) -> str:
        # The Chair's words, and what stands in brackets in the text, are switched off with no delegation's proposal.
        switched = card.kind != "chair" and not card.since
        by = f' data-by="{escape(" ".join(sponsor.code for sponsor in card.sponsors))}"' if switched else ""
        chips = "".join(map(self._chip, card.sponsors))
        when = f"<small>{self._when(card.at)}</small>" if card.at else ""
        notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in self._notes(card))
        if told := self._told(card):
            notes = f'<p class="soft">{told}</p>{notes}'
        notes += "".join(f'<p class="soft">{each}</p>' for each in _new_notes(card))
        quote = f'<p class="quote">{card.html}</p>' if card.html else ""
        return (
            f'<div class="card {card.sponsors[0].hue}"{by}><header><span class="chips">{chips}</span>{when}'
            f"</header>{quote}{notes}{self._why(card)}{self._said_of(card, page)}</div>"
        )

    def _why(self, card: CardView) -> str:
        """Return the reasons that are given for a wording; whose they are, where several propose it."""
        several = len(card.sponsors) > 1
        said = [(f"{code}:" if several else _("Reason:"), words) for code, words in card.reasons]
        return "".join(f'<p class="reason"><b>{escape(by)}</b> {escape(words)}</p>' for by, words in said)

    def _said_of(self, card: CardView, page: str) -> str:
        """Return what delegations say of a wording, and the way to say something of it."""
        if not page or not (card.wording or card.kind == "chair"):
            return ""
        counted = standing.counted(card.positions) if card.positions else ""
        line = f'<p class="positions">{escape(counted)}</p>' if counted else ""
        href = escape(f"{page}#w{card.wording}" if card.wording else page)
        return f'{line}<p class="ways"><a href="{href}">{escape(self._speak)}</a></p>'

    def _notes(self, card: CardView) -> Iterable[str]:
        """Yield what the words alone do not tell: the kind of change, and that several propose the same."""
        if note := self._kinds.get(card.kind) or _since(card):
            yield note
        if card.since and card.unsaid:
            yield _("Not said yet whether it still is their wording: %(codes)s.") % {"codes": ", ".join(card.unsaid)}
        elif card.since and any(each.hue != "chair" for each in card.sponsors):
            yield _("All who asked for it have said that it still is their wording.")
        if card.bridges:
            yield _("Offered as a bridge to the words of %(codes)s.") % {"codes": ", ".join(card.bridges)}
        count = len(card.sponsors)
        if count > 1:
            same = ngettext("Proposed by %(n)s delegation.", "The same words, proposed by %(n)s delegations.", count)
            yield same % {"n": count}

    def _chip(self, party: DelegationView) -> str:
        if party.code not in self._chips:
            name, code = escape(party.name), escape(party.code)
            mark = escape(_("late"))
            late = f' <span class="state warn">{mark}</span>' if party.late else ""
            self._chips[party.code] = f'<abbr class="chip {party.hue}" title="{name}">{code}</abbr>{late}'
        return self._chips[party.code]

    def _when(self, at: datetime) -> str:
        if at not in self._times:
            self._times[at] = str(self._written(at))
        return self._times[at]


def _since(card: CardView) -> str:
    """Return in words that a wording stands in the text in brackets, and since when; "" for any other."""
    return _("In brackets in the text since round %(n)s.") % {"n": card.since} if card.since else ""


def _new_notes(card: CardView) -> list[str]:
    """Return as HTML the words of the notes that an amendment brings along."""
    return [escape(_("New note: %(words)s") % {"words": words}) for words in card.notes]


def _classes(each: ParagraphView, *, amended: bool) -> Iterable[str]:
    yield "para"
    if each.kind == "heading":
        yield "head"
    elif each.kind == "paragraph" and each.level:
        yield f"l{each.level}"
    if each.story:
        yield "note-text" if each.story in NOTES else "beyond"
    if amended:
        yield "amended"
    if each.added:
        yield "put-in"
