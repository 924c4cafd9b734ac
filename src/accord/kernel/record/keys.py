"""The record's signing key: made once, kept in ACCORD_HOME/keys, readable by the server's own user only."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from nacl.signing import SigningKey

from accord.kernel.record.notes import Head, Verifier, sign


class KeyMissing(Exception):  # noqa: N818 -- says what is wrong
    """The record has entries but its signing key is gone."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The record's name and the seed of its Ed25519 key."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """Return the public half, which anyone may have."""
        return Verifier(self.name, bytes(SigningKey(self.seed).verify_key))

    def checkpoint(self, size: int, root: bytes) -> str:
        """Return a signed checkpoint; the log's origin is the key's name."""
        return sign(Head(self.name, size, root), self.name, self.seed)


def path() -> Path:
    """Return where the signing key lies."""
    return Path(settings.ACCORD_HOME) / "keys" / "record"


def ensure() -> Signer:
    """Return the signing key, making it if there is none; called when the record's first entry is written."""
    if not path().exists():
        path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        host = urlsplit(settings.ACCORD_ORIGIN).hostname or "localhost"
        # The random part keeps the name true when the address changes, and two installations apart.
        text = f"{host}/record-{secrets.token_hex(4)}\n{secrets.token_hex(32)}\n"
        beside = path().with_name(f".record-{secrets.token_hex(4)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            path().hardlink_to(beside)
        except FileExistsError:  # another process of ours was faster: its key is the key
            pass
        finally:
            beside.unlink()
    return load()


def load() -> Signer:
    """Return the signing key; raise `KeyMissing` with what to do when it is not there."""
    try:
        name, seed = path().read_text().splitlines()
        return Signer(name, bytes.fromhex(seed))
    except FileNotFoundError as error:
        raise KeyMissing(f"The record's signing key is missing: put {path()} back from the backup.") from error
    except ValueError as error:
        raise KeyMissing(f"The record's signing key {path()} is damaged: put it back from the backup.") from error
