"""Both clocks of a change: w:date, which older versions of Word write in local time, and the world's (pitfall 14)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from redline.opc import Package
from redline.ops.acts import Act
from redline.oxml.names import W16DU, w

_UTC: Final = f"{{{W16DU}}}dateUtc"


def with_world_time(acts: list[Act], package: Package, parts: Iterable[str]) -> list[Act]:
    """Return the acts with the universal time of every edit for which the file's `parts` tell it.

    Each change says both times, so that author and local time find the universal one.
    """
    told: dict[tuple[str, str], str] = {}
    for part in dict.fromkeys(parts):
        if b"dateUtc" in package.part(part):
            for change in package.tree(part).iter():
                universal = change.get(_UTC)
                if universal is not None:
                    told[change.get(w("author"), ""), change.get(w("date"), "")] = universal
    for act in acts if told else ():
        act.edits = [replace(each, date_utc=told.get((each.author, each.date), "")) for each in act.edits]
        act.nested = [replace(each, date_utc=told.get((each.author, each.date), "")) for each in act.nested]
    return acts
