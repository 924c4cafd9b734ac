"""Fields of a Word file that fetch or run something when opened (ECMA-376-1 §17.16; DDE in MS-OI29500 §2.1.537)."""

import re

from accord.library.providers.guard.finding import RefusedFileError

_LIVE = {"DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "DATABASE", "RD"}
_DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_LONGEST = 100_000
_DEEPEST = 64


class Fields:
    """Follows the complex fields of one part: instructions come cut over runs and nested, and are pieced together."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.open: list[list[str]] = []
        self.size = 0

    def mark(self, kind: str) -> None:
        """Take note of a field's begin or end; its result (after "separate") holds no instruction of its own."""
        if kind == "begin":
            if len(self.open) >= _DEEPEST:
                raise RefusedFileError("too_deep", f"fields in {self.part}")
            self.open.append([])
        elif kind == "end" and self.open:
            said = "".join(self.open.pop())
            self.whole(said)
            if self.open:
                self.open[-1].append(_value(said))

    def add(self, text: str) -> None:
        """Take note of a piece of instruction, inside a field or astray."""
        self.size += len(text)
        if self.open and self.size < _LONGEST * 100:
            self.open[-1].append(text)
        else:
            self.whole(text)

    def whole(self, instruction: str) -> None:
        """Refuse a live instruction, `live_field`."""
        words = instruction[:_LONGEST].split(maxsplit=1)
        name = words[0].strip('"').upper() if words else ""
        if name in _LIVE or (name != "HYPERLINK" and _DDE.search(instruction[:_LONGEST])):
            raise RefusedFileError("live_field", f"{name} in {self.part}")

    def finish(self) -> None:
        """Look at what was begun and never ended: Word looks at it too."""
        while self.open:
            self.mark("end")


def _value(instruction: str) -> str:
    """Return what a nested QUOTE of character codes comes to: it has been used to hide the name of the outer field."""
    words = instruction.split()
    if not words or words[0].upper() != "QUOTE":
        return " "
    codes = [word for word in words[1:] if word.isdigit() and int(word) < 0x110000]
    return "".join(chr(int(code)) for code in codes) or " ".join(words[1:])
