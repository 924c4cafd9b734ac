"""How many pixels a picture claims, from its header alone: nothing is decoded."""

import struct
from collections.abc import Callable

from accord.library.providers.guard import limits
from accord.library.providers.guard.finding import RefusedFileError

_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def check(name: str, data: bytes) -> None:
    """Refuse (`huge_image`) a picture of more pixels than limits.PIXELS; what is no known picture passes."""
    width, height = size(data)
    if width * height > limits.PIXELS:
        raise RefusedFileError("huge_image", f"{name}: {width} x {height}")


def size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels as the header says, (0, 0) when it is no PNG, GIF, BMP, WebP, TIFF or JPEG."""
    for magic, measure in _MEASURES.items():
        if data.startswith(magic):
            try:
                return measure(data)
            except struct.error:
                return 0, 0
    return 0, 0


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">2I", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<2H", data, 6)
    return width, height


def _bmp(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<2i", data, 18)
    return abs(width), abs(height)


def _webp(data: bytes) -> tuple[int, int]:
    if data[8:16] != b"WEBPVP8X":
        return 0, 0
    return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")


def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    while data[position : position + 1] == b"\xff":
        marker, length = data[position + 1 : position + 2], struct.unpack_from(">H", data, position + 2)[0]
        if marker and marker[0] in _JPEG_FRAMES:
            height, width = struct.unpack_from(">2H", data, position + 5)
            return width, height
        position += 1 if marker == b"\xff" else 2 + max(length, 2)
    return 0, 0


def _tiff(data: bytes) -> tuple[int, int]:
    order = "<" if data[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, start)
    found = {0x100: 0, 0x101: 0}
    for number in range(min(count, 64)):
        tag, kind, _, value = struct.unpack_from(f"{order}2H2I", data, start + 2 + 12 * number)
        if tag in found:
            found[tag] = value if kind == 4 else struct.unpack_from(f"{order}H", data, start + 2 + 12 * number + 8)[0]
    return found[0x100], found[0x101]


_MEASURES: dict[bytes, Callable[[bytes], tuple[int, int]]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
    b"BM": _bmp,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
    b"\xff\xd8": _jpeg,
    b"RIFF": _webp,
}
