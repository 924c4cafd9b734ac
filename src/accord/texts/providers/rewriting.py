"""The next version of a text as somebody edited it in Word: what differs, whose it is, whose words are missing."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import Refused
from accord.texts.providers import word
from redline.changes.streamline import Streamlining, streamline
from redline.opc import read_package
from redline.ops.differing import Differing, differing
from redline.ops.explaining import explained
from redline.ops.manifest import read_manifest

__all__ = ["Differing", "Streamlining", "differences", "explained", "phrases", "settled", "streamline"]
_WORD: Final = re.compile(r"\w+(?:[-'’]\w+)*")


def settled(data: bytes, codes: Collection[str]) -> bytes:
    """Return a next version that somebody edited with its tracked changes made; Refused where they are delegations'.

    `undecided`: it is a compiled text in which changes of delegations, whose `codes` these are, still wait.
    """
    waiting = word.pending(data)
    if not waiting:
        return data
    behind = {party for parties in read_manifest(read_package(data)).values() for party in parties}
    if behind & set(codes):
        raise Refused(
            _(
                "Delegations’ tracked changes still wait in this file. Accept or reject each of them in Word, "
                "or decide on them here instead."
            ),
            code="undecided",
        )
    return word.Engine().accept(data)


def differences(base: bytes, new: bytes) -> tuple[Differing, ...]:
    """Return every paragraph that is not in `new` as it is in `base`; neither holds tracked changes."""
    return differing(base, new)


def phrases(words: Sequence[str], pieces: Iterable[tuple[str, str]], kind: str = "del") -> tuple[str, ...]:
    """Return lost words ("del"), or words come ("ins"), as they stand together in the pieces of a changed text.

    >>> phrases(["its", "means"], [("same", "in time"), ("del", ", by its Means"), ("same", ".")])
    ('its Means',)
    """
    left, found = Counter(each.casefold() for each in words), list[str]()
    for text in (text for each, text in pieces if each == kind):
        run: list[re.Match[str]] = []
        for match in (*_WORD.finditer(text), None):
            word = match[0].casefold() if match else ""
            if match and left[word] > 0:
                left[word] -= 1
                run.append(match)
            elif run:
                found.append(text[run[0].start() : run[-1].end()])
                run = []
    return (*found, *sorted(left.elements()))
