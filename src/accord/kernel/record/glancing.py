"""A glance at the record: the tree against the checkpoints, the newest entries against the tree; quick at any size."""

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ObjectDoesNotExist

from accord.kernel.models import Checkpoint, Entry, Node
from accord.kernel.record import keys, ledger, merkle
from accord.kernel.record.notes import BadNote, open_checkpoint

NEWEST: Final = 1000


def problems(brought: Sequence[str] = ()) -> list[str]:
    """Compare with the last checkpoint given out and those `brought`, and return a sentence for each disagreement.

    `checking.verify` hashes every entry and takes its time; this finds what was cut off, rewritten with its tree, or
    altered among the last thousand entries, and may be asked every minute. Raises `KeyMissing`.
    """
    last = Checkpoint.objects.order_by("-size").values_list("note", flat=True)[:1]
    found = [sentence for note in [*last, *brought] if (sentence := _against(note))]
    entries = list(Entry.objects.order_by("-index")[:NEWEST])
    leaves = Node.objects.filter(level=0, position__in=[entry.index for entry in entries])
    stored = {position: bytes(value) for position, value in leaves.values_list("position", "hash")}
    altered = [each.index for each in entries if stored.get(each.index) != merkle.leaf_hash(each.metadata.encode())]
    if altered:
        found.append(f"Entry {min(altered)} is not what was recorded ({len(altered)} such among the newest).")
    return found


def _against(note: str) -> str:
    size = ledger.size()
    try:
        head = open_checkpoint(note, keys.load().verifier)
        if head.size > size:
            return f"A checkpoint covers {head.size} entries, but the record has only {size}."
        if ledger.at_once(lambda read: merkle.root(read, head.size)) != head.root:
            return f"The first {head.size} entries are not those of the checkpoint: the record was rewritten."
    except BadNote as error:
        return str(error)
    except ObjectDoesNotExist:
        return "The record's stored tree has holes."
    return ""
