"""Canonical JSON after RFC 8785, without floats: the same facts are the same bytes in every language."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

# Beyond this a reader in JavaScript would round (RFC 8785 section 3.2.2.3, RFC 7493 section 2.2).
LARGEST = 2**53 - 1


def encode(value: Any) -> bytes:
    """Return the canonical UTF-8 bytes of a value made of None, bool, int, str, sequences and string-keyed mappings.

    Raise TypeError for anything else (a float, a date), ValueError for an integer beyond 2**53 - 1 and
    UnicodeEncodeError for text that is no Unicode (a lone surrogate).
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"{value} is too large for the record: write it as text.")
            return value
        case Mapping():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("The record takes only text as the name of a value.")
            # Keys in the order of their UTF-16 code units (RFC 8785 section 3.2.3).
            return {key: _ordered(value[key]) for key in sorted(value, key=lambda name: name.encode("utf-16-be"))}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [_ordered(item) for item in value]
    raise TypeError(f"The record takes no {type(value).__name__}: write it as text or whole numbers.")
