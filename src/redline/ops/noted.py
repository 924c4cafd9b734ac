"""A note goes with its reference: what is deleted inside it then belongs to the same act (pitfall 10)."""

from redline.changes.edit import Edit
from redline.ops.acts import Act
from redline.text.document import Document
from redline.text.flat import paragraphs_of, signs_of
from redline.text.signs import OBJECT

_NOTES = frozenset({"footnote", "endnote"})
_GOING = frozenset({"delete", "delete_mark"})


def with_notes(acts: list[Act], base: Document) -> list[Act]:
    """Return the acts with those that only empty a note made part of the one that deletes its reference."""
    emptied = {act.edits[0].address.rpartition("/")[0] + "/": act for act in acts if _is_in_note(act) and _empties(act)}
    if not emptied:
        return acts
    prefixes = {story.holder: story.prefix for story, _ in base.stories if story.kind in _NOTES}
    holders = {reference: prefixes[reference] for reference in prefixes if prefixes[reference] in emptied}
    places = {
        (paragraph.address, offset): holders[reference]
        for paragraph in paragraphs_of(base.body)
        for offset, reference in signs_of(paragraph, OBJECT)
        if reference in holders
    }
    gone: list[Act] = []
    for act in acts:
        for edit in [edit for edit in act.edits if edit.kind == "delete"]:
            for prefix in [prefix for place, prefix in places.items() if _covers(edit, place)]:
                act.nested += emptied[prefix].edits
                gone.append(emptied[prefix])
    return [act for act in acts if not any(act is each for each in gone)]


def _is_in_note(act: Act) -> bool:
    return act.edits[0].address.startswith(("fn", "en"))


def _empties(act: Act) -> bool:
    return all(edit.kind in _GOING for edit in act.edits)


def _covers(edit: Edit, place: tuple[str, int]) -> bool:
    return edit.address == place[0] and edit.start <= place[1] < edit.end
