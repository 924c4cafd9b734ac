"""What commands read and write; everything that goes wrong with a file is one line for the person at the keyboard."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import redline
from redline.opc import BadFile, read_package

_Result = TypeVar("_Result")


class BadInputError(Exception):
    """What the person at the keyboard can put right; shown as one line."""


def tried(act: Callable[[], _Result], *paths: str) -> _Result:
    """Return what the act gives; a bad file among those it was given becomes one line that names it."""
    try:
        return act()
    except BadFile as error:
        raise BadInputError(f"{_culprit(paths) or paths[-1]}: {error.sentence}") from error
    except KeyError as error:
        raise BadInputError(f"{paths[-1]}: no amendment {error.args[0]} waits in this file") from error
    except ValueError as error:
        raise BadInputError(f"{paths[-1]}: {error}") from error


def _culprit(paths: Iterable[str]) -> str | None:
    for path in paths:
        try:
            read_package(read(path))
        except BadFile:
            return path
    return None


def read(path: str) -> bytes:
    """Return the bytes of a file."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BadInputError(f"{path}: {error.strerror or error}") from error


def base(path: str) -> bytes:
    """Return the bytes of a base, which must not hold changes that nobody has decided on (pitfall 23)."""
    data = read(path)
    waiting = tried(lambda: redline.pending(data), path)
    if waiting:
        changes = counted(waiting, "undecided change")
        raise BadInputError(f"{path}: a base cannot hold {changes}; use redline accept or redline reject first")
    return data


def write(path: str, data: bytes) -> None:
    """Write a file."""
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise BadInputError(f"{path}: {error.strerror or error}") from error


def sources(arguments: Iterable[str]) -> dict[str, str]:
    """Return file by code: "AG=some/file.docx", or a path whose name begins with the code and an underscore."""
    found: dict[str, str] = {}
    for argument in arguments:
        code, equals, path = argument.partition("=")
        if not equals or "/" in code or "\\" in code:
            path = argument
            code = Path(path).stem.partition("_")[0]
        if code in found:
            raise BadInputError(f"two files for {code}: {found[code]} and {path}")
        found[code] = path
    return found


def pairs(path: str, example: str) -> Mapping[str, str]:
    """Return what a file says, as a JSON object or line by line, `example` being such a line."""
    wrong = BadInputError(f"{path}: neither a JSON object nor lines like {example}")
    try:
        written = read(path).decode("utf-8-sig")
        if written.lstrip().startswith("{"):
            return {str(code): str(name) for code, name in json.loads(written).items()}
    except ValueError as error:
        raise wrong from error
    found = [line.partition("=") for line in written.splitlines() if line.strip()]
    if not all(equals for _, equals, _ in found):
        raise wrong
    return {code.strip(): name.strip() for code, _, name in found}


def counted(number: int, noun: str) -> str:
    """Return "1 proposal", "2 proposals"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
