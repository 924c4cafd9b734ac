"""Members of a zip archive, unpacked with limits and without trust in what its headers say."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from redline.opc.errors import BadFile
from redline.opc.limits import Limits

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK: Final = 1 << 18
_ENCRYPTED_FLAGS: Final = 0x1 | 0x40
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCAL_HEADER: Final = 30


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: its normalised name, its bytes, and whether it was deflated."""

    name: str
    data: bytes
    deflated: bool


def members(data: bytes, limits: Limits) -> tuple[Member, ...]:
    """All files of the archive in their order; BadFile when it is no archive, or one that no program writes."""
    _check_signature(data, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = _checked(archive.infolist(), limits)
            return tuple(_unpacked(archive, infos, limits))
    except BadFile:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise BadFile("broken", str(error)) from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadFile("unsafe", str(error)) from error
    except (ValueError, OverflowError, IndexError, LookupError) as error:  # what zipfile lets through on fuzzed headers
        raise BadFile("broken", str(error)) from error


def _check_signature(data: bytes, limits: Limits) -> None:
    if not data:
        raise BadFile("empty")
    if len(data) > limits.packed:
        raise BadFile("too_large", f"{len(data)} bytes")
    if data.startswith(_OLE):
        raise BadFile(_ole_kind(data))
    if not data.startswith(b"PK"):
        raise BadFile("not_zip")


def _ole_kind(data: bytes) -> str:
    """Which kind of OLE2 compound file this is, by the names in its directory ([MS-CFB] 2.6.1)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "legacy_doc" if "WordDocument".encode("utf-16-le") in data else "not_word"


def _checked(infos: list[zipfile.ZipInfo], limits: Limits) -> list[tuple[str, zipfile.ZipInfo]]:
    if len(infos) > limits.members:
        raise BadFile("too_large", f"{len(infos)} members")
    _refuse_overlaps(infos)
    named = [(_safe_name(info), info) for info in infos]
    named = [(name, info) for name, info in named if not name.endswith("/")]
    seen: set[str] = set()
    for name, _ in named:
        if name.lower() in seen:
            raise BadFile("unsafe", f"two members are called {name}")
        seen.add(name.lower())
    return named


def _safe_name(info: zipfile.ZipInfo) -> str:
    """Return the member's name with forward slashes; some producers write backslashes or a leading slash."""
    if info.flag_bits & _ENCRYPTED_FLAGS:
        raise BadFile("encrypted", info.filename)
    if info.compress_type not in _METHODS or stat.S_ISLNK(info.external_attr >> 16):
        raise BadFile("unsafe", info.filename)
    name = info.filename.replace("\\", "/").lstrip("/")
    if not name or ".." in name.split("/") or ":" in name or "\0" in name:
        raise BadFile("unsafe", f"a member is called {info.filename!r}")
    return name


def _refuse_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    """Two members that share bytes are how a small file unpacks to a huge one."""
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            raise BadFile("unsafe", f"{info.filename} overlaps another member")
        end = info.header_offset + _LOCAL_HEADER + info.compress_size


def _unpacked(archive: zipfile.ZipFile, infos: list[tuple[str, zipfile.ZipInfo]], limits: Limits) -> Iterator[Member]:
    left = limits.total
    for name, info in infos:
        data = _read(archive, info, left, limits)
        left -= len(data)
        yield Member(name, data, info.compress_type == zipfile.ZIP_DEFLATED)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, limits: Limits) -> bytes:
    """Return the member's bytes, counted as they come: the size in the header is a claim, not a fact."""
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left or (size > limits.ratio_from and size > limits.ratio * max(info.compress_size, 1)):
                raise BadFile("too_large", info.filename)
            chunks.append(chunk)
    return b"".join(chunks)
