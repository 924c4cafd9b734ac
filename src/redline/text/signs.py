"""The characters by which flat text stands for what is not a letter."""

from typing import Final

OBJECT: Final = "\ufffc"  # an inline object: picture, note reference, formula
FIELD: Final = "\ufff9"  # machinery of a field (begin, code, separator, end): takes one place, shows nothing
MARK: Final = "\u2029"  # the end of a paragraph, inside inserted content
TABLE: Final = "\ufffb"  # a table among inserted paragraphs, or its end
NO_BREAK_HYPHEN: Final = "\u2011"
SOFT_HYPHEN: Final = "\u00ad"


def readable(text: str) -> str:
    """Return flat text as a person reads it: no field machinery, the end of a paragraph or table as a line feed."""
    return text.replace(FIELD, "").replace(TABLE, "\n").replace(MARK, "\n")
