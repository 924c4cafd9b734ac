"""A package written from its parts alone: same parts, same bytes."""

import io
import zipfile
from collections.abc import Mapping


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return a zip archive of these members, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            archive.writestr(info, text.encode(), compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
