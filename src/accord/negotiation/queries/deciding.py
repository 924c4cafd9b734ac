"""What a revision has to decide: the wordings that stand on its base, what is decided, what agreement says of each."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.library.models import LanguageVersion, Version
from accord.negotiation.models import (
    AddedLabel,
    Assignment,
    Customs,
    Decision,
    Difference,
    Revision,
    RoundBase,
    Sponsorship,
    Step,
    Wording,
)
from accord.negotiation.queries.values import AGREED, Choice

LABEL: Final = "Rev.{n}"
"""How a body calls its next version unless its customs say otherwise."""


def standing_wordings(base: int) -> QuerySet[Wording]:
    """Return the wordings that somebody asks for on this base, the Chair's among them; not those only carried over.

    What was carried over stands in the text itself, in brackets.
    """
    stands = Q(proposal__state="standing") | Q(chair__isnull=False, chair__ended_at__isnull=True)
    held = Sponsorship.objects.filter(stands, wording=OuterRef("pk"))
    return Wording.objects.filter(Exists(held), base=base, carried_from__isnull=True).order_by("pk")


def choices_of(revision: Revision) -> dict[str, Choice]:
    """Return what is decided now, by wording."""
    rows = Decision.objects.filter(revision=revision, ended_at__isnull=True).values_list("ask", "choice")
    return {ask: cast("Choice", choice) for ask, choice in rows}


def undecided(revision: Revision) -> list[str]:
    """Return the wordings on which nothing is decided, of a revision that is made by decisions."""
    if revision.way != Revision.Way.DECISIONS:
        return []
    decided = choices_of(revision)
    asks = standing_wordings(revision.base_id).values_list("ask", flat=True)
    return [ask for ask in asks if ask not in decided]


def unexplained(revision: Revision) -> QuerySet[Difference]:
    """Return the differences of an uploaded version that are laid to nobody yet, in the order of the text."""
    laid = Assignment.objects.filter(difference=OuterRef("pk"), ended_at__isnull=True)
    return Difference.objects.filter(~Exists(laid), revision=revision)


def agreed_choices(base: RoundBase, wordings: Iterable[Wording]) -> dict[str, Choice]:
    """Return what the ladder says of each wording: taken into agreed words, or put aside by them.

    A wording that came after its paragraph was agreed is not decided by that; nor is one in another language than the
    one in which the words were agreed.
    """
    steps = Step.objects.filter(base=base, ended_at__isnull=True, state__in=AGREED, carried_from__isnull=True)
    at = {each.place: each for each in steps}
    given = AddedLabel.objects.filter(base=base).values_list("after", "content", "ordinal") if at else ()
    labels = {(after, content): ordinal for after, content, ordinal in given}
    found: dict[str, Choice] = {}
    for each in wordings:
        for place in places_of(each, labels):
            step = at.get(place)
            if step is not None and each.ask in step.taken:
                found[each.ask] = "take"
            elif step is not None and each.first_at <= step.at:
                found.setdefault(each.ask, "leave")
    return found


def places_of(wording: Wording, labels: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """Return where a wording counts: at each numbered paragraph that it adds, else at its place itself."""
    ordinals = [labels.get((wording.place, content)) for content in wording.contents]
    return tuple(f"{wording.place}~{each}" for each in ordinals if each) or (wording.place,)


def label_of(revision: Revision) -> str:
    """Return the label of the version that the revision becomes: "Rev.1"."""
    return label_from(_template(revision.base.round.group_id), revision.number)


def label_from(template: str | None, number: int) -> str:
    """Return a label by a body's template, with {n} for the number; by the usual one where it has none."""
    return (template if template and "{n}" in template else LABEL).replace("{n}", str(number))


def next_number(base: RoundBase) -> int:
    """Return the number of the next version: that of the same round in another language, else the first one free."""
    sibling = sibling_version(base)
    if sibling is not None:
        return sibling[0]
    before, after = label_from(_template(base.round.group_id), 0).split("0", 1)
    pattern = re.escape(before) + r"(\d+)" + re.escape(after)
    labels = Version.objects.filter(document=base.round.version.document_id).values_list("label", flat=True)
    taken = [int(found[1]) for label in labels if (found := re.fullmatch(pattern, label, re.IGNORECASE))]
    return max(taken, default=0) + 1


def superseded(base: RoundBase) -> bool:
    """Whether a later version of the document is published that did not come of this very round in another language."""
    version = base.round.version
    later = Version.objects.filter(document=version.document_id, ordinal__gt=version.ordinal)
    later = later.exclude(label__startswith="Corr").exclude(label__startswith="Add")
    of_round = Revision.objects.filter(base__round=base.round_id, version=OuterRef("pk"))
    here = LanguageVersion.objects.filter(version=OuterRef("pk"), language=base.language)
    return later.exclude(Exists(of_round) & ~Exists(here)).exists()


def sibling_version(base: RoundBase) -> tuple[int, Version] | None:
    """Return number and version of what another language version of the round has become; None when there is none."""
    others = Revision.objects.filter(base__round=base.round_id, published_at__isnull=False).exclude(base=base.pk)
    row = others.select_related("version__document").order_by("published_at").first()
    if row is None or row.version is None or row.version.languages.filter(language=base.language).exists():
        return None
    return row.number, row.version


def _template(group: int) -> str | None:
    return Customs.objects.filter(group=group).values_list("revision_label", flat=True).first()
