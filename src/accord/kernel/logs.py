"""What the server says to its operator: one line per request and per task, with nobody's name, address or secret in it.

A sentence of ours is written out. A sentence of somebody else's library is written without its values, because nobody
here knows what they are; of an error the kind and the places are written, not its words. ACCORD_LOG_PERSONAL=1 lifts
that.
"""

import ipaddress
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

OURS: Final = ("accord", "redline")
PLACES: Final = 12
# The last net, under everything that is written: e-mail addresses, IP addresses (4 and 6), long secrets.
MAIL: Final = re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"'(),;:]+")
COMPUTER: Final = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}[:.]){2,7}[0-9A-Fa-f.]{0,15}(?![\w:])")
SECRET: Final = re.compile(r"(?<![\w-])[\w-]{32,}(?![\w-])")


class Lines(logging.Formatter):
    """Writes each event as one line of JSON: at, level, area, said, then the event's own fields."""

    def __init__(self, *, personal: bool = False) -> None:
        super().__init__()
        self.personal = personal

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(self.event(record), ensure_ascii=False, default=str)

    def event(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return what is written of the event, hidden what must be."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, Any] = {
            "at": at,
            "level": record.levelname.lower(),
            "area": record.name,
            "said": self.sentence(record),
        }
        fields = {**vars(record).get("fields", {}), **_of_request(record)}
        said |= {name: self.shown(value) for name, value in fields.items()}
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = self.error(record.exc_info[1])
        return said

    def sentence(self, record: logging.LogRecord) -> str:
        """Return the sentence; without its values when it is not ours, and not at all when it is an error's words."""
        if record.name.split(".")[0] in OURS or self.personal:
            text = record.getMessage()
        else:
            text = "A library met an error." if record.exc_info else str(record.msg)
        return str(self.shown(text.replace("\n", " ")))

    def shown(self, value: Any) -> Any:
        """Return a value as it may be written; numbers as they are."""
        return value if self.personal or not isinstance(value, str) else hidden(value)

    def error(self, error: BaseException) -> dict[str, Any]:
        """Return the kinds of the error and of those that led to it, and the innermost places of the code."""
        told: dict[str, Any] = {"kind": " < ".join(_kinds(error)), "places": list(_places(error))[-PLACES:]}
        return told | {"words": str(error)} if self.personal else told


class Words(Lines):
    """Writes each event for somebody at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and an error's places below it."""
        said = self.event(record)
        error = said.pop("error", None)
        at, level, _area, sentence = (said.pop(name) for name in ("at", "level", "area", "said"))
        fields = " ".join(f"{name}={value}" for name, value in said.items())
        line = f"{at[11:19]} {level.upper():7} {sentence} {fields}".rstrip()
        if error is None:
            return line
        return "\n    ".join([f"{line} {error['kind']} {error.get('words', '')}".rstrip(), *error["places"]])


class Faults(logging.Filter):
    """Lets through what tells of an error: that a page answered 404 or 503 the request's own line says."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether an error stands behind the event."""
        return bool(record.exc_info)


def formatter(*, form: str, personal: bool) -> logging.Formatter:
    """Return what writes the log: ``json``, ``text``, or (empty) text on a terminal and JSON anywhere else."""
    text = form == "text" or (not form and sys.stderr.isatty())
    return Words(personal=personal) if text else Lines(personal=personal)


def hidden(text: str) -> str:
    """Return the text without e-mail addresses, IP addresses and anything that looks like a secret."""
    return SECRET.sub("[secret]", COMPUTER.sub(_ip, MAIL.sub("[address]", text)))


def _ip(found: re.Match[str]) -> str:
    """Return what is written instead; a clock (12:30:45) or a version (1.2.3) is no address."""
    try:
        ipaddress.ip_address(found[0].rstrip("."))
    except ValueError:
        return found[0]
    return "[ip]"


def _of_request(record: logging.LogRecord) -> dict[str, str]:
    """Return the number of the request that Django names beside its sentence, so that both lines are found together."""
    number = vars(vars(record).get("request")).get("accord_number") if hasattr(record, "request") else None
    return {"number": number} if number else {}


def _kinds(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield type(error).__name__
        error = error.__cause__ or error.__context__


def _places(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        parts = frame.filename.replace("\\", "/").split("/")
        yield f"{'/'.join(parts[-3:])}:{frame.lineno} {frame.name}"
