"""The parts of a package that hold text: the body, headers and footers, notes, comments."""

from typing import Final

from redline.opc import Package

_STORIES: Final = ("header", "footer", "footnotes", "endnotes", "comments")
_DEFINITIONS: Final = ("styles", "numbering")


def stories(package: Package) -> tuple[str, ...]:
    """Return the names of the parts with text, the main part first; the glossary document with its own comes last."""
    found = [package.main, *_beside(package, package.main, _STORIES)]
    for glossary in package.related(package.main, "glossaryDocument"):
        found += [glossary, *_beside(package, glossary, _STORIES)]
    return tuple(dict.fromkeys(found))


def parts_with_changes(package: Package) -> tuple[str, ...]:
    """Return the stories and, since formatting of styles and lists can be tracked too, their definitions."""
    return tuple(dict.fromkeys([*stories(package), *_beside(package, package.main, _DEFINITIONS)]))


def _beside(package: Package, source: str, kinds: tuple[str, ...]) -> list[str]:
    return [name for kind in kinds for name in package.related(source, kind)]
