"""New words for a paragraph of a base, typed without Word, as the edits that make them of the old ones."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.edit import Content, Edit, Part, content_text
from redline.ops.wordwise import Stretch, stretches
from redline.oxml.names import W, w
from redline.text.flat import FlatParagraph
from redline.text.runs import RUN_PROPERTIES, plain_run
from redline.text.signs import FIELD, MARK, OBJECT

SIGN: Final = "▢"
"""How an object (a picture, the reference to a note, a formula) stands among words that a person edits."""
BREAK: Final = "↵"
"""How a line break within a paragraph stands there: a line feed ends the paragraph."""
_RUN: Final = w("r")
_LEFT_OUT: Final = frozenset({w("rStyle"), w("rPrChange")})


class ObjectError(ValueError):
    """A picture, note or formula was asked for where the base has none: that takes Word."""

    code = "object"
    sentence = "A picture, note or formula cannot be put in with words alone. Do it in Word."


def shown(text: str) -> str:
    r"""Return the flat text of a paragraph as a person edits it: SIGN and BREAK for what is no letter.

    >>> shown("Item\ufffc\nof the agenda")
    'Item▢↵of the agenda'
    """
    return text.replace(FIELD, "").replace("\n", BREAK).replace(OBJECT, SIGN).replace(MARK, "\n")


def typed(words: str) -> str:
    """Return what a person typed as flat text: the other way of `shown`, but for the machinery of fields."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", MARK)
    return lines.replace(BREAK, "\n").replace(SIGN, OBJECT)


def reworded(paragraph: FlatParagraph, words: str, former: Sequence[Edit] = ()) -> tuple[Edit, ...]:
    """Return the edits that make `words` (see `shown`) of a paragraph of the base; none where they are its own.

    What is put in looks like the words beside it. Of `former`, what the same person asked for in this paragraph
    before, words that are still put in at the same place keep their formatting and their notes, and formatting asked
    for stays on what stays. ObjectError when `words` hold an object that neither the base nor `former` has there.

    >>> from redline import read
    >>> from redline.render.example import BASE
    >>> [(each.kind, each.start, each.end) for each in reworded(read(BASE).body[0], "States should act in time.")]
    [('delete', 7, 12), ('insert', 12, 12)]
    """
    base, wanted = paragraph.text, typed(words)
    insertions = [each for each in former if each.kind == "insert"]
    edits: list[Edit] = []
    for each in stretches(base, wanted, _letters):
        if not each.same:
            edits += _taken_out(paragraph, each)
            edits += _put_in(paragraph, each, wanted[each.new_start : each.new_end], insertions)
    edits += [each for each in former if each.kind == "format" and _stays(each, edits)]
    return tuple(edits)


def _letters(token: str) -> str:
    return token.replace(FIELD, "")


def _taken_out(paragraph: FlatParagraph, stretch: Stretch) -> Iterator[Edit]:
    """Yield deletions of the base's letters in a stretch; the machinery of a field stays."""
    start = stretch.start
    for end in range(stretch.start, stretch.end + 1):
        if end == stretch.end or paragraph.text[end] == FIELD:
            if end > start:
                yield Edit("delete", paragraph.address, start, end, removed=paragraph.text[start:end])
            start = end + 1


def _put_in(paragraph: FlatParagraph, stretch: Stretch, words: str, former: Sequence[Edit]) -> Iterator[Edit]:
    if not words:
        return
    for each in former:
        if _is_same(paragraph.text, stretch, words, each):
            yield replace(each, move="")
            return
    at = stretch.end
    if OBJECT in words:
        yield Edit("insert", paragraph.address, at, at, _around_former(paragraph, at, words, former))
    else:
        yield Edit("insert", paragraph.address, at, at, tuple(content_at(paragraph, at, words)))


def _is_same(base: str, stretch: Stretch, words: str, former: Edit) -> bool:
    """Whether a former insertion puts in these words here, a space at one end standing at the other as well."""
    text, at = content_text(former.content), former.start
    if stretch.start <= at <= stretch.end:
        return text == words
    if stretch.start != stretch.end or len(text) != len(words):
        return False
    if at < stretch.start:
        return base[at : stretch.start] + words == text + base[at : stretch.start]
    return words + base[stretch.end : at] == base[stretch.end : at] + text


def _around_former(paragraph: FlatParagraph, at: int, words: str, former: Sequence[Edit]) -> Content:
    """Return words that hold objects: those of the former insertion that has them, and what stands around them."""
    for each in former:
        text = content_text(each.content)
        before, found, behind = words.partition(text)
        if OBJECT in text and found and OBJECT not in before + behind:
            return (*content_at(paragraph, at, before), *each.content, *content_at(paragraph, at, behind))
    raise ObjectError(ObjectError.sentence)


def content_at(paragraph: FlatParagraph, at: int, words: str) -> Iterator[Part]:
    """Yield words typed at an offset of a paragraph as parts that look like what stands there."""
    properties = _look_at(paragraph, at)
    for number, line in enumerate(words.split(MARK)):
        if number:
            yield Part("mark")
        if line:
            yield Part("words", line, "" if properties is None else run_markup(line, properties))


def run_markup(words: str, properties: Element | None) -> str:
    """Return words as the markup of a run with these properties."""
    holder = etree.Element(w("p"), nsmap={"w": W})
    holder.append(plain_run(words, properties))
    etree.cleanup_namespaces(holder)
    return etree.tostring(holder[0], encoding="unicode")


def _look_at(paragraph: FlatParagraph, at: int) -> Element | None:
    """Return the run properties of the letter before an offset, at the beginning of the one behind it."""
    found: Element | None = None
    offset = 0
    for piece in paragraph.pieces:
        if offset >= at and found is not None:
            break
        if piece.text and piece.source is not None and piece.source.tag == _RUN:
            found = piece.source
        offset += len(piece.text)
    return cleaned(None if found is None else found.find(RUN_PROPERTIES))


def cleaned(properties: Element | None) -> Element | None:
    """Return run properties without the record of what they were before, None where nothing is left."""
    if properties is None:
        return None
    found = deepcopy(properties)
    for each in list(found):
        # The style of a note's reference or of a link is not that of the words beside it; effects of later versions of
        # Word need declarations that the base may lack.
        if each.tag in _LEFT_OUT or not str(each.tag).startswith(f"{{{W}}}"):
            found.remove(each)
    return found if len(found) else None


def _stays(edit: Edit, edits: Sequence[Edit]) -> bool:
    """Whether anything is left of what a formatting stands on."""
    gone = {at for each in edits if each.kind == "delete" for at in range(each.start, each.end)}
    return any(at not in gone for at in range(edit.start, edit.end))
