"""What the record says: entries of a scope, the entry about a subject, what an entry's body was."""

from accord.kernel.models import Body, Entry


def entries(scope: str, *, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Return the newest entries of a scope such as ``group:12``, newest first, older than the index `before`."""
    found = Entry.objects.filter(scope=scope).order_by("-index")
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
