"""Numbers that do not move: what is put in is "6 bis" or "6 alt", and what stands keeps the number it has."""

from collections.abc import Sequence
from typing import Final

ADDED: Final = (
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"),
    *("undecies", "duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies"),
    *("novodecies", "vicies"),
)
"""What follows the number of the paragraph before: the first one put in after 6 is 6 bis."""


def added_label(label: str, ordinal: int) -> str:
    """Return the label of the `ordinal`-th paragraph put in after the one labelled `label`: "6 bis." after "6."."""
    return _with(label, ADDED[ordinal - 1] if ordinal <= len(ADDED) else f"({ordinal + 1})")


def alternative_label(label: str, ordinal: int, count: int) -> str:
    """Return the label of one of `count` wordings in the place of a paragraph: "6 alt", or "6 alt 2" of several."""
    return _with(label, "alt" if count == 1 else f"alt {ordinal}")


def _with(label: str, word: str) -> str:
    bare = label.rstrip(" .:")
    if not bare:
        return ""
    return f"{bare} {word}{label[len(bare) :].rstrip()}"


def alternatives(deleting: Sequence[frozenset[str]], sponsors: frozenset[str]) -> bool:
    """Whether what `sponsors` put in stands in the place of a paragraph whose pieces `deleting` take out."""
    return bool(deleting) and bool(sponsors) and all(sponsors <= those for those in deleting)
