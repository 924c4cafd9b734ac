"""What the engine prints around a text, legend and heads, in the language in which the text is printed."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the engine's keys (redline.render.phrases). The signs in them are printed so in any language: brackets, codes,
# "delete", "bis", "alt", ADD, MOD, SUP, NOC.
_PHRASES: Final[dict[str, Promise]] = {
    "how_to_read": _("How to read this text"),
    "suffix_proposed": _("[words: AG, BR] – AG and BR propose these words."),
    "suffix_deleted": _("[words: AG delete] – AG proposes to delete these words, which stand in the base."),
    "suffix_instead": _("[words][other words: AG] – AG proposes the other words instead of those of the base."),
    "prefix_proposed": _("[AG, BR: words] – AG and BR propose these words."),
    "prefix_deleted": _("[AG delete: words] – AG proposes to delete these words, which stand in the base."),
    "prefix_instead": _("[words][AG: other words] – AG proposes the other words instead of those of the base."),
    "footnote_proposed": _("[words] – a footnote says who proposes these words, or to delete them."),
    "footnote_instead": _(
        "[words][other words] – the first are those of the base; the footnote to the others says who proposes them."
    ),
    "unattributed_open": _("[words] – these words are not agreed."),
    "unattributed_instead": _("[words][other words] – two wordings of the same place; that of the base comes first."),
    "bold": _("Words proposed are bold and underlined; words proposed for deletion are struck through."),
    "symbols": _("ADD – a new paragraph; MOD – a changed one; SUP – one proposed for deletion; NOC – no change."),
    "signs": _(
        "¶ in a bracket is the end of a paragraph. "
        "Numbers do not move: 6 bis is put in after 6, 6 alt stands instead of it."
    ),
    "number": _("No."),
    "address": _("Address"),
    "base": _("Official text"),
    "combined": _("All together"),
    "delegations": _("Delegations"),
    "how_to_read_table": _(
        "Bold and underlined: proposed. Struck through: proposed for deletion. "
        "All together: [words: AG, BR] – proposed by AG and BR; [words: AG delete] – AG proposes to delete them."
    ),
}


def phrases() -> dict[str, str]:
    """Return every phrase by its key, in the language of the moment."""
    return {key: str(words) for key, words in _PHRASES.items()}
