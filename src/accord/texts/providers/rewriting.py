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


def phrases(lost: Sequence[str], pieces: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return lost words as they stood together, from the pieces of the text that lost them; single ones at the end.

    >>> phrases(["its", "means"], [("same", "in time"), ("del", ", by its means"), ("same", ".")])
    ('by its means',)
    """
    left, found = Counter(each.casefold() for each in lost), list[str]()
    for kind, text in pieces:
        words = Counter(each.casefold() for each in _WORD.findall(text))
        if kind == "del" and words & left:
            found.append(text.strip(" ,;:.\n"))
            left -= words
    return (*found, *sorted(left.elements()))
