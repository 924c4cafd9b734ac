"""A colon and a semicolon between words, as the reader's language sets them: in French both stand off their word."""

from collections.abc import Iterable
from functools import reduce

from django.utils.translation import gettext as _


def labelled(label: str, words: str) -> str:
    """Return words under their label: "2 support: AG, BR"."""
    return _("%(label)s: %(words)s") % {"label": label, "words": words}


def series(parts: Iterable[str]) -> str:
    """Return what there is of the parts as one line, with a semicolon between two; "" when there is none."""
    return reduce(_both, filter(None, parts), "")


def colon() -> str:
    """Return the colon alone, with the spaces around it, for a page that lays out what stands before and after."""
    return labelled("", "")


def _both(first: str, then: str) -> str:
    return _("%(first)s; %(then)s") % {"first": first, "then": then} if first else then
