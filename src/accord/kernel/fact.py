"""What the record is told about an act: a frozen value, written down before anybody may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

# Floats are refused by the canonical form: no two languages print them alike.
JSON: TypeAlias = bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"] | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One act as the record keeps it.

    kind     what happened, noun and verb: ``proposal.submitted``
    scope    whose record it belongs to, and therefore who may read it: ``group:12`` (delegations level),
             ``delegation:34`` (that delegation only), ``person:5``, ``system``
    subject  what it is about: ``proposal:34``
    data     small canonical JSON, kept for ever: ids, hashes, counts, dates. No words that a person wrote
    body     words that a person wrote; only a salted commitment enters the tree, so a lawful erasure can drop them
    """

    kind: str
    scope: str
    subject: str
    data: Mapping[str, JSON] = field(default_factory=dict)
    body: str | bytes = b""
