"""Who sees and who does what in a negotiation: each permission is one condition, for lists and single objects alike."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.policy import Rule
from accord.negotiation.models import (
    Compilation,
    DispatchLetter,
    Draft,
    InternalDeadline,
    Lodging,
    Output,
    Place,
    Proposal,
    Question,
    ReopeningRequest,
    Revision,
    Round,
    RoundBase,
    Silence,
    Sponsorship,
    Step,
    StepParty,
    Translation,
    Wording,
)
from accord.people.models import Delegation, Group
from accord.people.policy import (
    DELEGATION_ROOM,
    DELEGATION_SPOKEN_FOR,
    GROUP_ADMINISTERED,
    GROUP_AT_DELEGATIONS_LEVEL,
    GROUP_OF_EXPERT,
)


def _at_level(actor: Actor, path: str) -> Q:
    groups = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.all())
    return Q(**{f"{path}__in": groups.values("pk")})


def _member(actor: Actor, path: str) -> Q:
    groups = GROUP_OF_EXPERT.filter(actor, Group.objects.all())
    return Q(**{f"{path}__in": groups.values("pk")})


def _administered(actor: Actor, path: str) -> Q:
    groups = GROUP_ADMINISTERED.filter(actor, Group.objects.all())
    return Q(**{f"{path}__in": groups.values("pk")})


def _spoken_for(actor: Actor) -> Q:
    return Q(delegation__in=DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.all()).values("pk"))


def _proposing(actor: Actor, path: str = "group") -> Q:
    groups = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.all()).values("group")
    return Q(**{f"{path}__in": groups})


def unsealed(path: str = "") -> Q:
    """Select rounds whose proposals may be seen by others: those shown at once, and those that have closed."""
    return Q(**{f"{path}sees": Round.Sees.AT_ONCE}) | Q(**{f"{path}closes_at__lte": clocks.now()})


def _visible(actor: Actor) -> Q:
    """Select proposals: one's own delegation's always, those of others once they are sent and not sealed.

    In a round that was sealed, what a delegation took back or replaced before the close is never shown to others: they
    see what stood at the close. Chair and Secretariat see neither more nor sooner than the delegations do.
    """
    at_once = Q(round__sees=Round.Sees.AT_ONCE, state__in=["standing", "superseded", "withdrawn"])
    at_close = Q(round__sees=Round.Sees.AFTER_CLOSE, state="standing", round__closes_at__lte=clocks.now())
    return _spoken_for(actor) | (_at_level(actor, "round__group") & (at_once | at_close))


def _shown(actor: Actor, path: str) -> Q:
    """Select what hangs on a base (at `path`) whose proposals are shown to others."""
    return _at_level(actor, f"{path}__round__group") & unsealed(f"{path}__round__")


def _wordings(actor: Actor) -> Q:
    """Select wordings: all where proposals are shown, and always those that one's own delegation asks for."""
    own = Sponsorship.objects.filter(wording=OuterRef("pk"), proposal__in=_own_proposals(actor))
    return _shown(actor, "base") | Q(Exists(own))


def _own_proposals(actor: Actor) -> QuerySet[Proposal]:
    return Proposal.objects.filter(_spoken_for(actor)).only("pk")


def _awaits(actor: Actor) -> Q:
    asked = StepParty.objects.filter(_spoken_for(actor), step=OuterRef("pk"))
    return Q(Exists(asked))


def _own_room(actor: Actor) -> Q:
    return Q(delegation__in=DELEGATION_ROOM.filter(actor, Delegation.objects.all()).values("pk"))


def _lodged_for(actor: Actor) -> Q:
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.all()).values("pk")
    return Q(proposal__delegation__in=mine)


def _lodged_in(actor: Actor) -> Q:
    return _administered(actor, "proposal__round__group")


