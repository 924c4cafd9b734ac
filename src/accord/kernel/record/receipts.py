"""A receipt: one small JSON file that proves, off-line and years later, that the record holds an entry.

Pure: needs only PyNaCl. It holds the entry as it was hashed, its words with the salt that hides them, the path from
its leaf to the root, the signed checkpoint with that root, and the public key to compare with one's own copy.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accord.kernel.record import commitment, merkle
from accord.kernel.record.notes import BadNote, Head, Verifier, open_checkpoint

FORMAT = "accord-receipt/1"
HOW = "Check with: accord receipt verify THIS-FILE. Compare the key with the one your delegation keeps."


class BadReceipt(Exception):  # noqa: N818 -- says what the receipt is
    """The receipt does not hold; the message tells a person in which point."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A receipt that holds: the entry, its words (None when the receipt carries none), the checkpoint, the key."""

    entry: dict[str, Any]
    body: bytes | None
    head: Head
    verifier: Verifier


def make(
    metadata: str, proof: Sequence[bytes], checkpoint: str, verifier: Verifier, words: tuple[bytes, bytes] | None
) -> bytes:
    """Return the receipt's bytes; `words` are salt and body, left out when the words are erased or not the reader's."""
    receipt: dict[str, Any] = {"format": FORMAT, "how": HOW, "entry": metadata}
    if words is not None:
        salt, body = words
        receipt["body"] = {"salt": salt.hex(), **_written(body)}
    receipt["proof"] = [base64.b64encode(step).decode() for step in proof]
    receipt["checkpoint"] = checkpoint
    receipt["key"] = str(verifier)
    return (json.dumps(receipt, ensure_ascii=False, indent=1) + "\n").encode()


def check(data: bytes, key: Verifier | None = None) -> Checked:
    """Return what the receipt proves; raise `BadReceipt` when any part of it does not hold.

    With `key` the checkpoint must be signed by that key; without, by the key that the receipt names, which then is
    only as good as the reader's knowledge of it.
    """
    receipt = _parsed(data)
    try:
        named = Verifier.parse(receipt["key"])
        if key is not None and key != named:
            raise BadReceipt(f"The receipt is signed by another key ({named}) than the one given.")
        head = open_checkpoint(receipt["checkpoint"], named)
        leaf = merkle.leaf_hash(receipt["entry"].encode())
        entry = json.loads(receipt["entry"])
        path = [base64.b64decode(step, validate=True) for step in receipt["proof"]]
        index, committed = entry["index"], bytes.fromhex(entry["body"])
        body = _body(receipt.get("body"), committed)
    except BadNote as error:
        raise BadReceipt(str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise BadReceipt("The file is damaged: a part of the receipt is missing or cannot be read.") from error
    if not isinstance(index, int) or merkle.root_by_inclusion(leaf, index, head.size, path) != head.root:
        raise BadReceipt("The entry is not the one that the checkpoint covers: the receipt was altered.")
    return Checked(entry, body, head, named)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        receipt = json.loads(data)
    except ValueError as error:
        raise BadReceipt("This file is no receipt: it is not JSON.") from error
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT:
        raise BadReceipt(f"This file is no receipt: it does not say “{FORMAT}”.")
    return receipt


def _written(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _body(written: dict[str, str] | None, committed: bytes) -> bytes | None:
    if written is None:
        return None
    body = written["text"].encode() if "text" in written else base64.b64decode(written["base64"], validate=True)
    if commitment.commit(bytes.fromhex(written["salt"]), body) != committed:
        raise BadReceipt("The words in the receipt are not those that were recorded.")
    return body
