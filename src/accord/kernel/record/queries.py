"""What the record says: entries of a scope, the entry about a subject, what an entry's body was."""

from django.db import transaction

from accord.kernel.models import Body, Entry
from accord.kernel.record import checkpoints, keys, ledger, merkle, receipts


def entries(*scopes: str, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Return the newest entries of scopes such as ``group:12``, newest first, older than the index `before`."""
    found = Entry.objects.filter(scope__in=scopes).order_by("-index")
    if before is not None:
        found = found.filter(index__lt=before)
    return list(found[:limit])


def entry_about(subject: str, kind: str) -> Entry | None:
    """Return the latest entry of this kind about a subject such as ``proposal:34``, or None."""
    return Entry.objects.filter(subject=subject, kind=kind).order_by("-index").first()


def entry(index: int) -> Entry | None:
    """Return the entry with this number, or None."""
    return Entry.objects.filter(index=index).first()


def body(of: Entry) -> bytes | None:
    """Return the words of an entry, or None after their lawful erasure."""
    data = Body.objects.values_list("data", flat=True).get(entry=of)
    return None if data is None else bytes(data)


def size() -> int:
    """Return how many entries the record holds."""
    return ledger.size()


def checkpoint() -> str:
    """Return a signed checkpoint of the record as it stands now, for anyone to keep as a witness."""
    return checkpoints.current()


def verifier_key() -> str:
    """Return the record's public key in its text form, for people to compare and keep."""
    # Only an empty record may be given a new key; the key's file answers without asking the database.
    signer = keys.load() if keys.path().exists() or ledger.size() else keys.ensure()
    return str(signer.verifier)


def consistency(old: int, new: int) -> list[bytes]:
    """Return the proof that the record's first `new` entries begin with its first `old` ones (RFC 6962 2.1.2)."""
    return ledger.at_once(lambda read: merkle.consistency(read, old, new))


def receipt(of: Entry, *, words: bool = True) -> bytes:
    """Return the receipt for an entry: a small JSON file that anyone can check off-line, the same each time.

    `words` is for the author; without it the receipt proves the entry and hides the words. Refused (RuntimeError)
    inside an open transaction: a receipt is only for what is on the disk.
    """
    _demand_durable()
    signer = keys.load()
    covered = of.index + 1
    held = Body.objects.filter(entry=of, salt__isnull=False).values_list("salt", "data").first() if words else None
    path, root = ledger.at_once(
        lambda read: (merkle.inclusion(read, of.index, covered), merkle.root(read, covered)),
    )
    return receipts.make(
        of.metadata,
        path,
        signer.checkpoint(covered, root),
        signer.verifier,
        (bytes(held[0] or b""), bytes(held[1] or b"")) if held else None,
    )


def _demand_durable() -> None:
    blocks = transaction.get_connection().atomic_blocks
    # The test suite's own outermost transaction does not count, as in Django's `atomic(durable=True)`.
    if any(not block._from_testcase for block in blocks):  # noqa: SLF001 -- Django's own name
        raise RuntimeError("A receipt is issued after the act's transaction, not inside it.")
