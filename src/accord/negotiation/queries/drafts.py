"""What a focal point sees while she writes: one paragraph to amend, and all that is written and not sent yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Draft, DraftEdit, Proposal, RoundBase, Sponsorship, Wording
from accord.negotiation.policy import DRAFT_OWN, WORDING_VISIBLE
from accord.negotiation.queries import numbers, timetable
from accord.negotiation.queries.cards import anchors
from accord.negotiation.queries.compiled import DOCX
from accord.negotiation.queries.own_words import former_of, reason_at, written_file
from accord.negotiation.queries.pieces import body_of, paragraphs_of
from accord.negotiation.queries.readers import reader_as
from accord.negotiation.queries.stories import anchor
from accord.negotiation.queries.values import (
    AddedView,
    AmendView,
    DraftView,
    EditView,
    Fate,
    FileView,
    OfferView,
    Op,
    RoundView,
    preview,
)
from accord.people.models import Delegation
from accord.people.queries import Membership
from accord.texts.providers import word, writing
from accord.texts.providers.word import Paragraph

_OPS: dict[str, Op] = {"words": "words", "add": "add", "delete": "delete", "move": "move"}


@dataclass(frozen=True, slots=True)
class _Round:
    """A round as its focal point writes in it: its bases, her delegation's proposals, her open draft with its edits."""

    view: RoundView
    bases: Sequence[RoundBase]
    delegation: Delegation
    standing: Proposal | None
    draft: Draft | None
    edits: tuple[DraftEdit, ...]

    @property
    def ground(self) -> Proposal | None:
        """What she goes on from: of a draft its own, else what stands."""
        return self.draft.ground if self.draft else self.standing

    def elsewhere(self, base: RoundBase) -> str:
        """Return the language of the text on which her proposal is, when that is another than this; else ""."""
        on = self.draft.base if self.draft else self.standing.base if self.standing else base
        return "" if on.pk == base.pk else on.language


def amending(actor: Actor, member: Membership, number: int, language: str, at: str, wording: int = 0) -> AmendView:
    """Return one paragraph to amend, named by its anchor on the page; `wording`: words of others that she takes up.

    NotAllowed when there is no such round, language or paragraph for her.
    """
    found = _round(actor, member, number)
    base = next((each for each in found.bases if each.language == language), None)
    paragraphs = () if base is None else paragraphs_of(base)
    index = next((at_ for at_, each in enumerate(paragraphs) if anchor(each.address) == at), None)
    if base is None or index is None:
        raise NotAllowed
    offered = _taken_up(actor, base, wording) if wording else None
    return _amended(found, base, paragraphs, index, offered)


def draft_of(actor: Actor, member: Membership, number: int) -> DraftView | None:
    """Return all that her delegation has written in a round and not sent yet; None when nothing is."""
    found = _round(actor, member, number)
    if found.draft is None or not found.edits:
        return None
    base = next(each for each in found.bases if each.pk == found.draft.base_id)
    paragraphs = paragraphs_of(base)
    known = _Named(paragraphs)
    edits = sorted(found.edits, key=lambda each: (known.order(each.place), each.ordinal))
    touched = {each.place for each in edits}
    kept = set(anchors(paragraphs, former_of(found.ground))) - touched if found.ground else set()
    return DraftView(
        id=found.draft.pk,
        round=found.view,
        base=timetable.base_view(base),
        edits=tuple(_line(each, base, known) for each in edits),
        grounded=found.ground is not None,
        kept=len(kept),
        rivals=sum(bool(each.rival) for each in edits),
        begun_at=found.draft.begun_at,
    )


def find_draft(actor: Actor, member: Membership, number: int) -> Draft | None:
    """Return the open draft of her delegation in a round, None when there is none."""
    return next(iter(_drafts(actor, member.group.pk, number)), None)


def draft_file(actor: Actor, member: Membership, number: int) -> FileView | None:
    """Return her proposal so far as the Word file that would be sent; None when nothing is written.

    Refused as `writing.written` does.
    """
    row = find_draft(actor, member, number)
    if row is None:
        return None
    data, _amendments = written_file(row, row.delegation.code)
    return FileView(f"{row.delegation.code}_{row.base.filename}", DOCX, data, "")


def _round(actor: Actor, member: Membership, number: int) -> _Round:
    delegation = member.role.delegation
    bases = timetable.bases_of(actor, member.group, number)
    if delegation is None or not bases:
        raise NotAllowed
    who = reader_as(member, [delegation])
    own = timetable.own_of(actor, who, [bases[0].round_id])
    rows = _written(actor, bases[0].round_id, delegation.pk)
    draft = rows[0].draft if rows else None
    standing = next((each for each in own if each.state == Proposal.State.STANDING), None)
    return _Round(timetable.view_of(who, bases, own), bases, delegation, standing, draft, tuple(rows))


@prepared
def _written(actor: Actor, round_: int, delegation: int) -> QuerySet[DraftEdit]:
    drafts = DRAFT_OWN.filter(actor, Draft.objects.filter(round=round_, delegation=delegation, ended_at=None))
    rows = DraftEdit.objects.filter(draft__in=drafts.values("pk"))
    return rows.select_related("draft__base", "draft__ground__base").order_by("pk")


@prepared
def _drafts(actor: Actor, group: int, number: int) -> QuerySet[Draft]:
    rows = Draft.objects.filter(round__group=group, round__number=number, ended_at=None)
    with_ = ("round", "base__file", "base__text", "delegation", "ground__file", "ground__base")
    return DRAFT_OWN.filter(actor, rows.select_related(*with_))


