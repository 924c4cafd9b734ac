"""The Merkle tree of RFC 6962 section 2.1: roots, inclusion and consistency proofs, from stored subtree hashes.

Pure: no database, no Django. A tree is read through `read(level, position)`, the hash of the complete subtree over the
leaves ``[position * 2**level, (position + 1) * 2**level)``; level 0 are the leaf hashes.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import TypeAlias

Read: TypeAlias = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def grow(read: Read, size: int, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the nodes (level, position, hash) that become complete when `leaf` is appended to a tree of `size`."""
    level, position, value = 0, size, leaf
    yield level, position, value
    while position % 2:
        value = node_hash(read(level, position - 1), value)
        level, position = level + 1, position // 2
        yield level, position, value


def root(read: Read, size: int) -> bytes:
    """Return MTH(D[size]), the Merkle tree head; of the empty tree, the hash of nothing."""
    return _head(read, 0, size) if size else sha256().digest()


def inclusion(read: Read, index: int, size: int) -> list[bytes]:
    """Return PATH(index, D[size]), the audit path of a leaf (RFC 6962 section 2.1.1), from the leaf upwards."""
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}.")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_head(read, middle, end))
            end = middle
        else:
            path.append(_head(read, start, middle))
            start = middle
    return path[::-1]


def consistency(read: Read, old: int, new: int) -> list[bytes]:
    """Return PROOF(old, D[new]), that the tree of `old` leaves is a prefix of that of `new` (section 2.1.2)."""
    if not 0 < old <= new:
        raise ValueError(f"No consistency proof leads from {old} to {new} leaves.")
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_head(read, middle, end))
            end = middle
        else:
            path.append(_head(read, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(_head(read, start, end))
    return path[::-1]


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that the path leads to from the leaf, or None when it is no path there (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, value = index, size - 1, leaf
    for step in path:
        if not last:
            return None
        if place % 2 or place == last:
            value = node_hash(step, value)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            value = node_hash(value, step)
        place, last = place // 2, last // 2
    return value if not last else None


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Return whether the path proves that the new tree only adds to the old one (RFC 9162 section 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place // 2, last // 2
    from_old = from_new = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if place % 2 or place == last:
            from_old, from_new = node_hash(step, from_old), node_hash(step, from_new)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            from_new = node_hash(from_new, step)
        place, last = place // 2, last // 2
    return not last and from_old == old_root and from_new == new_root


def _split(count: int) -> int:
    """Return the largest power of two smaller than count (> 1)."""
    return 1 << (count - 1).bit_length() - 1


def _head(read: Read, start: int, end: int) -> bytes:
    """Return the head over the leaves [start, end), where start is aligned as the tree's own splits are."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return read(level, start >> level)
    middle = start + _split(count)
    return node_hash(_head(read, start, middle), _head(read, middle, end))
