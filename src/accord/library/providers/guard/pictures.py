"""How many pixels a picture claims, from its header alone: nothing is decoded."""

import struct

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
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack_from(">2I", data, 16)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return struct.unpack_from("<2H", data, 6)
        if data.startswith(b"BM"):
            width, height = struct.unpack_from("<2i", data, 18)
            return abs(width), abs(height)
        if data.startswith((b"II*\0", b"MM\0*")):
            return _tiff(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"RIFF") and data[8:16] == b"WEBPVP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    except struct.error:
        return 0, 0
    return 0, 0


def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    while data[position] == 0xFF if position < len(data) else False:
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