# When a round opens and closes is known to the capital too; what is in it is not.
CALENDAR_VISIBLE = Rule("takes part in the group", Round, lambda actor: _member(actor, "group"))
ROUND_VISIBLE = Rule("takes part in the round", Round, lambda actor: _at_level(actor, "group"))
ROUND_ADMINISTERED = Rule("presides over or serves the round", Round, lambda actor: _administered(actor, "group"))
ROUND_PROPOSABLE = Rule("speaks for a delegation in the round", Round, _proposing)
BASE_VISIBLE = Rule("may read the base of the round", RoundBase, lambda actor: _at_level(actor, "round__group"))
BASE_COMPILABLE = Rule("may have it compiled", RoundBase, lambda actor: _administered(actor, "round__group"))
PROPOSAL_VISIBLE = Rule("may see the proposal", Proposal, _visible)
PROPOSAL_SPOKEN_FOR = Rule("speaks for the delegation that proposes", Proposal, _spoken_for)
COMPILATION_VISIBLE = Rule(
    "may see the compilation",
    Compilation,
    lambda actor: _at_level(actor, "base__round__group") & unsealed("base__round__"),
)
OUTPUT_VISIBLE = Rule("may see the output", Output, lambda actor: _shown(actor, "base"))
# Positions are taken, and paragraphs put on the ladder, where proposals are shown: before, nobody knows of them.
WORDING_VISIBLE = Rule("may see the wording", Wording, _wordings)
WORDING_OPEN = Rule(
    "speaks for a delegation on the wording",
    Wording,
    lambda actor: _proposing(actor, "base__round__group") & _wordings(actor),
)
BASE_ADMINISTERED = Rule("presides over the text", RoundBase, lambda actor: _administered(actor, "round__group"))
BASE_SPOKEN_ON = Rule(
    "speaks for a delegation on the text",
    RoundBase,
    lambda actor: _proposing(actor, "round__group") & unsealed("round__"),
)
REOPENING_ADMINISTERED = Rule(
    "presides over the text that is asked about",
    ReopeningRequest,
    lambda actor: _administered(actor, "base__round__group"),
)
PLACE_VISIBLE = Rule("may see where the paragraph stands", Place, lambda actor: _shown(actor, "base"))
STEP_VISIBLE = Rule("may see what was recorded of the paragraph", Step, lambda actor: _shown(actor, "base"))
STEP_AWAITS = Rule("speaks for a delegation that the paragraph waits for", Step, _awaits)
DRAFT_OWN = Rule("speaks for the delegation that writes it", Draft, _spoken_for)
# A version in the making is its makers' own; published, all see what became of whose words.
REVISION_VISIBLE = Rule(
    "may see the revision",
    Revision,
    lambda actor: (
        _administered(actor, "base__round__group")
        | (_at_level(actor, "base__round__group") & Q(published_at__isnull=False))
    ),
)
REVISION_ADMINISTERED = Rule(
    "presides over the revision", Revision, lambda actor: _administered(actor, "base__round__group")
)
QUESTION_PUT = Rule(
    "speaks for the delegation that is asked", Question, lambda actor: _spoken_for(actor) & Q(ended_at__isnull=True)
)
WORDING_OWN = Rule(
    "speaks for a delegation that asks for the wording",
    Wording,
    lambda actor: Q(Exists(Sponsorship.objects.filter(wording=OuterRef("pk"), proposal__in=_own_proposals(actor)))),
)
# When the capital's word is due is known in the delegation's own room, and nowhere else (O5, O12).
DEADLINE_VISIBLE = Rule("belongs to the room whose deadline it is", InternalDeadline, _own_room)
# What was lodged is known to whoever serves the round, who put it in, and to the delegation for which it was.
LODGING_VISIBLE = Rule(
    "put it in, or speaks for the delegation", Lodging, lambda actor: _lodged_for(actor) | _lodged_in(actor)
)
TRANSLATION_VISIBLE = Rule(
    "may see the proposal that it translates",
    Translation,
    lambda actor: Q(proposal__in=Proposal.objects.filter(_visible(actor)).values("pk")),
)
DISPATCH_VISIBLE = Rule(
    "may see what went out officially", DispatchLetter, lambda actor: _at_level(actor, "dispatch__group")
)
SILENCE_VISIBLE = Rule("may see the silence procedure", Silence, lambda actor: _at_level(actor, "group"))
SILENCE_ADMINISTERED = Rule("may end it", Silence, lambda actor: _administered(actor, "group"))
SILENCE_ANSWERABLE = Rule("speaks for a delegation that is asked", Silence, _proposing)
