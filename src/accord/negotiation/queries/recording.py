"""What the Chair names when recording where paragraphs stand: delegations, a meeting, the words that result."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.negotiation.models import RoundBase
from accord.negotiation.policy import BASE_VISIBLE
from accord.negotiation.queries.agreed import ConflictError, InBracketsError, words_taken
from accord.negotiation.queries.places import address_of
from accord.people.models import Delegation, FormalMeeting, Group
from accord.people.policy import GROUP_AT_DELEGATIONS_LEVEL


def delegations_named(actor: Actor, group: Group, codes: Collection[str]) -> tuple[Delegation, ...]:
    """Return the delegations of the group with these codes, to whoever is at the delegations level."""
    groups = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.filter(pk=group.pk)).values("pk")
    rows = Delegation.objects.filter(group__in=groups, party__code__in=list(codes))
    return tuple(rows.select_related("party").order_by("party__code"))


def find_meeting(actor: Actor, group: Group, number: str) -> FormalMeeting | None:
    """Return the group's formal meeting of this number, as written; None when there is none."""
    groups = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.filter(pk=group.pk)).values("pk")
    written = number.strip()
    if not written.isdecimal() or len(written) > 6:
        return None
    return FormalMeeting.objects.filter(group__in=groups, number=int(written)).first()


def place_address(actor: Actor, base: RoundBase, name: str) -> str:
    """Return the place that a page's address names; NotAllowed for a base the actor may not read, or no such place."""
    if not BASE_VISIBLE.allows(actor, base):
        raise NotAllowed
    return address_of(base, name)


def words_if_taken(actor: Actor, base: RoundBase, place: str, asks: Collection[str]) -> str:
    """Return how a place would read with these wordings in it; Refused (`conflict`, `stale`) where it cannot.

    NotAllowed when the actor may not read the base.
    """
    if not BASE_VISIBLE.allows(actor, base):
        raise NotAllowed
    try:
        return words_taken(base, place, asks)
    except ConflictError as error:
        raise Refused(
            _("These two cannot both stand. Choose one, or write a Chair's wording."), code="conflict"
        ) from error
    except InBracketsError as error:
        raise Refused(
            _("These words stand in the text already, in brackets. Word as the Chair how it reads without them."),
            code="in_brackets",
        ) from error
    except KeyError as error:
        raise Refused(_("The words changed while you were deciding. Look at them again."), code="stale") from error
