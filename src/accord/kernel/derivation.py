"""What is sent in the place of a password: derived where the password is typed, so that no server ever holds it.

Security.md section 1.1. The page derives it in a worker (front/derive.js); this is the same in Python, for the demo,
the tests, and whoever writes a client. Both follow one list of vectors (tests/vectors/sign_in.json).
"""

import base64
import hashlib
import hmac
import re
import unicodedata

from nacl.pwhash import argon2id

# The version names the parameters below, stands in front of what is sent and is part of the salt: others would be a new
# version, beside which this one goes on until each account has changed (docs/adr/0014); neither side negotiates.
VERSION = "a1"
PASSES, MEMORY = 1, 64 * 1024 * 1024
SHAPE = re.compile(r"\Aa1\.[A-Za-z0-9_-]{43}\Z")


def is_derived(text: str) -> bool:
    """Return whether the text has the shape of what `derive` returns; a password a person chose has not."""
    return SHAPE.match(text) is not None


def derive(password: str, username: str, installation: str) -> str:
    """Return what is sent in the place of the password: "a1." and 32 bytes in base64url.

    `installation` is the installation's own name (32 hex digits). With the user name it makes the salt: equal passwords
    of two persons, or of one in two places, have nothing in common, and nobody asks the server for a salt.
    """
    named = f"{VERSION}|{installation}|{username}".encode()
    salt = hashlib.blake2b(named, digest_size=16).digest()
    typed = unicodedata.normalize("NFKC", password).encode()
    key = argon2id.kdf(32, typed, salt, opslimit=PASSES, memlimit=MEMORY)
    sent = hmac.digest(key, b"auth", "sha256")
    return f"{VERSION}." + base64.urlsafe_b64encode(sent).decode().rstrip("=")
