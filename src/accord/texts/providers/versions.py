"""One round's amendments printed in every way that bodies print them, all from the same values (O1, O17)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import redline
from accord.texts.providers.word import Amendment, MergedParagraph, Paragraph
from redline import html
from redline.changes.proposals import Proposal, proposals
from redline.ops.reopen import Reopened
from redline.render.bracket_signs import BracketStyle, MarkUp
from redline.render.comments import remark
from redline.render.comparison import comparison, merged_labels
from redline.render.comparison_docx import comparison_docx
from redline.render.json_values import to_json
from redline.render.lists import Cell, concordance, list_docx, list_xlsx, wording
from redline.render.preface import prefaced
from redline.render.subset import decide
from redline.render.typed import typed_numbers

__all__ = ["ALL", "EDITION", "MARK_UPS", "STYLES", "Cell", "Held", "Printer", "Words", "wording"]
EDITION: Final = "3"
"""Raise it when the same values print differently: what was made before is then made anew."""
STYLES: Final[tuple[BracketStyle, ...]] = ("suffix", "prefix", "footnote", "unattributed")
MARK_UPS: Final[tuple[MarkUp, ...]] = ("brackets", "bold", "symbols")
ALL: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("tracked", {}),
    *(("brackets", {"style": str(style), "mark_up": str(mark_up)}) for mark_up in MARK_UPS for style in STYLES),
    *((kind, {}) for kind in ("translators", "clean", "concordance", "table_docx", "table_xlsx")),
    *((kind, {}) for kind in ("trace_docx", "trace_xlsx", "html", "json")),
)
"""Every file that is made of a language version: its kind, and for a bracketed text style and mark-up."""
_AGREED: Final = "Agreed"
_SHARES: Final = (9, 20, 9, 9, 9, 10, 11, 11, 12)
_WIDTHS: Final = (14, 70, 18, 18, 18, 18, 18, 24, 40)


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed around the text, in its language: lines before it, and the heads of tables.

    `names` of the parties by code; `trace`, `table` (base, combined) and `numbers` (old, new, first words) are heads;
    `states` say by address, or id of a wording, where it stands. `phrases` are those of the engine's own legends.
    """

    lines: tuple[str, ...]
    names: Mapping[str, str]
    trace: tuple[str, ...]
    table: tuple[str, str, str, str]
    numbers: tuple[str, str, str]
    language: str
    direction: str
    states: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What stood on a base at an instant, as values.

    `sources` are the files by party; `reasons` (address, words) what she gives beside her amendments. `taken` are the
    amendments whose words were agreed, by id; `settled` the ids that agreement has put aside. `rows` are those of the
    traceability table by amendment id, and `more` what the JSON says beside the compilation. `authors` are as whom
    parties stand in files for people, where that is not their code alone ("BR (late)"); the JSON keeps the codes.
    """

    base: bytes
    amendments: Mapping[str, Sequence[Amendment]]
    sources: Mapping[str, bytes]
    reasons: Mapping[str, Sequence[tuple[str, str]]]
    taken: Mapping[str, Amendment]
    settled: frozenset[str]
    rows: Mapping[str, Sequence[Cell]]
    more: Mapping[str, Any]
    authors: Mapping[str, str] = field(default_factory=dict)


class Printer:
    """Prints what is held in each way, compiling once; the same values give the same bytes."""

    def __init__(self, held: Held, words: Words) -> None:
        self._held = held
        self._words = words
        self._asked = {self._author(party): each for party, each in held.amendments.items()}
        self._sources = {self._author(party): each for party, each in held.sources.items()}
        self._names = {self._author(party): each for party, each in words.names.items()}

    def made(self, kind: str, options: Mapping[str, str]) -> bytes:
        """Return the file of this kind; KeyError for another kind."""
        if kind == "brackets":
            return self._bracketed(options["style"], options["mark_up"])
        makers: dict[str, Callable[[], bytes]] = {
            "tracked": self._tracked,
            "translators": self._for_translators,
            "clean": lambda: prefaced(self._clean, self._words.lines),
            "concordance": self._numbers,
            "table_docx": self._table_docx,
            "table_xlsx": self._table_xlsx,
            "trace_docx": self._trace_docx,
            "trace_xlsx": self._trace_xlsx,
            "html": self._html,
            "json": self._json,
        }
        return makers[kind]()

    def _author(self, party: str) -> str:
        return self._held.authors.get(party, party)

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """What is asked for, with all sponsors, in the order of the text."""
        return proposals(self._asked, [each.address for each in self._paragraphs])

    @cached_property
    def _document(self) -> redline.Document:
        return redline.read(self._held.base)

    @cached_property
    def _paragraphs(self) -> tuple[Paragraph, ...]:
        return (*self._document.paragraphs, *self._document.elsewhere)

    @cached_property
    def _merged(self) -> tuple[MergedParagraph, ...]:
        return redline.merge(self._paragraphs, self._asked)

    @cached_property
    def _opened(self) -> Reopened:
        """What is held and what was agreed, compiled: every amendment can be decided on alone."""
        asked = {each.id for each in self.proposals}
        agreed = [each for identity, each in self._held.taken.items() if identity not in asked]
        amendments = {party: tuple(each) for party, each in self._asked.items()}
        amendments |= {_AGREED: tuple(agreed)} if agreed else {}
        docx = redline.compile_amendments(self._held.base, amendments, sources=self._sources)
        found = proposals(amendments, [each.address for each in self._paragraphs])
        return Reopened(docx, self._held.base, self._merged, amendments, found, (), {})

    @cached_property
    def _waiting(self) -> bytes:
        """The text with what was agreed in it; the rest waits as tracked changes."""
        if not self._held.taken and not self._held.settled:
            return self._opened.docx
        there = {each.id for each in self._opened.proposals}
        taken, settled = frozenset(self._held.taken) & there, self._held.settled & there
        return decide(self._opened, accepted=taken, rejected=settled - taken, sources=self._sources)

    @cached_property
    def _clean(self) -> bytes:
        """The text with what was agreed in it, and nothing else."""
        if not self._held.taken:
            return self._held.base
        there = frozenset(each.id for each in self._opened.proposals)
        taken = frozenset(self._held.taken) & there
        return decide(self._opened, accepted=taken, rejected=there - taken, sources=self._sources)

    def _tracked(self) -> bytes:
        ends = {each.address: len(each.text) for each in self._paragraphs}
        comments = {
            self._author(party): [remark(address, ends[address], words) for address, words in found if address in ends]
            for party, found in self._held.reasons.items()
        }
        first = next((each.address for each in self._paragraphs if each.text.strip()), "")
        if first:
            comments["Accord"] = [remark(first, ends[first], "\n".join(self._words.lines))]
        return redline.compile_amendments(self._held.base, self._asked, sources=self._sources, comments=comments)

    def _bracketed(self, style: str, mark_up: str) -> bytes:
        chosen = next(each for each in STYLES if each == style), next(each for each in MARK_UPS if each == mark_up)
        return self._in_brackets(chosen[0], chosen[1])

    def _for_translators(self) -> bytes:
        return self._in_brackets("suffix", "bold", settled=typed_numbers)

    def _in_brackets(
        self, style: BracketStyle, mark_up: MarkUp, settled: Callable[[bytes], bytes] | None = None
    ) -> bytes:
        words = self._words
        made = redline.bracketed(self._waiting, style=style, mark_up=mark_up, names=self._names, phrases=words.phrases)
        return prefaced(settled(made) if settled else made, words.lines)

    def _numbers(self) -> bytes:
        rows = concordance(self._held.base, self._clean)
        return list_docx(self._words.numbers, rows, lines=self._words.lines, shares=(1, 1, 8))

    def _table_docx(self) -> bytes:
        title = " ".join(self._words.lines)
        told = self._words
        return comparison_docx(comparison(self._merged), title=title, names=self._names, phrases=told.phrases)

    def _table_xlsx(self) -> bytes:
        table = comparison(self._merged)
        number, address, base, combined = self._words.table
        named = [self._names.get(each, each) for each in table.parties]
        rows: list[list[Cell]] = [
            [each.label, each.address, each.base, *(each.own.get(party, "") for party in table.parties), each.combined]
            for each in table.rows
        ]
        widths = [12, 12, *[45] * (len(named) + 2)]
        return list_xlsx([number, address, base, *named, combined], rows, notes=self._words.lines, shares=widths)

    def _traced(self) -> list[Sequence[Cell]]:
        return [self._held.rows[each.id] for each in self.proposals]

    def _trace_docx(self) -> bytes:
        return list_docx(self._words.trace, self._traced(), lines=self._words.lines, shares=_SHARES)

    def _trace_xlsx(self) -> bytes:
        return list_xlsx(self._words.trace, self._traced(), notes=self._words.lines, shares=_WIDTHS)

    def _html(self) -> bytes:
        labels = merged_labels(self._merged)
        parties = sorted(self._asked)
        hues = {party: f"d{index % 7 + 1}" for index, party in enumerate(parties)}
        rows = [
            f'<p id="{html.text(each.address)}"><b>{html.text(labels.get(each.address, each.label))}</b> '
            f"{html.paragraph(each, classes=hues)}{_badge(self._words.states.get(each.address, ''))}</p>"
            for each in self._merged
        ]
        lines = "".join(f"<p>{html.text(line)}</p>" for line in self._words.lines)
        named = "".join(
            f'<li class="{hues[each]}">{html.text(f"{each} – {self._names.get(each, each)}")}</li>' for each in parties
        )
        title = html.text(self._words.lines[0])
        return (
            f'<!doctype html><html lang="{self._words.language}" dir="{self._words.direction}"><head>'
            f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
            f"<style>{_LOOK}</style></head><body><header>{lines}<ul>{named}</ul></header>{''.join(rows)}</body></html>\n"
        ).encode()

    def _json(self) -> bytes:
        asked = self._held.amendments
        marked = asked.keys() != self._asked.keys()
        merged = redline.merge(self._paragraphs, asked) if marked else self._merged
        value = json.loads(to_json(self._document.paragraphs, merged, asked))
        told = {**self._held.more, "notices": list(self._words.lines), "names": dict(self._words.names)}
        return (json.dumps({**value, "round": told}, ensure_ascii=False, indent=1) + "\n").encode()


_LOOK: Final = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.5 Georgia,serif}"
    "header{font:.9rem/1.4 sans-serif;border-bottom:1px solid}ins{font-weight:bold}"
    ".state{font:.8rem sans-serif;border:1px solid;padding:0 .3em;margin-inline-start:.5em}"
    + "".join(
        f".d{index}{{color:{colour}}}"
        for index, colour in enumerate(
            ("#8a1c1c", "#1f5a2b", "#1d4e89", "#6b3a00", "#5b2a86", "#00606b", "#7a1f5c"), start=1
        )
    )
)


def _badge(words: str) -> str:
    return f'<span class="state">{html.text(words)}</span>' if words else ""
