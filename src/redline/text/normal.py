"""What counts as the same text: differences a word processor makes on its own are no edits.

Spaces, hyphens and quotation marks that Word turns by itself are alike, and the machinery of fields (U+FFF9) is no
text; case and digits never are alike.
"""

import re
from typing import Final

_ALIKE: Final = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u2011": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u00ad": None,
        "\ufff9": None,
        # A sign of a symbol font, which one program writes as w:sym (read as an object), another as a letter.
        **dict.fromkeys(map(chr, range(0xF020, 0xF100)), "\ufffc"),
    }
)
_TOKENS: Final = re.compile(r"\w+(?:\u00ad+\w+)*|[^\S\t\n]+|[^\w]", re.UNICODE)


def normalise(text: str) -> str:
    """Return the text with what is alike made the same."""
    return text if text.isascii() else text.translate(_ALIKE)


def tokens(text: str) -> list[str]:
    """Return the words, spaces and single signs that make up the text."""
    return _TOKENS.findall(text)
