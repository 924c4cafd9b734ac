"""The zip around a Word file, read without trusting a word it says about itself (APPNOTE 6.3; ECMA-376-2 §10.2)."""

import codecs
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from accord.library.providers.guard import limits
from accord.library.providers.guard.finding import RefusedFileError

CONTENT_TYPES = "[Content_Types].xml"
_LOCAL = struct.Struct("<4s5H3I2H")
_END = struct.Struct("<4s4H2IH")
# Encrypted (0), patched data (5), strong encryption (6) and masked headers (13).
_ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
_PATCHED_FLAG = 0x0020
_CHUNK = 256 * 1024
# The code page of old member names is loaded now: the examining process can open nothing later.
codecs.lookup("cp437")


def read(data: bytes) -> dict[str, bytes]:
    """Return the members of an Office package by name, each inflated under count.

    Raises RefusedFileError for whatever no word processor writes.
    """
    _check_end(data)
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, OverflowError, RuntimeError) as error:
        raise RefusedFileError("broken", str(error)) from error
    if CONTENT_TYPES not in {entry.filename for entry in entries}:
        raise RefusedFileError("unknown_kind", "a zip archive, but no Office file")
    _check_names(entries)
    spans = sorted((*_span(data, entry), entry.filename) for entry in entries)
    if spans[0][0]:
        raise RefusedFileError("bad_package", "something stands before the package")
    for (_, end, name), (start, _, other) in pairwise(spans):
        if start < end:
            raise RefusedFileError("bad_package", f"{name} and {other} overlap")
    return dict(_members(data, entries))


def _check_end(data: bytes) -> None:
    position = data.rfind(b"PK\x05\x06")
    if position < 0 or position + _END.size > len(data):
        raise RefusedFileError("broken", "no end of central directory")
    _, disk, start_disk, here, total, _, _, comment = _END.unpack_from(data, position)
    if disk or start_disk or here != total:
        raise RefusedFileError("bad_package", "several disks")
    if position + _END.size + comment != len(data):
        raise RefusedFileError("bad_package", "something follows the package")
    if total > limits.ENTRIES:
        raise RefusedFileError("too_much", f"{total} entries")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        # `orig_filename` is what stands in the file: zipfile cuts `filename` at a zero byte.
        name = entry.orig_filename
        key = unicodedata.normalize("NFC", name).casefold().rstrip("/")
        if key in seen:
            raise RefusedFileError("bad_package", f"two members called {name}")
        seen.add(key)
        _check_name(name)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise RefusedFileError("bad_package", f"{name} is a link")


def _check_name(name: str) -> None:
    segments = name.rstrip("/").split("/")
    if not name or len(name) > 250 or name.startswith("/") or "\\" in name or ":" in segments[0]:
        raise RefusedFileError("bad_package", f"name {name!r}")
    if any(segment in {"", ".", ".."} for segment in segments):
        raise RefusedFileError("bad_package", f"name {name!r}")
    if any(unicodedata.category(character) == "Cc" for character in name):
        raise RefusedFileError("bad_package", f"name {name!r}")


def _span(data: bytes, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Return where the member's local header starts and its data end."""
    return entry.header_offset, _data_start(data, entry) + entry.compress_size


def _data_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return where the compressed bytes start, after checking that the local header says what the directory says."""
    offset, name = entry.header_offset, entry.orig_filename
    if offset < 0 or offset + _LOCAL.size > len(data):
        raise RefusedFileError("broken", f"{name} lies outside the file")
    magic, _, flags, method, _, _, _, _, _, name_length, extra_length = _LOCAL.unpack_from(data, offset)
    if magic != b"PK\x03\x04":
        raise RefusedFileError("broken", f"{name} has no local header")
    if (flags | entry.flag_bits) & _ENCRYPTED_FLAGS:
        raise RefusedFileError("encrypted", name)
    if method not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or method != entry.compress_type:
        raise RefusedFileError("bad_package", f"{name} is compressed by method {method}")
    raw = data[offset + _LOCAL.size : offset + _LOCAL.size + name_length]
    if raw.decode("utf-8" if flags & 0x800 else "cp437", "replace") != name or flags & _PATCHED_FLAG:
        raise RefusedFileError("bad_package", f"{name} is called otherwise inside")
    return offset + _LOCAL.size + int(name_length) + int(extra_length)


def _members(data: bytes, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    left = limits.PACKAGE
    for entry in entries:
        content = _inflated(data, entry, min(left, limits.PART))
        left -= len(content)
        if entry.filename.endswith("/") and content:
            raise RefusedFileError("bad_package", f"{entry.filename} is a folder with content")
        yield entry.filename, content


def _inflated(data: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    start = _data_start(data, entry)
    packed = memoryview(data)[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise RefusedFileError("broken", f"{entry.filename} is cut off")
    content = bytes(packed) if entry.compress_type == zipfile.ZIP_STORED else inflate(packed, most, -15)
    if len(content) > most:
        raise RefusedFileError("too_much", entry.filename)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise RefusedFileError("broken", f"{entry.filename} is not what its sum says")
    return content


def inflate(packed: bytes | memoryview, most: int, window: int) -> bytes:
    """Return the inflated bytes, refusing (`too_much`) as soon as they are more than `most`.

    `window` is zlib's: -15 for a zip member, 15 where a zlib header stands before.
    """
    engine, out, size = zlib.decompressobj(window), [], 0
    rest: bytes | memoryview = packed
    try:
        while not engine.eof:
            chunk = engine.decompress(rest, _CHUNK)
            rest = engine.unconsumed_tail
            size += len(chunk)
            if size > most:
                raise RefusedFileError("too_much", "grows when opened")
            out.append(chunk)
            if not rest and not chunk:
                break
    except zlib.error as error:
        raise RefusedFileError("broken", str(error)) from error
    return b"".join(out)
