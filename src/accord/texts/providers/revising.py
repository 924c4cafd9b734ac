"""The next version of a text, made of decisions on what is held as values: no compiled file is read again (O1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import redline
from accord.texts.providers.word import Amendment
from redline.changes.proposals import proposals
from redline.ops.carry import Carried, carry
from redline.ops.reopen import Reopened
from redline.render.revise import Changed, Decision, Trace, revise_opened

__all__ = ["Carried", "Changed", "Decision", "Revised", "Trace", "carried", "revised"]


@dataclass(frozen=True, slots=True)
class Revised:
    """The next version in three files, and the account of it.

    `docx`: what is kept waits as tracked changes. `clean`: without it. `text`: what is published, with what is kept in
    brackets that name nobody, without legend; the clean text where nothing is kept.
    """

    docx: bytes
    clean: bytes
    text: bytes
    changed: tuple[Changed, ...]
    traces: tuple[Trace, ...]


def revised(
    base: bytes,
    amendments: Mapping[str, Sequence[Amendment]],
    sources: Mapping[str, bytes],
    decisions: Mapping[str, Decision],
) -> Revised:
    """Return the next version of a base by the decision on each amendment (by id); what is not named is left.

    `amendments` and `sources` (the files they came from) by party. KeyError for an id that nobody asks for.
    """
    document = redline.read(base)
    addresses = [each.address for each in (*document.paragraphs, *document.elsewhere)]
    given = {party: tuple(each) for party, each in amendments.items()}
    opened = Reopened(b"", base, (), given, proposals(given, addresses), (), {})
    made = revise_opened(opened, decisions, sources)
    kept = any(each.outcome == "keep" for each in made.traceability)
    text = redline.bracketed(made.docx, style="unattributed", legend=False) if kept else made.clean
    return Revised(made.docx, made.clean, text, made.changed, made.traceability)


def carried(old: bytes, new: bytes) -> dict[str, Carried]:
    """Return, for each paragraph of the old version, where it is in the new one and how sure that is."""
    return carry(old, new)
