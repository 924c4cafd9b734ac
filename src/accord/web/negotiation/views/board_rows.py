"""The board's table as HTML: written here and not in a template, because a text has hundreds of paragraphs."""

from collections.abc import Collection, Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.negotiation.queries.values import DelegationView, PlaceLine

MOST_NAMED = 6
"""So many delegations are named in a cell; more are counted, and named on the paragraph's own page."""


class Rows:
    """Writes the rows of one board; chips and words that come again are made once."""

    def __init__(self, *, may_record: bool, chosen: Collection[str]) -> None:
        self._may_record, self._chosen = may_record, chosen
        self._chips: dict[str, str] = {}
        self._heads = {
            "state": escape(_("Where it stands")),
            "proposing": escape(_("Proposed by")),
            "holding": escape(_("Held by")),
            "waiting": escape(_("Waits for")),
            "order": escape(_("Order")),
        }

    def html(self, lines: Iterable[dict[str, Any]]) -> SafeString:
        """Return all rows; each line as `board` makes it."""
        return SafeString("".join(map(self._row, lines)))

    def _row(self, line: dict[str, Any]) -> str:
        view: PlaceLine = line["view"]
        name, package = escape(view.cited), f' <span class="soft">{escape(view.package)}</span>' if view.package else ""
        state = (
            f'<span class="state {line["tone"]}"><span aria-hidden="true">{line["sign"]}</span> '
            f"{escape(line['words'])}</span>{package}"
        )
        waiting = self._named(view.waits_for) + self._named(view.since_approval)
        return (
            f'<tr>{self._tick(line, name)}<th scope="row"><a href="{escape(line["href"])}">{name}</a></th>'
            f"{self._cell('state', state)}{self._cell('proposing', self._named(view.proposing))}"
            f"{self._cell('holding', self._named(view.holding))}{self._cell('waiting', waiting)}"
            f"{self._order(view, name)}</tr>"
        )

    def _cell(self, head: str, html: str) -> str:
        return f'<td data-label="{self._heads[head]}">{html}</td>'

    def _tick(self, line: dict[str, Any], name: str) -> str:
        if not self._may_record:
            return ""
        checked = " checked" if line["view"].anchor in self._chosen else ""
        value = escape(line["tick"])
        return f'<td><input type="checkbox" name="place" value="{value}" aria-label="{name}"{checked}></td>'

    def _order(self, view: PlaceLine, name: str) -> str:
        if not self._may_record:
            return ""
        label, value = f"{self._heads['order']}: {name}", view.agenda or ""
        field = f'name="at-{escape(view.anchor)}" inputmode="numeric" size="3" value="{value}" aria-label="{label}"'
        return self._cell("order", f'<input class="order" {field}>')

    def _named(self, parties: tuple[DelegationView, ...]) -> str:
        if len(parties) > MOST_NAMED:
            count = len(parties)
            return escape(ngettext("%(n)s delegation", "%(n)s delegations", count) % {"n": count})
        return "".join(map(self._chip, parties))

    def _chip(self, party: DelegationView) -> str:
        if party.code not in self._chips:
            name, code = escape(party.name), escape(party.code)
            self._chips[party.code] = f'<abbr class="chip {party.hue}" title="{name}">{code}</abbr> '
        return self._chips[party.code]
