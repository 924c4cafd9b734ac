"""What the engine prints of its own around a text: in English, unless the caller gives other words."""

from collections.abc import Mapping
from typing import Final

PHRASES: Final[dict[str, str]] = {
    "how_to_read": "How to read this text",
    "suffix_proposed": "[words: AG, BR] – AG and BR propose these words.",
    "suffix_deleted": "[words: AG delete] – AG proposes to delete these words, which stand in the base.",
    "suffix_instead": "[words][other words: AG] – AG proposes the other words instead of those of the base.",
    "prefix_proposed": "[AG, BR: words] – AG and BR propose these words.",
    "prefix_deleted": "[AG delete: words] – AG proposes to delete these words, which stand in the base.",
    "prefix_instead": "[words][AG: other words] – AG proposes the other words instead of those of the base.",
    "footnote_proposed": "[words] – a footnote says who proposes these words, or to delete them.",
    "footnote_instead": (
        "[words][other words] – the first are those of the base; the footnote to the others says who proposes them."
    ),
    "unattributed_open": "[words] – these words are not agreed.",
    "unattributed_instead": "[words][other words] – two wordings of the same place; that of the base comes first.",
    "bold": "Words proposed are bold and underlined; words proposed for deletion are struck through.",
    "symbols": "ADD – a new paragraph; MOD – a changed one; SUP – one proposed for deletion; NOC – no change.",
    "signs": (
        "¶ in a bracket is the end of a paragraph. "
        "Numbers do not move: 6 bis is put in after 6, 6 alt stands instead of it."
    ),
    "number": "No.",
    "address": "Address",
    "base": "Base",
    "combined": "Combined",
    "delegations": "Delegations",
    "how_to_read_table": (
        "Bold and underlined: proposed. Struck through: proposed for deletion. "
        "Combined: [words: AG, BR] – proposed by AG and BR; [words: AG delete] – AG proposes to delete them."
    ),
}
"""Every phrase by its key. The signs in them (brackets, codes, `delete`, `bis`, ADD) are printed so in any language."""


def phrase(key: str, given: Mapping[str, str] | None) -> str:
    """Return a phrase in the words given, in English where there are none.

    >>> phrase("base", {"base": "Texto de base"}), phrase("combined", None)
    ('Texto de base', 'Combined')
    """
    return (given or {}).get(key) or PHRASES[key]
