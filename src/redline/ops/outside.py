"""Changes of a file that are not among its amendments: named, so that nothing is lost in silence."""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import W, m, w
from redline.oxml.revisions import count, revisions

_STORIES: Final = {"header": "headers", "footer": "footers", "footnotes": "footnotes", "endnotes": "endnotes"}
_PREFIX: Final = b"<w:"
_NAMED: Final = {
    b"cellIns": "table cells",
    b"cellDel": "table cells",
    b"cellMerge": "table cells",
    b"pPrChange": "paragraph formatting",
    b"sectPrChange": "sections",
    b"tblPrChange": "table formatting",
    b"tblPrExChange": "table formatting",
    b"tblGridChange": "table formatting",
    b"trPrChange": "table formatting",
    b"tcPrChange": "table formatting",
    b"numberingChange": "numbering",
}


def outside(package: Package) -> tuple[str, ...]:
    """Return where else in the file tracked changes stand, in words for a person, sorted."""
    return tuple(sorted({*_in_main_part(package), *_in_other_parts(package)}))


def _in_other_parts(package: Package) -> Iterator[str]:
    for kind, name in _STORIES.items():
        if any(count(package.tree(part)) for part in package.related(package.main, kind)):
            yield name


def _in_main_part(package: Package) -> Iterator[str]:
    data = package.part(package.main)
    root = package.tree(package.main)
    # A file that binds the usual namespace to another prefix is looked through element by element.
    usual = root.nsmap.get("w") == W
    for name, words in _NAMED.items():
        if _PREFIX + name in data if usual else next(root.iter(w(name.decode())), None) is not None:
            yield words
    if b"txbxContent" in data and any(_is_in_text_box(each.element) for each in revisions(root)):
        yield "text boxes"
    if b"ctrlPr" in data and next(_in_formulas(root), None) is not None:
        yield "formulas"


def _is_in_text_box(element: Element) -> bool:
    return next(element.iterancestors(w("txbxContent")), None) is not None


def _in_formulas(root: Element) -> Iterator[Element]:
    for formula in root.iter(m("oMath")):
        yield from formula.iter(w("ins"), w("del"))