@prepared
def _sponsored(actor: Actor, base: int, wording: int) -> QuerySet[Sponsorship]:
    visible = WORDING_VISIBLE.filter(actor, Wording.objects.filter(base=base, pk=wording))
    rows = Sponsorship.objects.filter(wording__in=visible.values("pk"), proposal__isnull=False)
    return rows.select_related("wording", "proposal__base").order_by("pk")


def _taken_up(actor: Actor, base: RoundBase, wording: int) -> OfferView:
    """Return a wording of others as the paragraph would read with it alone; NotAllowed when she may not see it."""
    for row in _sponsored(actor, base.pk, wording):
        asked = [each for each in former_of(row.proposal) if word.ask_of(each) == row.wording.ask]
        if asked:
            reads = writing.present(base.file_id, asked, row.wording.place)
            return OfferView(wording, "" if reads.fate else reads.words, reads.added)
    raise NotAllowed


class _Named:
    """How the places of a base are cited, and in which order they stand."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._kinds = {each.address: each.kind for each in paragraphs}
        self._numbers = numbers.numbered(paragraphs)
        self._order = {each.address: at for at, each in enumerate(paragraphs)}

    def cited(self, address: str, ordinal: int = 0) -> str:
        """Return how a place is called: "Paragraph 7", "Paragraph 7 bis"."""
        if address not in self._numbers:
            return ""
        number = self._numbers[address]
        plain = self._kinds[address] == "paragraph" and "/" not in address
        return numbers.cited(numbers.added(number, ordinal).name if ordinal else number.name, plain=plain)

    def order(self, address: str) -> int:
        """Return where a place stands."""
        return self._order.get(address, len(self._order))


def _amended(
    found: _Round, base: RoundBase, paragraphs: Sequence[Paragraph], index: int, offered: OfferView | None
) -> AmendView:
    paragraph, known = paragraphs[index], _Named(paragraphs)
    address, official = paragraph.address, writing.shown(paragraph.text)
    here = {each.ordinal: each for each in found.edits if each.place == address}
    elsewhere = found.elsewhere(base)
    here = {} if elsewhere else here
    there = writing.present(base.file_id, () if elsewhere else former_of(found.ground), address)
    own = here.get(0)
    words, fate = _now(own, there, official)
    added = tuple(_added(here, there.added, address, known))
    checking = found.view.checking
    return AmendView(
        round=found.view,
        base=timetable.base_view(base),
        address=address,
        anchor=anchor(address),
        cited=known.cited(address),
        kind=paragraph.kind,
        official=official,
        words=words,
        reason=own.reason if own else "" if elsewhere else reason_at(found.ground, address),
        turn=own.turn if own else 0,
        rival=own.rival if own else "",
        fate=fate,
        to=known.cited(own.after) if own and fate == "move" else "",
        pieces=preview(official, "" if fate else words),
        added=added,
        next_cited=known.cited(address, len(added) + 1),
        before=_words_of(paragraphs, index - 1),
        behind=_words_of(paragraphs, index + 1),
        places=tuple(_places(base, paragraph, known)),
        has_objects=writing.SIGN in official,
        saved_at=own.saved_at if own else None,
        drafted=len(found.edits),
        checking=checking.id if checking else None,
        elsewhere=elsewhere,
        offered=offered,
    )


def _now(own: DraftEdit | None, there: writing.Present, official: str) -> tuple[str, Fate]:
    """Return her words at a place as they are now, and what becomes of the paragraph."""
    fates: dict[str, Fate] = {"delete": "delete", "move": "move"}
    if own is None:
        return (official if there.fate else there.words), fates.get(there.fate, "")
    return (official, fates[own.op]) if own.op in fates else (own.words, "")


def _added(here: Mapping[int, DraftEdit], there: Sequence[str], address: str, known: "_Named") -> Iterator[AddedView]:
    """Yield what she puts in behind a paragraph: what she sent, as written over since, and what is new."""
    count = max([len(there), *here])
    for ordinal in range(1, count + 1):
        edit = here.get(ordinal)
        words = edit.words if edit else there[ordinal - 1] if ordinal <= len(there) else ""
        reason, turn, rival = (edit.reason, edit.turn, edit.rival) if edit else ("", 0, "")
        yield AddedView(ordinal, known.cited(address, ordinal), words, reason, turn, rival)


def _places(base: RoundBase, paragraph: Paragraph, known: "_Named") -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of the body behind which one may move, each with how it is cited and its first words."""
    body = [each for each in body_of(base) if each.kind != "cell"]
    if writing.SIGN in writing.shown(paragraph.text) or paragraph not in body:
        return
    at = body.index(paragraph)
    for number, each in enumerate(body):
        if number not in {at, at - 1} and each.text.strip():
            yield each.address, f"{known.cited(each.address)}: {word.words_of(each.text)[:60]}"


def _words_of(paragraphs: Sequence[Paragraph], index: int) -> str:
    return word.words_of(paragraphs[index].text) if 0 <= index < len(paragraphs) else ""


def _line(edit: DraftEdit, base: RoundBase, known: "_Named") -> EditView:
    """Return one edit as a line of the draft: how it reads against the official text, or what becomes of the place."""
    texts = {each.address: each.text for each in paragraphs_of(base)}
    official = "" if edit.op == "add" else writing.shown(texts.get(edit.place, ""))
    words = "" if edit.op in {"delete", "move"} else edit.words
    return EditView(
        place=edit.place,
        anchor=anchor(edit.place),
        cited=known.cited(edit.place, edit.ordinal),
        op=_OPS[edit.op],
        ordinal=edit.ordinal,
        to=known.cited(edit.after),
        words=words,
        reason=edit.reason,
        turn=edit.turn,
        rival=edit.rival,
        pieces=preview(official, words if edit.op != "move" else official),
        saved_at=edit.saved_at,
    )
