"""Signed notes and checkpoints in the layouts of C2SP (signed-note, tlog-checkpoint), with Ed25519.

Pure: needs only PyNaCl, so that a receipt can be checked on a machine that knows nothing of this platform.
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

ALGORITHM = b"\x01"  # Ed25519, c2sp.org/signed-note
DASH = "\u2014"


class BadNote(Exception):  # noqa: N818 -- says what the note is
    """The text is no note signed by this key, or no checkpoint; the message tells a person what is wrong."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A named public key; its text form ``name+id+base64`` is what people compare and pin."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """Return the four bytes that name this key in a signature line."""
        return sha256(self.name.encode() + b"\n" + ALGORITHM + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ALGORITHM + self.key).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a verifier key from its text form; raise `BadNote` when it is none."""
        try:
            name, identity, coded = text.strip().split("+", 2)
            raw = base64.b64decode(coded, validate=True)
        except (ValueError, binascii.Error) as error:
            raise BadNote("This is no public key of a record: it looks like name+0123abcd+base64.") from error
        verifier = cls(name, raw[1:])
        if raw[:1] != ALGORITHM or len(verifier.key) != 32 or verifier.id.hex() != identity or not name:
            raise BadNote("This public key is damaged: its parts do not belong together.")
        return verifier


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: the log's origin, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the checkpoint's body (c2sp.org/tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(head: Head, name: str, seed: bytes) -> str:
    """Return the checkpoint as a note signed with the Ed25519 key of this 32-byte seed."""
    text = head.text()
    key = SigningKey(seed)
    verifier = Verifier(name, bytes(key.verify_key))
    signature = key.sign(text.encode()).signature
    return f"{text}\n{DASH} {name} {base64.b64encode(verifier.id + signature).decode()}\n"


def open_checkpoint(note: str, verifier: Verifier) -> Head:
    """Return what the checkpoint says if this key signed it; raise `BadNote` otherwise."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        if dash == DASH and name == verifier.name and _signed(text, coded, verifier):
            return _head(text)
    raise BadNote(f"The checkpoint is not signed by {verifier.name}.")


def _signed(text: str, coded: str, verifier: Verifier) -> bool:
    try:
        raw = base64.b64decode(coded, validate=True)
        if raw[:4] != verifier.id:
            return False
        VerifyKey(verifier.key).verify(text.encode(), raw[4:])
    except (ValueError, binascii.Error, BadSignatureError):
        return False
    return True


def _head(text: str) -> Head:
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
    except (IndexError, binascii.Error) as error:
        raise BadNote("The checkpoint does not have the three lines of a checkpoint.") from error
    if not size.isascii() or not size.isdigit() or len(root) != 32 or (size != "0" and size.startswith("0")):
        raise BadNote("The checkpoint's size or root cannot be read.")
    return Head(origin, int(size), root)
