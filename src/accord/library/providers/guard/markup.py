"""One XML part, read once as a stream: no declarations, bounded depth, and its fields and scripts looked at."""

from xml.parsers import expat

from accord.library.providers.guard import limits
from accord.library.providers.guard.fields import Fields
from accord.library.providers.guard.finding import RefusedFileError

# OPC allows UTF-8 and UTF-16 only (ECMA-376-2 §9.1.7); plain ASCII is a part of the first.
_ENCODINGS = {"utf-8", "utf-16", "utf8", "us-ascii", "ascii"}
_OBJECTS = {"OLEObject": "embedded_file", "altChunk": "embedded_file", "control": "active_content"}


class _Reader:
    """Follows one part; `elements` collects the elements asked for with their attributes."""

    def __init__(self, name: str, wanted: frozenset[str]) -> None:
        self.name = name
        self.wanted = wanted
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.depth = 0
        self.local: dict[str, str] = {}
        self.fields = Fields(name)
        self.in_instruction = False

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise RefusedFileError("bad_package", f"{self.name} is in {encoding}")

    def doctype(self, *_what: object) -> None:
        raise RefusedFileError("doctype", self.name)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > limits.DEPTH or len(attributes) > limits.ATTRIBUTES:
            raise RefusedFileError("too_deep", self.name)
        local = self.local.get(name)
        if local is None:
            local = self.local[name] = name.rpartition(":")[2]
        if local in self.wanted:
            self.elements.append((local, {key.rpartition(":")[2]: value for key, value in attributes.items()}))
        if local in _WATCHED:
            self._watch(local, attributes)

    def _watch(self, local: str, attributes: dict[str, str]) -> None:
        if local in _OBJECTS:
            raise RefusedFileError(_OBJECTS[local], f"{local} in {self.name}")
        if local == "script":
            raise RefusedFileError("active_content", f"script in {self.name}")
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if local == "fldSimple":
            self.fields.whole(plain.get("instr", ""))
        elif local == "fldChar":
            self.fields.mark(plain.get("fldCharType", ""))
        else:
            self.in_instruction = True

    def end(self, _name: str) -> None:
        self.depth -= 1
        self.in_instruction = False

    def text(self, data: str) -> None:
        if self.in_instruction:
            self.fields.add(data)


_WATCHED = frozenset({*_OBJECTS, "script", "fldSimple", "fldChar", "instrText", "delInstrText"})


def read(name: str, data: bytes, wanted: frozenset[str] = frozenset()) -> list[tuple[str, dict[str, str]]]:
    """Read the part `name`; return the elements wanted as (local name, attributes by local name).

    Raises RefusedFileError: `doctype`, `too_deep`, `broken`, `bad_package`, `live_field`, `embedded_file`,
    `active_content`.
    """
    reader = _Reader(name, wanted)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.XmlDeclHandler = reader.declaration
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise RefusedFileError("broken", f"{name}: {error}") from error
    reader.fields.finish()
    return reader.elements
