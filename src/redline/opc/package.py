"""A Word file as a package of named parts, parsed when asked for and written back byte for byte where untouched."""

import io
import zipfile
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import content_types, relationships
from redline.opc.errors import BadFile
from redline.opc.limits import LIMITS, Limits
from redline.opc.relationships import OFFICE, Relationship
from redline.opc.unzip import Member, members
from redline.opc.xml import parse, serialise, transitional

_TIMESTAMP: Final = (1980, 1, 1, 0, 0, 0)
_XML_ENDINGS: Final = (".xml", ".rels")


def read_package(data: bytes, limits: Limits = LIMITS) -> "Package":
    """Return the package of a Word file (.docx or .dotx); BadFile when the bytes are anything else.

    Files of the Strict conformance class are read with their names mapped to the Transitional ones. XML parts are
    parsed when first asked for; the main part is parsed here, so that what is returned has a body to read.
    """
    found = members(data, limits)
    package = Package([_plain(member) for member in found], limits)
    package.check_is_word()
    return package


def _plain(member: Member) -> Member:
    if not member.name.lower().endswith(_XML_ENDINGS):
        return member
    return Member(member.name, transitional(member.data), member.deflated)


class Package:
    """The parts of one file by name ("word/document.xml", no leading slash; names are matched without regard to case).

    `tree` is for reading; `edit` gives the same tree and has it written back by `to_bytes`.
    """

    def __init__(self, parts: list[Member], limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._parts = {member.name: member for member in parts}
        self._names = {member.name.lower(): member.name for member in parts}
        self._trees: dict[str, Element] = {}
        self._edited: set[str] = set()
        self._relationships: dict[str, list[Relationship]] = {}
        self._related_anew: set[str] = set()
        if not self.has(content_types.PART):
            raise BadFile("not_word", "no content types")
        self._types = content_types.ContentTypes(self.part(content_types.PART), limits)
        self.main = self._find_main()

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in the order of the file."""
        return tuple(self._parts)

    def has(self, name: str) -> bool:
        """Whether the package holds this part."""
        return name.lower() in self._names

    def part(self, name: str) -> bytes:
        """Return the bytes of a part as they are now; KeyError when there is none of this name."""
        key = self._names[name.lower()]
        return serialise(self._trees[key]) if key in self._edited else self._parts[key].data

    def content_type(self, name: str) -> str:
        """Return the content type of a part, "" when none is declared."""
        return self._types.of(name)

    def tree(self, name: str) -> Element:
        """Return the root element of an XML part, for reading; parsed once."""
        key = self._names[name.lower()]
        if key not in self._trees:
            self._trees[key] = parse(self._parts[key].data, key, self._limits)
        return self._trees[key]

    def edit(self, name: str) -> Element:
        """Return the root element of an XML part, to be changed: `to_bytes` writes it anew."""
        root = self.tree(name)
        self._edited.add(self._names[name.lower()])
        return root

    def set_part(self, name: str, data: bytes) -> None:
        """Replace the bytes of a part that is there."""
        key = self._names[name.lower()]
        self._parts[key] = Member(key, data, deflated=True)
        self._trees.pop(key, None)
        self._edited.discard(key)

    def settled(self) -> "Package":
        """Take every part that was changed for one that was read so; returns the package itself."""
        for key in self._edited:
            self._parts[key] = Member(key, self.part(key), deflated=True)
        self._edited.clear()
        return self

    def twin(self, name: str) -> "Package":
        """Return a package of the same parts as they were when read or set; only the tree of one part is common."""
        found = Package(list(self._parts.values()), self._limits)
        found._trees[self._names[name.lower()]] = self.tree(name)
        found._edited.add(self._names[name.lower()])
        return found

    def add_part(self, name: str, data: bytes, content_type: str) -> str:
        """Add a part; when the name is taken, a number is put before its extension. Returns the name given."""
        stem, dot, extension = name.rpartition(".")
        number, free = 0, name
        while self.has(free):
            number += 1
            free = f"{stem}{number}{dot}{extension}"
        self._parts[free] = Member(free, data, deflated=True)
        self._names[free.lower()] = free
        self._types.declare(free, content_type)
        return free

    def remove_part(self, name: str) -> None:
        """Take a part out with its own relationships; those that point at it are the caller's to remove."""
        key = self._names.pop(name.lower())
        del self._parts[key]
        self._trees.pop(key, None)
        self._edited.discard(key)
        self._relationships.pop(key, None)
        self._related_anew.discard(key)
        beside = relationships.part_of(key)
        if self.has(beside):
            self.remove_part(beside)

    def relationships(self, source: str) -> tuple[Relationship, ...]:
        """Return the relationships of a part ("" for those of the package itself), in their order."""
        return tuple(self._related(source))

    def related(self, source: str, kind: str) -> tuple[str, ...]:
        """Return the parts that `source` points at by a relationship whose type ends in `/kind`, and that are there."""
        suffix = f"/{kind}"
        found = (each for each in self._related(source) if each.type.endswith(suffix) and not each.external)
        return tuple(self._names[each.target.lower()] for each in found if self.has(each.target))

    def add_relationship(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """Point from `source` at a part (or an outside address); returns the new rId.

        `kind` is the last word of an Office relationship type ("comments", "image") or a full type address.
        """
        listed = self._related(source)
        full = kind if "/" in kind else OFFICE + kind
        written = target if external else relationships.relative(source, target)
        listed.append(Relationship(relationships.free_id(listed), full, target, external, written))
        self._related_anew.add(source)
        return listed[-1].id

    def remove_relationship(self, source: str, relationship_id: str) -> None:
        """Take out one relationship of `source`; nothing happens when it is not there."""
        self._relationships[source] = [each for each in self._related(source) if each.id != relationship_id]
        self._related_anew.add(source)

    def to_bytes(self) -> bytes:
        """Return the file: members in their original order, then the added ones; same content, same bytes."""
        self._flush_relationships()
        if self._types.changed:
            self.set_part(content_types.PART, self._types.to_bytes())
            self._types.changed = False
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, member in self._parts.items():
                info = zipfile.ZipInfo(name, _TIMESTAMP)
                info.create_system = 0
                method = zipfile.ZIP_DEFLATED if member.deflated else zipfile.ZIP_STORED
                archive.writestr(info, self.part(name), compress_type=method, compresslevel=6)
        return buffer.getvalue()

    def check_is_word(self) -> None:
        """Raise BadFile unless the main part is that of a Word document without macros, with a readable body."""
        kind = self.content_type(self.main)
        if self._types.has_macros():
            raise BadFile("macros")
        if kind not in content_types.MAIN:
            raise BadFile("not_word", f"the main part is {kind or 'undeclared'}")
        root = self.tree(self.main)
        if not (isinstance(root.tag, str) and root.tag.endswith("/wordprocessingml/2006/main}document")):
            raise BadFile("not_word", f"the main part holds {root.tag}")
        body = next((each for each in root if isinstance(each.tag, str) and each.tag.endswith("}body")), None)
        if body is None:
            raise BadFile("broken", "the document has no body")
        if next(body.iter("{*}p"), None) is None:
            # Word shows an empty body as one empty paragraph, in which one can write.
            body.insert(0, body.makeelement(body.tag.replace("}body", "}p")))

    def _find_main(self) -> str:
        found = self.related("", "officeDocument")
        if not found:
            raise BadFile("not_word", "no main part")
        return found[0]

    def _related(self, source: str) -> list[Relationship]:
        if source not in self._relationships:
            name = relationships.part_of(source)
            data = self.part(name) if self.has(name) else b""
            self._relationships[source] = relationships.read(source, data, self._limits) if data else []
        return self._relationships[source]

    def _flush_relationships(self) -> None:
        for source in sorted(self._related_anew):
            name = relationships.part_of(source)
            data = relationships.write(self._relationships[source])
            if self.has(name):
                self.set_part(name, data)
            else:
                kind = "application/vnd.openxmlformats-package.relationships+xml"
                self.add_part(name, data, kind)
        self._related_anew.clear()
