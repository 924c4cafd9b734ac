"""The sections of a text: its table of contents, and in which of them each paragraph stands."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from accord.negotiation.queries.stories import anchor, is_note, says_something, section_of, section_titles, story_of
from accord.negotiation.queries.values import SectionView
from accord.texts.providers.word import Paragraph


def outline(
    paragraphs: Sequence[Paragraph], touched: Container[str] = ()
) -> tuple[tuple[SectionView, ...], dict[str, int]]:
    """Return the table of contents (headings of the two highest levels), and the section of each address.

    Section 0 is the title page, what stands before the first heading, the document's title included; it is listed only
    when it holds words, and is named by them in a text without headings. A note belongs to the section in which it
    stands; headers, footers and text boxes have sections of their own behind the body, listed when they say anything
    or are `touched`.
    """
    listed: list[SectionView] = []
    where: dict[str, int] = {}
    deepest = _deepest(paragraphs)
    ahead: Paragraph | None = None
    body = _body(paragraphs)
    for each in body:
        words = each.text.strip()
        if _is_section(each) and each.level <= deepest:
            listed.append(SectionView(len(listed) + 1, words, each.label, each.level, anchor(each.address), 0))
        elif not listed and words and "/" not in each.address:
            ahead = ahead or each
        where[each.address] = len(listed)
    count = len(listed)
    if ahead is not None:
        title = _("Title page") if listed else ahead.text.strip()[:80]
        listed.insert(0, SectionView(0, title, "", 1, anchor(ahead.address), 0))
    for each in paragraphs[len(body) :]:
        number = section_of(story_of(each.address))
        where[each.address] = count + 1 + number
        known = listed and listed[-1].number == where[each.address]
        if not known and (says_something(each) or each.address in touched):
            listed.append(SectionView(count + 1 + number, section_titles()[number], "", 1, anchor(each.address), 0))
    return tuple(listed), where


def counted(
    sections: Iterable[SectionView], where: Mapping[str, int], wordings: Mapping[str, int], current: int | None
) -> tuple[SectionView, ...]:
    """Return the sections with their counts: what several delegations propose in the same words counts once."""
    counts: dict[int, int] = {}
    for address, number in wordings.items():
        counts[where[address]] = counts.get(where[address], 0) + number
    found = (replace(each, amendments=counts.get(each.number, 0)) for each in sections)
    return tuple(replace(each, current=each.number == current) for each in found)


def _body(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return what is read as the body: up to its last paragraph, and the notes right behind that."""
    last = max((at for at, each in enumerate(paragraphs) if "/" not in each.address), default=-1)
    behind = paragraphs[last + 1 :]
    notes = next((at for at, each in enumerate(behind) if not is_note(each.address)), len(behind))
    return paragraphs[: last + 1 + notes]


def _deepest(paragraphs: Iterable[Paragraph]) -> int:
    levels = sorted({each.level for each in paragraphs if _is_section(each)})
    return levels[min(1, len(levels) - 1)] if levels else 0


def _is_section(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading with words; the title of the document heads no section of its own."""
    titled = paragraph.style.lower().startswith(("title", "subtitle"))
    return paragraph.kind == "heading" and not titled and bool(paragraph.text.strip())
