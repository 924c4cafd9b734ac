"""The account of a published version: every paragraph that changed, whose it was, what was asked (no silent edits)."""

from typing import Any

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation.models import Revision
from accord.negotiation.policy import REVISION_VISIBLE
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.folded import of_base
from accord.negotiation.queries.pieces import paragraphs_of
from accord.negotiation.queries.values import ChangesView
from accord.people.models import Group
from accord.texts.providers import writing

_TOGETHER = ("version__document", "base__round__version__document")


def changes(actor: Actor, group: Group, document: int, version: int, language: str = "") -> ChangesView:
    """Return the account of a version in one of its languages; NotAllowed where there is none that the actor may see.

    Frozen when it was published, but for how places are called: that is in the reader's language. A version that was
    published by hand has no account.
    """
    rows = Revision.objects.filter(version=version, version__document=document, base__round__group=group)
    found = list(REVISION_VISIBLE.filter(actor, rows).select_related(*_TOGETHER).order_by("base__language"))
    row = next((each for each in found if not language or each.base.language == language), None)
    if row is None or row.version is None or row.published_at is None:
        raise NotAllowed
    account = _cited(row)
    changed = account.get("changed", [])
    return ChangesView(
        document=document,
        title=row.version.document.title,
        symbol=row.version.symbol,
        before=row.base.round.version.symbol,
        language=row.base.language,
        languages=tuple(each.base.language for each in found),
        day=row.version.date,
        published_at=row.published_at,
        way=row.way,
        account=account,
        pieces=tuple(tuple(writing.pieces(each["before"], each["after"])) for each in changed),
    )


def _cited(row: Revision) -> dict[str, Any]:
    """Return the account with each place called as the reader's language calls it."""
    listed = {name: row.account[name] for name in ("changed", "wordings", "questions") if name in row.account}
    known = {each.address for each in paragraphs_of(row.base)}
    places = {each["place"] for lines in listed.values() for each in lines if of_base(each["place"]) in known}
    cited = cited_places(row.base, places)
    return {
        name: [{**each, "cited": cited.get(each["place"]) or each["cited"]} for each in lines]
        for name, lines in listed.items()
    }


def accounted(actor: Actor, group: Group, document: int) -> frozenset[int]:
    """Return which versions of a document have an account that the actor may read."""
    rows = Revision.objects.filter(version__document=document, base__round__group=group, published_at__isnull=False)
    return frozenset(REVISION_VISIBLE.filter(actor, rows).values_list("version", flat=True))
