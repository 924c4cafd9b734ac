"""Content types: what each part of the package is (ECMA-376 Part 2 §10.1.2)."""

from typing import Final

from lxml import etree

from redline.opc.limits import Limits
from redline.opc.xml import parse, serialise

PART: Final = "[Content_Types].xml"
_NS: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN: Final = frozenset({f"{_WORD}document.main+xml", f"{_WORD}template.main+xml"})


class ContentTypes:
    """The table of [Content_Types].xml: types by part name, else by extension."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._root = parse(data, PART, limits)
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        self.changed = False
        for element in self._root.iterchildren(f"{{{_NS}}}Default", f"{{{_NS}}}Override"):
            kind = element.get("ContentType", "")
            if (extension := element.get("Extension")) is not None:
                self._defaults[extension.lower()] = kind
            else:
                self._overrides[element.get("PartName", "").lstrip("/").lower()] = kind

    def of(self, name: str) -> str:
        """Return the content type of the part, "" when none is declared."""
        lower = name.lower()
        return self._overrides.get(lower) or self._defaults.get(lower.rpartition(".")[2], "")

    def declare(self, name: str, kind: str) -> None:
        """Say that the part `name` is of this content type."""
        if self.of(name) == kind:
            return
        self._overrides[name.lower()] = kind
        etree.SubElement(self._root, f"{{{_NS}}}Override", PartName=f"/{name}", ContentType=kind)
        self.changed = True

    def has_macros(self) -> bool:
        """Whether any part is declared to hold macros."""
        kinds = (*self._defaults.values(), *self._overrides.values())
        return any("macroEnabled" in kind or kind == "application/vnd.ms-office.vbaProject" for kind in kinds)

    def to_bytes(self) -> bytes:
        """Return the bytes of [Content_Types].xml."""
        return serialise(self._root)
