"""Word files, read and written through the engine: the one door through which the platform asks `redline`."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.translation import gettext_lazy as _

import redline
from accord.kernel.action import Refused
from accord.texts.providers import marker
from redline import Amendment, BadFile, Edit, Inclusion, MergedParagraph, Note, Paragraph, Part, Verification
from redline.changes.proposals import proposal_id
from redline.render import html
from redline.text.normal import normalise
from redline.text.signs import OBJECT, readable

__all__ = ["READS", "Amendment", "Edit", "Inclusion", "MergedParagraph", "Note", "Paragraph", "Part", "Verification"]

# Raise it when the engine tells more of a file than before, or tells it otherwise: what was sent before is then held
# against what could be told of it then.
READS = 4
# What is put in has its own objects; those of the base stand outside.
_OBJECTS = re.compile(r'<ins\b.*?</ins>|<span class="object"[^>]*>▢</span>', re.DOTALL)
_SECTION = re.compile(r"s\d+\Z")
_STEPS = {"t": "table", "r": "row", "c": "cell"}
_SENTENCES = {
    "empty": _("This file is empty. Choose the file again."),
    "unsafe": _("This file is not put together as Word would. Open it in Word, save it again and send the new copy."),
    "not_zip": _("This is not a Word file. Save it in Word as “.docx” and send it again."),
    "not_word": _("This is not a Word file. Save it in Word as “.docx” and send it again."),
    "legacy_doc": _("This file is in the format of Word 97–2003. Open it in Word and save it as “.docx”."),
    "encrypted": _("This file is protected by a password. Remove the password in Word and send it again."),
    "macros": _("This file contains macros. Save it in Word as “.docx”, without macros."),
    "too_large": _("This file is too large to be read safely."),
    "broken": _("This file is damaged: Word could not open it either. Save it again in Word."),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a proposal's file asks for, against one base.

    `status`: "tracked", "untracked" (some of it), "other_base" or "no_change"; `similarity` 0 to 1, how much of the
    base is recognised; `outside` names stories (header, note) with changes that are not among the amendments.
    `reasons` are the comments in the margin: each the address of its paragraph and its words. `formatting` is what
    looks otherwise and was not tracked: no word changes, and it is no amendment.
    """

    status: str
    amendments: tuple[Amendment, ...]
    similarity: float
    comments: int
    outside: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()
    formatting: tuple[Amendment, ...] = ()


class Engine:
    """Tells the library about tracked changes (library.providers.wordfile.Inspector)."""

    def pending(self, data: bytes) -> int:
        """Return how many tracked changes the file still holds."""
        with _sentences():
            return redline.pending(data)

    def accept(self, data: bytes) -> bytes:
        """Return the file with all its tracked changes accepted."""
        with _sentences():
            return redline.accept(data)

    def reject(self, data: bytes) -> bytes:
        """Return the file with all its tracked changes rejected."""
        with _sentences():
            return redline.reject(data)


def inside(data: bytes) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a base in reading order; Refused when the bytes are not a readable Word file."""
    with _sentences():
        return redline.read(data).paragraphs


def beyond(data: bytes) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a base that stand in headers, footers, notes and text boxes, story by story."""
    with _sentences():
        return redline.read(data).elsewhere


def pending(data: bytes) -> int:
    """Return how many tracked changes the file still holds; a base must hold none."""
    return Engine().pending(data)


def handout(base: bytes, sha256: str) -> bytes:
    """Return the file to hand out: tracking enforced, and marked with the base it is; same base, same bytes."""
    with _sentences():
        return redline.protect(marker.mark(base, sha256))


def said_base(data: bytes) -> str:
    """Return the SHA-256 of the base that the file names as its own; "" when it names none."""
    return marker.marked(data)


def reading(base: bytes, proposal: bytes) -> Reading:
    """Compare a proposal with a base and return everything it asks for."""
    with _sentences():
        verdict = redline.verify(base, proposal)
    if verdict.status == "other_base":
        return Reading("other_base", (), verdict.similarity, 0, ())
    found = verdict.found
    reasons = tuple((each.address, each.text.strip()) for each in found.comments if each.text.strip())
    outside, formatting = found.stories_outside, verdict.formatting
    return Reading(
        verdict.status, found.amendments, verdict.similarity, len(found.comments), outside, reasons, formatting
    )


def original_words(data: bytes) -> tuple[str, ...]:
    """Return the words a file had before its tracked changes, as `alike` gives them."""
    with _sentences():
        return alike(each.text for each in redline.read(redline.reject(data)).paragraphs)


def alike(words: Iterable[str]) -> tuple[str, ...]:
    """Return paragraphs with what word processors turn by themselves made the same; empty ones are left out."""
    found = (" ".join(normalise(each).split()) for each in words)
    return tuple(each for each in found if each)


def made_visible(base: bytes, proposal: bytes, *, author: str) -> bytes:
    """Return the proposal with its untracked changes turned into tracked ones, under `author`."""
    with _sentences():
        return redline.make_visible(base, proposal, author=author)


