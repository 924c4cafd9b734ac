"""A merged paragraph and an amendment as HTML: who asks for what, told by colour and by words."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from redline.changes.amendment import Amendment
from redline.changes.merged import MergedParagraph, Parties, Segment
from redline.text.signs import FIELD, MARK, OBJECT, TABLE

_SIGNS: Final = {
    "\t": " ",
    "\n": "<br>",
    MARK: '<span class="mark" title="new paragraph">¶</span><br>',
    OBJECT: '<span class="object" title="picture, note or formula">▢</span>',
    FIELD: "",
    TABLE: "<br>",
}


def paragraph(merged: MergedParagraph, *, classes: Mapping[str, str], shown: Iterable[str] | None = None) -> str:
    """Return the inner HTML of one paragraph of the merged text.

    `classes` maps a party to its hue class ("d3"); `shown` are the parties switched on (all when None): what another
    one puts in is left out, and what only others take out stands as plain text. Colour is never the only sign: the
    codes follow each change in a `sup`.
    """
    visible = set(merged.parties) if shown is None else set(shown)
    return "".join(_segment(each, visible, classes) for each in merged.segments) + _mark(merged, visible, classes)


def amendment(found: Amendment, *, by: Parties = (), classes: Mapping[str, str] | None = None) -> str:
    """Return an amendment for a card: what goes, then what comes; `by` are its parties when they are to be told."""
    parts = []
    for tag, words in (("del", found.removed), ("ins", found.added)):
        if words:
            parts.append(_change(tag, text(words), by, () if found.tracked else by, classes or {}, bare=found.tracked))
    if found.kind == "format":
        parts += [f'<span class="format">{text(part.text)}</span>' for edit in found.edits for part in edit.content]
    if found.kind == "merge":
        parts.append(_change("del", "¶", by, (), classes or {}, bare=True))
    if found.kind == "split" and not found.added:
        parts.append(_change("ins", "¶", by, (), classes or {}, bare=True))
    return " ".join(parts) + (_codes(by, classes or {}) if by and parts else "")


def text(words: str) -> str:
    """Return flat text as HTML: escaped, breaks as <br>, objects as a neutral sign with a title."""
    return "".join(_SIGNS.get(char) or escape(char) for char in words) if _has_signs(words) else escape(words)


def _has_signs(words: str) -> bool:
    return any(sign in words for sign in _SIGNS)


def _segment(segment: Segment, shown: set[str], classes: Mapping[str, str]) -> str:
    if segment.inserted_by:
        by = _only(segment.inserted_by, shown)
        return _change("ins", text(segment.text), by, segment.untracked, classes) + _codes(by, classes) if by else ""
    words = text(segment.text)
    formatted = _only(segment.formatted_by, shown)
    if formatted:
        names, codes = _names("format", formatted, classes), escape(" ".join(formatted), quote=True)
        words = f'<span class="{names}" data-by="{codes}">{words}</span>{_codes(formatted, classes)}'
    by = _only(segment.deleted_by, shown)
    return _change("del", words, by, segment.untracked, classes) + _codes(by, classes) if by else words


def _mark(merged: MergedParagraph, shown: set[str], classes: Mapping[str, str]) -> str:
    by = _only(merged.mark_deleted_by, shown)
    return _change("del", "¶", by, (), classes) + _codes(by, classes) if by else ""


def _only(parties: Parties, shown: set[str]) -> Parties:
    return tuple(party for party in parties if party in shown)


def _change(
    tag: str, words: str, by: Parties, untracked: Parties, classes: Mapping[str, str], *, bare: bool = True
) -> str:
    hidden = not bare or any(party in untracked for party in by)
    names = _names("untracked" if hidden else "", by, classes)
    attributes = f' class="{names}"' if names else ""
    if by:
        attributes += f' data-by="{escape(" ".join(by), quote=True)}"'
    return f"<{tag}{attributes}>{words}</{tag}>"


def _names(first: str, by: Parties, classes: Mapping[str, str]) -> str:
    return " ".join(_unique([*([classes[by[0]]] if by and by[0] in classes else []), first]))


def _unique(names: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(name for name in names if name)


def _codes(by: Parties, classes: Mapping[str, str]) -> str:
    hue = f" {classes[by[0]]}" if by and by[0] in classes else ""
    return f'<sup class="by{hue}">{escape(", ".join(by))}</sup>' if by else ""
