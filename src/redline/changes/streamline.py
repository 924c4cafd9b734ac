"""Whether a merged wording holds every party's words: streamlining "without the addition or subtraction of words"."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from redline.text.normal import normalise

_WORD: Final = re.compile(r"\w+(?:[-'’]\w+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Streamlining:
    """What a merged wording does to one party's: the words it put in that are `lost`, the base's that are `back`.

    `added` are words of the merged wording that neither the base nor any party has. All in order of the alphabet, a
    word as often as it is lost, back or added.
    """

    party: str
    lost: tuple[str, ...]
    back: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def lossless(self) -> bool:
        """Whether nothing need be asked: no word lost, none brought back, none added."""
        return not (self.lost or self.back or self.added)


def streamline(base: str, texts: Mapping[str, str], merged: str) -> tuple[Streamlining, ...]:
    """Return, party by party, what the `merged` wording of a passage loses or adds.

    `texts` are the passage as each party wants it. A word that a party put in must stand in the merged wording as
    often as in its own, unless the base has it anyway; a word that it took out must not stand there more often than
    in its own text, unless another party's text still has it. Case and punctuation are no words.
    """
    stood, now = _words(base), _words(merged)
    wanted = {party: _words(text) for party, text in texts.items()}
    anybody = stood.copy()
    for each in wanted.values():
        anybody |= each
    added = _listed(now - anybody)
    return tuple(
        Streamlining(party, _listed((own - now) & (own - stood)), _listed(_back(party, stood, wanted, now)), added)
        for party, own in sorted(wanted.items())
    )


def _back(party: str, stood: Counter[str], wanted: Mapping[str, Counter[str]], now: Counter[str]) -> Counter[str]:
    """Return the words that the party and everybody else took out and the merged wording still has."""
    most: Counter[str] = Counter()
    for each in wanted.values():
        most |= each
    return ((stood - wanted[party]) & (now - wanted[party])) - (most - wanted[party])


def _words(text: str) -> Counter[str]:
    return Counter(each.casefold() for each in _WORD.findall(normalise(text)))


def _listed(words: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(words.elements()))
