"""What a delegation writes without Word, made into the file that Word would have made (O22: one track)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext_lazy as _

import redline
from accord.kernel import storage
from accord.kernel.action import Refused
from accord.kernel.storage import StoredFile
from accord.texts.providers import marker, word
from accord.texts.providers.word import Amendment
from redline.ops.amending import Change, Present, amend
from redline.ops.amending import present as _present
from redline.ops.reworded import BREAK, SIGN, ObjectError, shown
from redline.ops.wordwise import stretches
from redline.render.comments import remark
from redline.text.signs import MARK

__all__ = ["BREAK", "SIGN", "Change", "Present", "file_of", "pieces", "present", "reads", "shown", "written"]

Piece = tuple[Literal["same", "del", "ins"], str]


def present(base: str, amendments: Sequence[Amendment], address: str) -> Present:
    """Return how a paragraph of a base, named by its file's SHA-256, reads in one delegation's amendments.

    KeyError when the base has no such paragraph.
    """
    return _present(_document(base), amendments, address)


def reads(base: str, amendments: Sequence[Amendment]) -> tuple[str, ...]:
    """Return the lines of the text as it reads with one delegation's amendments, blank ones left out."""
    document = _document(base)
    merged = redline.merge((*document.paragraphs, *document.elsewhere), {"X": amendments})
    lines = "\n".join(
        "".join(part.text for part in each.segments if not part.deleted_by) + ("" if each.mark_deleted_by else "\n")
        for each in merged
        if not each.row_deleted_by and not each.cell_deleted_by
    )
    return tuple(line for line in shown(lines).replace(BREAK, "\n").split("\n") if line.strip())


def pieces(words: str, others: str) -> list[Piece]:
    """Return one text as changed into another, word by word, for a preview: what stays, goes and comes.

    >>> pieces("States shall act.", "States should act.")
    [('same', 'States '), ('del', 'shall'), ('ins', 'should'), ('same', ' act.')]
    """
    found: list[Piece] = []
    # A line feed ends a paragraph: the engine's own sign for it is compared like any other.
    old, new = words.replace("\n", MARK), others.replace("\n", MARK)
    for each in stretches(old, new, str):
        if each.same:
            found.append(("same", new[each.new_start : each.new_end]))
            continue
        if each.end > each.start:
            found.append(("del", old[each.start : each.end]))
        if each.new_end > each.new_start:
            found.append(("ins", new[each.new_start : each.new_end]))
    return [(kind, text.replace(MARK, "\n")) for kind, text in found]


def written(base: str, former: Sequence[Amendment], changes: Iterable[Change], when: datetime) -> tuple[Amendment, ...]:
    """Return what a delegation asks for once `changes` are made to what she asked for before; the rest stays verbatim.

    `base` is the SHA-256 of the base's file. Raises Refused: `object` for a picture or note that words cannot put in,
    `nowhere` for a place that the base has not.
    """
    date = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        return tuple(amend(_document(base), former, changes, date))
    except ObjectError as error:
        raise Refused(
            _("“▢” stands for a picture, a note or a formula of the official text. Only Word can put one in."),
            code="object",
        ) from error
    except (KeyError, ValueError) as error:
        raise Refused(_("The text has no such place."), code="nowhere") from error


def file_of(
    base: str,
    code: str,
    amendments: Sequence[Amendment],
    reasons: Mapping[str, str],
    source: str,
    when: datetime,
) -> bytes:
    """Return the Word file in which these amendments are tracked under a delegation's code, marked with its base.

    `reasons` stand in the margin of the paragraphs at their addresses, in the place of what the file `source` ("" for
    none) gives there; "" takes that out, the same words leave it as it is. What the amendments point at is brought from
    that file, and so are its other comments. The same values give the same bytes.
    """
    data = _bytes(base)
    former = _bytes(source) if source else None
    lengths = {each.address: len(each.text) for each in word.inside(data)}
    date = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    had = redline.extract(data, former).comments if former else ()
    given: dict[str, list[str]] = {}
    for each in had:
        given.setdefault(each.address, []).append(each.text.strip())
    other = {address: words for address, words in reasons.items() if words != "\n".join(given.get(address, ()))}
    kept = [each for each in had if each.address not in other]
    new = [remark(address, lengths.get(address, 0), words, date=date) for address, words in other.items() if words]
    sources = {code: former} if former else {}
    made = redline.compile_amendments(data, {code: amendments}, sources=sources, comments={code: [*kept, *new]})
    return marker.mark(made, base)


@lru_cache(maxsize=4)
def _document(sha256: str) -> redline.Document:
    """Return a base as the engine reads it; a document is never changed, and the hash says which it is."""
    return redline.read(_bytes(sha256))


def _bytes(sha256: str) -> bytes:
    return storage.read(StoredFile(sha256=sha256))
