"""The text of a language version: its paragraphs, and its sections as a table of contents."""

from dataclasses import dataclass

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.library.models import LanguageVersion
from accord.texts.models import Text, TextParagraph
from accord.texts.policy import TEXT_READABLE


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the text: the address it stands at, the number printed before it, its level (1 is the highest)."""

    address: str
    label: str
    title: str
    level: int
    position: int


def text_of(actor: Actor, language_version: LanguageVersion) -> Text:
    """Return the text read from this file; NotAllowed when there is none that the actor may read."""
    found = TEXT_READABLE.filter(actor, Text.objects.filter(language_version=language_version)).first()
    if found is None:
        raise NotAllowed
    return found


def paragraphs(actor: Actor, text: Text) -> tuple[TextParagraph, ...]:
    """Return the paragraphs in reading order; none when the actor may not read the text."""
    readable = TEXT_READABLE.filter(actor, Text.objects.filter(pk=text.pk))
    return tuple(TextParagraph.objects.filter(text__in=readable).order_by("position"))


def sections(actor: Actor, text: Text) -> tuple[Section, ...]:
    """Return the headings of the text in reading order."""
    headings = (each for each in paragraphs(actor, text) if each.kind == "heading" and each.body.strip())
    return tuple(Section(each.address, each.label, each.body, each.level, each.position) for each in headings)
