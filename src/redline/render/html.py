"""A merged paragraph and an amendment as HTML: who asks for what, told by colour and by words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from redline.changes.amendment import Amendment
from redline.changes.merged import MergedParagraph, Parties, Segment
from redline.text.signs import FIELD, MARK, OBJECT, TABLE

_SIGNS: Final = {
    "\t": " ",
    "\n": "<br>",
    MARK: '<span class="mark" data-say="new-paragraph" title="new paragraph">¶</span><br>',
    OBJECT: '<span class="object" data-say="object" title="picture, note or formula">▢</span>',
    FIELD: "",
    TABLE: "<br>",
}


def paragraph(
    merged: MergedParagraph,
    *,
    classes: Mapping[str, str],
    shown: Iterable[str] | None = None,
    untracked: str = "",
) -> str:
    """Return the inner HTML of one paragraph of the merged text.

    `classes` maps a party to its hue class ("d3"); `shown` are the parties switched on (all when None): what another
    one puts in is left out, and what only others take out stands as plain text. Colour is never the only sign: the
    codes follow each change in a `sup`, those of a replacement its second half. `untracked` is for a text with one
    party's changes alone, who need not be named: these words stand instead, behind what was not tracked. In a cell
    each paragraph is a line, and the signs of paragraphs' ends say nothing: they are left out.
    """
    visible = set(merged.parties) if shown is None else set(shown)
    in_cell, named = merged.table is not None, not untracked
    parts = [part for each in merged.segments for part in _parts(each, visible, classes, in_cell=in_cell, named=named)]
    if not in_cell:
        parts += _mark(merged, visible, classes)
    return "".join(_told(parts, classes, untracked))


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


def text(words: str, *, in_cell: bool = False) -> str:
    """Return flat text as HTML: escaped, breaks as <br>, objects as a neutral sign with a title."""
    if not any(sign in words for sign in _SIGNS):
        return escape(words)
    signs = {**_SIGNS, MARK: "<br>"} if in_cell else _SIGNS
    return "".join(signs[char] if char in signs else escape(char) for char in words)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the line: `by` whom it is changed (nobody: it stands), and whether one of them did not track it."""

    html: str
    by: Parties = ()
    hidden: bool = False
    is_change: bool = True


def _told(parts: Sequence[_Part], classes: Mapping[str, str], untracked: str) -> Iterator[str]:
    """Yield the parts, each change followed by who asks for it unless what touches it says the same."""
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        yield part.html
        said_next = following is not None and following.is_change and following.by == part.by
        if not part.by or (said_next and not (untracked and following and following.hidden != part.hidden)):
            continue
        if not untracked:
            yield _codes(part.by, classes)
        elif part.hidden:
            yield _sup(escape(untracked), part.by, classes)


def _parts(
    segment: Segment, shown: set[str], classes: Mapping[str, str], *, in_cell: bool, named: bool
) -> Iterator[_Part]:
    words = text(segment.text, in_cell=in_cell)
    tag, asking = ("ins", segment.inserted_by) if segment.inserted_by else ("del", segment.deleted_by)
    by = _only(asking, shown)
    if tag == "ins" and not by:
        return
    hidden = any(party in segment.untracked for party in by)
    formatted = () if tag == "ins" else _only(segment.formatted_by, shown)
    if formatted:
        names, codes = _names("format", formatted, classes), escape(" ".join(formatted), quote=True)
        told = escape("; ".join(_formats(segment, shown)), quote=True)
        title = f' data-say="formats" title="{told}"' if told else ""
        words = f'<span class="{names}" data-by="{codes}"{title}>{words}</span>'
        if not by:
            yield _Part(words, formatted, is_change=False)
            return
        words += _codes(formatted, classes) if named else ""
    yield _Part(_change(tag, words, by, segment.untracked, classes) if by else words, by, hidden)


def _formats(segment: Segment, shown: set[str]) -> Iterator[str]:
    """Yield who asks for which formatting of words: several may, and a Word file shows one."""
    for each in segment.formats:
        by = _only(each.parties, shown)
        if by and each.what:
            yield f"{each.what}: {', '.join(by)}"


def _mark(merged: MergedParagraph, shown: set[str], classes: Mapping[str, str]) -> Iterator[_Part]:
    by = _only(merged.mark_deleted_by, shown)
    if by:
        yield _Part(_change("del", "¶", by, (), classes), by)


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
    return _sup(escape(", ".join(by)), by, classes)


def _sup(said: str, by: Parties, classes: Mapping[str, str]) -> str:
    hue = f" {classes[by[0]]}" if by[0] in classes else ""
    return f'<sup class="by{hue}">{said}</sup>'
