"""What commands print: JSON, paragraphs one a line, amendments, and progress while a person watches."""

import json
import sys
from collections.abc import Iterable
from typing import Any, Final

from redline.changes.amendment import Amendment

_SHOWN: Final = 160


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_paragraphs(paragraphs: Iterable[str]) -> None:
    """Print paragraphs, one a line."""
    for paragraph in paragraphs:
        print(" ".join(paragraph.splitlines()))


def print_amendments(amendments: Iterable[Amendment]) -> None:
    """Print amendments, one a line."""
    for each in amendments:
        who = f"  [{each.author}]" if each.author else ""
        untracked = "" if each.tracked else "  untracked"
        print(f"{each.ordinal:>4}  {each.address:<12} {each.kind:<17} {words_of(each)}{who}{untracked}")


def words_of(amendment: Amendment) -> str:
    """Return what goes and what comes, on one line."""
    words = [f"- {_shortened(amendment.removed)}"] if amendment.removed else []
    words += [f"+ {_shortened(amendment.added)}"] if amendment.added else []
    words += [amendment.what] if amendment.what else []
    return "  ".join(words)


def _shortened(words: str) -> str:
    line = " ⏎ ".join(words.splitlines())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


class Progress:
    """Says on a terminal how far long work has come; says nothing where nobody watches."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown = sys.stderr.isatty()

    def __call__(self, what: str) -> None:
        """Say that the next step, `what`, begins."""
        self._done += 1
        if self._shown:
            print(f"\r\033[K{self._done} of {self._total}: {what}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Wipe the line."""
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