def compiled(base: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return the base with every party's changes tracked under its code; the order of the files does not matter."""
    with _sentences():
        return redline.compile_files(base, files).docx


def proof(base: bytes, files: Mapping[str, bytes], compiled_file: bytes) -> tuple[Inclusion, ...]:
    """Return, per party, whether each word of its file is in the compiled file under its code, read from the bytes."""
    with _sentences():
        return redline.prove(base, files, compiled_file)


def projected(compiled_file: bytes, party: str) -> bytes:
    """Return the compiled file with that party's changes accepted and all others rejected."""
    with _sentences():
        return redline.project(compiled_file, party)


def final_text(data: bytes) -> tuple[str, ...]:
    """Return the paragraphs of the file after all its changes are accepted."""
    with _sentences():
        return redline.text(data, "final")


def merged(
    paragraphs: Sequence[Paragraph],
    amendments: Mapping[str, Sequence[Amendment]],
    at: Container[str] | None = None,
) -> tuple[MergedParagraph, ...]:
    """Return the text with every party's amendments in place, from values alone; `at`: only at these addresses."""
    return redline.merge(tuple(paragraphs), {party: tuple(each) for party, each in amendments.items()}, at=at)


def html_of(paragraph: MergedParagraph, hues: Mapping[str, str], untracked: str = "") -> str:
    """Return the safe HTML of one merged paragraph, each delegation in its hue ("d1" to "d7").

    With `untracked`, for a text with one delegation's changes alone, these words behind what was not tracked stand
    instead of its code behind everything.
    """
    return html.paragraph(paragraph, classes=hues, untracked=untracked)


def html_of_words(words: str) -> str:
    """Return the safe HTML of a base paragraph that nobody touches."""
    return html.text(words)


def words_of(flat: str) -> str:
    """Return the words of a paragraph as the base has it, on one line; pictures and notes are no words."""
    return " ".join(readable(flat).replace(OBJECT, "").split())


def notes(base: bytes) -> dict[str, tuple[Note | None, ...]]:
    """Return, by address, which objects of a base's paragraphs are references to notes."""
    with _sentences():
        return redline.notes(base)


def html_with_notes(html: str, found: Sequence[Note | None]) -> str:
    """Return the HTML of a base paragraph with its notes as superscript numbers, their words for who points at them."""
    left = iter(found)

    def told(match: re.Match[str]) -> str:
        if match[0].startswith("<ins"):
            return match[0]
        note = next(left, None)
        if note is None:
            return match[0]
        said = _("Footnote: %(words)s") if note.kind == "footnotes" else _("Endnote: %(words)s")
        return f'<sup class="note" title="{escape(said % {"words": note.text})}">{note.number}</sup>'

    return _OBJECTS.sub(told, html)


def html_of_amendment(amendment: Amendment) -> str:
    """Return the safe HTML of an amendment on a card: what goes, then what comes; words that move, once."""
    if amendment.kind == "format":
        return ""
    return html.text(amendment.removed) if amendment.kind == "move" else html.amendment(amendment)


def format_of(amendment: Amendment) -> tuple[str, str]:
    """Return what a change of formatting is, in the engine's words, and of what: "words", "cell", "page"."""
    edits = [each for each in amendment.edits if each.content]
    what = amendment.what or "; ".join(dict.fromkeys(part.text for each in edits for part in each.content if part.text))
    if edits and edits[0].kind == "format":
        return what, "words"
    if _SECTION.match(amendment.address) or any("sectPr" in part.xml[:40] for each in edits for part in each.content):
        return what, "page"
    return what, _STEPS.get(amendment.address.rpartition("/")[2].rpartition(".")[2][:1], "paragraph")


def notes_put_in(amendment: Amendment) -> tuple[str, ...]:
    """Return the words of the notes that an amendment brings along."""
    parts = [part for each in amendment.edits for part in each.content]
    resources = (each for part in parts for each in part.resources)
    return tuple(words for name, words in resources if words and name.startswith(("footnotes:", "endnotes:")))


def arrival(amendment: Amendment) -> tuple[str, str | None]:
    """Return where a move arrives, and the words of the first whole paragraph put in before that place.

    None where words arrive within a paragraph; ("", None) for no move.
    """
    last = next((each for each in reversed(amendment.edits) if each.kind == "insert"), None)
    if amendment.kind != "move" or last is None:
        return "", None
    text = "".join("\n" if part.kind == "mark" else part.text for part in last.content)
    return amendment.to, text.split("\n")[0] if last.start == 0 and text.endswith("\n") else None


def amendment_value(amendment: Amendment) -> dict[str, Any]:
    """Return the amendment as JSON types, to be stored."""
    return amendment.to_json()


def ask_of(amendment: Amendment) -> str:
    """Return the name of what an amendment asks for on its base, whoever asks for it."""
    return proposal_id(amendment)


def amendment_of(value: dict[str, Any]) -> Amendment:
    """Return the amendment that `amendment_value` gave."""
    return Amendment.from_json(value)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn the engine's error into a refusal that a delegate can act on."""
    try:
        yield
    except BadFile as error:
        raise Refused(_SENTENCES.get(error.code, _SENTENCES["broken"]), code=error.code) from error
