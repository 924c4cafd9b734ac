"""The mark that a hand-out carries: which base it is, in a custom property that word processors keep when they save.

The property is a hint, never a proof: a proposal is still compared, word for word, with the base it names.
(ECMA-376 Part 1 §22.3, custom file properties; Part 2 for the package.)
"""

import re
from typing import Final

from redline.opc import BadFile, Package, read_package

NAME: Final = "Accord base"
_PART: Final = "docProps/custom.xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
# The one format identifier the standard gives to user-defined properties.
_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_EMPTY: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}"/>'
)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def mark(data: bytes, sha256: str) -> bytes:
    """Return the file with the mark of the base `sha256`; the same file and mark give the same bytes."""
    package = read_package(data)
    root = package.edit(_custom_part(package))
    for each in list(root):
        if each.get("name") == NAME:
            root.remove(each)
    numbers = [int(each.get("pid") or 1) for each in root if isinstance(each.tag, str)]
    attributes = {"fmtid": _FORMAT, "pid": str(max([1, *numbers]) + 1), "name": NAME}
    entry = root.makeelement(f"{{{_PROPERTIES}}}property", attributes)
    value = root.makeelement(f"{{{_VALUES}}}lpwstr", {})
    value.text = sha256
    entry.append(value)
    root.append(entry)
    return package.to_bytes()


def marked(data: bytes) -> str:
    """Return the SHA-256 of the base that the file says it comes from; "" when it says nothing we can read."""
    try:
        package = read_package(data)
        for part in package.related("", "custom-properties"):
            for each in package.tree(part):
                if isinstance(each.tag, str) and each.get("name") == NAME:
                    return _only_sha256("".join(str(piece) for piece in each.itertext()).strip())
    except BadFile:
        return ""
    return ""


def _only_sha256(said: str) -> str:
    return said if _SHA256.fullmatch(said) else ""


def _custom_part(package: Package) -> str:
    there = package.related("", "custom-properties")
    if there:
        return there[0]
    name = package.add_part(_PART, _EMPTY.encode(), _TYPE)
    package.add_relationship("", "custom-properties", name)
    return name
