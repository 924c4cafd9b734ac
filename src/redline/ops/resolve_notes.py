"""Notes and comments whose reference went out with the text around it (pitfall 10)."""

from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import W14, W15, w
from redline.oxml.stories import stories

_NOTES: Final = {
    "footnotes": (w("footnote"), w("footnoteReference")),
    "endnotes": (w("endnote"), w("endnoteReference")),
    "comments": (w("comment"), w("commentReference")),
}
_PARA_ID: Final = f"{{{W14}}}paraId"
_EXTENDED: Final = {
    "commentsExtended": f"{{{W15}}}paraId",
    "commentsIds": "{http://schemas.microsoft.com/office/word/2016/wordml/cid}paraId",
}


def remove_unreferenced(package: Package, references: set[tuple[str, str]]) -> None:
    """Take out the notes and comments in `references` ((part kind, id)) that nothing refers to any more."""
    if not references:
        return
    roots = {name: package.tree(name) for name in stories(package)}
    for kind, (note, reference) in _NOTES.items():
        gone = {identity for each, identity in references if each == kind}
        gone -= {each.get(w("id"), "") for root in roots.values() for each in root.iter(reference)}
        for name in package.related(package.main, kind) if gone else ():
            _remove_notes(package, name, note, gone)
        if kind == "comments" and gone:
            _remove_comment_ranges(package, roots, gone)


def _remove_notes(package: Package, name: str, note: str, gone: set[str]) -> None:
    root = package.edit(name)
    found = [each for each in root.iterchildren(note) if each.get(w("id")) in gone]
    ids = {identity for each in found for p in each.iter(w("p")) if (identity := p.get(_PARA_ID))}
    for each in found:
        root.remove(each)
    for kind, attribute in _EXTENDED.items():
        for extended in package.related(package.main, kind) if ids else ():
            _remove_extended(package.edit(extended), attribute, ids)


def _remove_extended(root: Element, attribute: str, ids: set[str]) -> None:
    for entry in [each for each in root if each.get(attribute) in ids]:
        root.remove(entry)


def _remove_comment_ranges(package: Package, roots: dict[str, Element], gone: set[str]) -> None:
    for name, root in roots.items():
        markers = [
            each for each in root.iter(w("commentRangeStart"), w("commentRangeEnd")) if each.get(w("id")) in gone
        ]
        for marker in markers:
            package.edit(name)
            parent = marker.getparent()
            if parent is not None:
                parent.remove(marker)
