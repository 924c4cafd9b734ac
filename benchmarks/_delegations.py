"""Bases of any number of pages and files of any number of delegations on them, made fast and always the same.

A page is fourteen paragraphs, as in the shared corpus (415 on 30 pages), every ninth of them a row of a table; a
delegation asks for forty-one amendments on 30 pages, a quarter of them the same as another delegation's.
"""

import random
from collections.abc import Callable, Iterator

from tests.redline.specimens import change, docx, run

PARAGRAPHS = 14
AMENDMENTS = 41 / 30
_VOCABULARY = """States Parties shall promote in accordance with national law the protection of wetlands and
peatlands and to that end undertake measures on financing capacity building transfer of technology
monitoring reporting including for developing countries particularly small island States as
appropriate subject to available resources within the scope of this instrument and without prejudice
to the rights of indigenous peoples and local communities"""
_WORDS = _VOCABULARY.split()
_MARK = "<w:pPr><w:rPr>{0}</w:rPr></w:pPr>"


class Text:
    """A base of some pages, and what each delegation asks for."""

    def __init__(self, pages: int, seed: int = 1) -> None:
        chance = random.Random(seed)  # noqa: S311 - a benchmark is to be repeated, not to keep secrets
        count = pages * PARAGRAPHS
        self.pages = pages
        self.lines = [[chance.choice(_WORDS) for _ in range(chance.randint(10, 36))] for _ in range(count)]
        self._plain = [_paragraph(run(" ".join(words))) for words in self.lines]

    @property
    def base(self) -> bytes:
        """The base."""
        return self._file(self._plain)

    def file(self, number: int, wishes: int = 0) -> bytes:
        """Return delegation `number`'s file; `wishes` is how many amendments it asks for, unless the usual number."""
        chance = random.Random(number)  # noqa: S311 - as above
        paragraphs = list(self._plain)
        wanted = wishes or round(self.pages * AMENDMENTS)
        # A quarter of the wishes is shared with the delegations next to it.
        shared = random.Random(number // 4)  # noqa: S311 - as above
        for source, count in ((shared, wanted // 4), (chance, wanted - wanted // 4)):
            for place in source.sample(range(len(self.lines)), count):
                paragraphs[place] = self._edited(place, source, f"Delegate {number}")
        return self._file(paragraphs)

    def _edited(self, place: int, chance: random.Random, author: str) -> str:
        words = self.lines[place]
        start = chance.randrange(len(words) - 4)
        end = start + chance.randint(1, 4)
        act = chance.choice((_insertion, _deletion, _replacement, _replacement, _whole, _new))
        return act(words, start, end, _Author(author, chance))

    def _file(self, paragraphs: list[str]) -> bytes:
        return docx("".join(_with_tables(paragraphs)) + "<w:sectPr/>")


class _Author:
    """Writes tracked changes under a name."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name = name
        self.chance = chance

    def mark(self, kind: str, content: str = "") -> str:
        return change(kind, content, author=self.name)

    def words(self) -> str:
        return " ".join(self.chance.choice(_WORDS) for _ in range(self.chance.randint(1, 6))) + " "


def _with_tables(paragraphs: list[str]) -> Iterator[str]:
    for number, each in enumerate(paragraphs):
        if number % 9 or number + 1 == len(paragraphs):
            yield each
        else:
            yield f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{each}</w:tc></w:tr></w:tbl>"


def _paragraph(content: str, properties: str = "") -> str:
    return f"<w:p>{properties}{content}</w:p>"


def _runs(words: list[str]) -> str:
    return run(" ".join(words) + " ") if words else ""


_Act = Callable[[list[str], int, int, _Author], str]


def _insertion(words: list[str], start: int, _end: int, by: _Author) -> str:
    return _paragraph(_runs(words[:start]) + by.mark("ins", run(by.words())) + run(" ".join(words[start:])))


def _deletion(words: list[str], start: int, end: int, by: _Author) -> str:
    gone = by.mark("del", run(" ".join(words[start:end]) + " ", "delText"))
    return _paragraph(_runs(words[:start]) + gone + run(" ".join(words[end:])))


def _replacement(words: list[str], start: int, end: int, by: _Author) -> str:
    gone = by.mark("del", run(" ".join(words[start:end]) + " ", "delText"))
    return _paragraph(_runs(words[:start]) + gone + by.mark("ins", run(by.words())) + run(" ".join(words[end:])))


def _whole(words: list[str], _start: int, _end: int, by: _Author) -> str:
    return _paragraph(by.mark("del", run(" ".join(words), "delText")), _MARK.format(by.mark("del")))


def _new(words: list[str], _start: int, _end: int, by: _Author) -> str:
    new = _paragraph(by.mark("ins", run(by.words())), _MARK.format(by.mark("ins")))
    return new + _paragraph(run(" ".join(words)))
