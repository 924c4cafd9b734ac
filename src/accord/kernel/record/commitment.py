"""A salted commitment to words that may lawfully have to go: binding while they stand, silent once they are gone."""

import secrets
from hashlib import sha256

SALT_BYTES = 32


def fresh_salt() -> bytes:
    """Return a new salt; without it nobody can guess the erased words from the commitment."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, body: bytes) -> bytes:
    """Return the commitment SHA-256(salt || body); a salt of fixed length leaves one way to cut the two apart."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} bytes.")
    return sha256(salt + body).digest()
