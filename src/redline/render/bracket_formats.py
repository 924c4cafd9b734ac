"""Formatting that is proposed, as a note behind its paragraph: a bracket holds words, and these are none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.merged import Parties
from redline.opc import Package
from redline.ops.properties import Changes, changes_in, run_change
from redline.oxml.names import w
from redline.oxml.paragraphs import P
from redline.render.bracket_signs import LABEL, Stance, sign
from redline.text.runs import run_text
from redline.text.signs import FIELD, OBJECT
from redline.text.stories import find_stories

_SIGNS: Final = str.maketrans("", "", FIELD + OBJECT)


@dataclass(frozen=True, slots=True)
class FormatNote:
    """One note: the paragraph it stands behind, what is asked for, of which words ("" for all), and by whom."""

    paragraph: Element
    what: str
    words: str
    parties: Parties

    def __str__(self) -> str:
        return self.what + (f" “{self.words}”" if self.words else "")


def format_notes(package: Package, owners: Callable[[str], Parties]) -> list[FormatNote]:
    """Return a note for every formatting that waits in the package; `owners` gives the parties behind a w:author."""
    found: list[FormatNote] = []
    for story in find_stories(package):
        changes = changes_in(story.element)
        if changes.runs or changes.others:
            paragraphs = list(story.element.iter(P))
            found += _of_words(changes, paragraphs, owners)
            found += _of_others(changes, paragraphs, owners)
    return [each for each in found if each.what]


def write_format_notes(notes: Iterable[FormatNote], *, named: bool) -> None:
    """Put the notes behind their paragraphs, those that are still there; `named` says by whom."""
    for each in notes:
        if each.paragraph.getparent() is not None:
            said = f": {Stance(each.parties)}" if named else ""
            each.paragraph.append(sign(LABEL, f" [{each}{said}]"))


def _of_words(
    changes: Changes, paragraphs: Iterable[Element], owners: Callable[[str], Parties]
) -> Iterator[FormatNote]:
    for paragraph in paragraphs if changes.runs else ():
        runs = [(run, changes.runs.get(run)) for run in paragraph.iter(w("r"))]
        told = [
            (run_text(run).translate(_SIGNS), "" if each is None else run_change(each)[1], _author(each))
            for run, each in runs
        ]
        for (what, author), group in groupby(told, key=lambda each: each[1:]):
            words = "".join(each[0] for each in group).strip()
            if what and words:
                yield FormatNote(paragraph, what, words, owners(author))


def _of_others(
    changes: Changes, paragraphs: Iterable[Element], owners: Callable[[str], Parties]
) -> Iterator[FormatNote]:
    known = set(paragraphs)
    for owner in changes.others:
        inside = [owner] if owner.tag == P else [each for each in owner.iter(P) if each in known]
        for edit in changes.edits(owner, "") if inside else ():
            place = inside[-1 if owner.tag == w("body") else 0]
            yield FormatNote(place, edit.content[0].text, "", owners(edit.author))


def _author(record: Element | None) -> str:
    return "" if record is None else record.get(w("author"), "")
