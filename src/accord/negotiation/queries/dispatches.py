"""What went out through the official channels, and what can: read from the letters themselves."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.library.models import LanguageVersion, Version
from accord.library.policy import VERSION_ADMINISTERED
from accord.mailings.models import Addressee, Attachment
from accord.mailings.policy import ADDRESSEE_ADMINISTERED
from accord.negotiation.models import DispatchLetter
from accord.negotiation.policy import DISPATCH_VISIBLE
from accord.negotiation.queries.values import (
    AddresseeView,
    Delivery,
    DispatchedView,
    DispatchPage,
    OutgoingView,
    SentView,
)
from accord.people.models import Group

LARGEST: Final = 10 * 1024 * 1024
"""Bytes: mail servers refuse more; a larger file is linked instead."""
_DELIVERIES: Final[dict[str, Delivery]] = {"sent": "accepted", "failed": "refused"}


def dispatches(actor: Actor, document: int) -> tuple[DispatchedView, ...]:
    """Return what of a document went out officially, latest first, in one question; to the delegations level."""
    found = groupby(_letters(actor, document), key=lambda each: each.dispatch)
    return tuple(_view(dispatch.pk, tuple(letters)) for dispatch, letters in found)


def dispatching(actor: Actor, group: Group, version: int) -> DispatchPage:
    """Return what of a version can be sent to whom, in three questions; NotAllowed to who may not send it."""
    rows = Version.objects.filter(pk=version, document__group=group).select_related("document")
    row = VERSION_ADMINISTERED.filter(actor, rows).first()
    if row is None:
        raise NotAllowed
    files = list(LanguageVersion.objects.filter(version=row).select_related("file").order_by("language"))
    return DispatchPage(
        document=row.document_id,
        version=row.pk,
        symbol=row.symbol,
        title=row.document.title,
        official=row.document.official,
        files=tuple(OutgoingView(each.language, each.filename, each.file.size, fits(each)) for each in files),
        addressees=tuple(_addressee(each, row, files) for each in _addressees(actor, group, version)),
    )


def found_addressees(actor: Actor, group: Group, chosen: Iterable[int]) -> tuple[Addressee, ...]:
    """Return those of the group's official addressees that were chosen, as the act takes them."""
    rows = Addressee.objects.filter(group=group, until__isnull=True, pk__in=list(chosen))
    return tuple(ADDRESSEE_ADMINISTERED.filter(actor, rows).order_by("name", "pk"))


def fits(file: LanguageVersion) -> bool:
    """Whether a file goes with a letter."""
    return bool(file.file.size <= LARGEST)


def file_for(language: str, files: Sequence[LanguageVersion], original: str) -> LanguageVersion:
    """Return the file that goes to who reads this language: that one, else the original, else the first there is."""
    by_language = {each.language: each for each in files}
    return by_language.get(language) or by_language.get(original) or files[0]


def _view(pk: int, letters: Sequence[DispatchLetter]) -> DispatchedView:
    first = letters[0].dispatch
    return DispatchedView(
        id=pk,
        version=first.version_id,
        at=first.sent_at,
        by=first.sent_by,
        note=first.note,
        letters=tuple(map(_sent, letters)),
        of=letters[0].__dict__["of"],
    )


def _sent(each: DispatchLetter) -> SentView:
    letter, addressee = each.letter, each.addressee
    delivery = _DELIVERIES.get(letter.state, "waiting")
    answer = letter.error if delivery == "refused" else ""
    code = addressee.party_id or ""
    carried = bool(each.__dict__["carried"])
    return SentView(addressee.name, addressee.office, code, each.language, delivery, letter.sent_at, answer, carried)


def _addressee(each: Addressee, version: Version, files: Sequence[LanguageVersion]) -> AddresseeView:
    told = each.__dict__
    file = file_for(each.language, files, version.document.original_language) if files else None
    return AddresseeView(
        id=each.pk,
        name=each.name,
        office=each.office,
        code=each.party_id or "",
        language=file.language if file else "",
        sent_at=told["sent_at"],
        delivery=_DELIVERIES.get(told["delivery"], "waiting") if told["delivery"] else "",
        attached=file is None or fits(file),
    )


@prepared
def _letters(actor: Actor, document: int) -> QuerySet[DispatchLetter]:
    known = Addressee.objects.filter(group=OuterRef("dispatch__group"), since__lte=OuterRef("dispatch__sent_at"))
    then = known.filter(Q(until__isnull=True) | Q(until__gt=OuterRef("dispatch__sent_at")))
    counted = then.order_by().values("group").annotate(n=Count("pk")).values("n")
    rows = DispatchLetter.objects.filter(dispatch__version__document=document)
    rows = rows.annotate(of=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    rows = rows.annotate(carried=Exists(Attachment.objects.filter(letter=OuterRef("letter"))))
    rows = rows.select_related("dispatch", "letter", "addressee")
    return DISPATCH_VISIBLE.filter(actor, rows).order_by("-dispatch__sent_at", "-dispatch", "addressee__name", "pk")


def _addressees(actor: Actor, group: Group, version: int) -> QuerySet[Addressee]:
    """Return the addressees, each with the latest letter that took this version to it."""
    latest = DispatchLetter.objects.filter(dispatch__version=version, addressee=OuterRef("pk")).order_by("-pk")
    rows = Addressee.objects.filter(group=group, until__isnull=True).annotate(
        sent_at=Subquery(latest.values("dispatch__sent_at")[:1]),
        delivery=Subquery(latest.annotate(said=F("letter__state")).values("said")[:1]),
    )
    return ADDRESSEE_ADMINISTERED.filter(actor, rows).order_by("name", "pk")
