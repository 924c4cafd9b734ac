"""Rows of what is said of wordings and paragraphs, one of each table, for tests of how they are kept."""

from django.db.models import Model

from accord.kernel import clocks
from accord.negotiation.models import (
    Agenda,
    Bridge,
    Caucus,
    CaucusMember,
    ChairWording,
    OnBehalf,
    Position,
    Proposal,
    ReopeningRequest,
    RoundBase,
    Sponsorship,
    Step,
    StepParty,
    Wording,
)
from accord.people.models import Delegation


def one_of_each(proposal: Proposal, other: Delegation) -> dict[str, Model]:
    """Return one row of each guarded table about a standing proposal, positions and steps being another's."""
    now, base = clocks.now(), RoundBase.objects.get(pk=proposal.base_id)
    said = {"base": base, "place": "p9", "kind": "insert", "added": "words", "first_at": now}
    wording, second = (Wording.objects.create(ask=ask, **said) for ask in ("one", "two"))
    words = {"words": "words", "amendments": [], "file": base.file, "written_at": now, "written_by": "Chair"}
    chair = ChairWording.objects.create(base=base, place="p9", **words)
    caucus = Caucus.objects.create(group=base.round.group, code="EU", name="European Union", since=now)
    step = Step.objects.create(base=base, place="p9", state="pending", cause="recorded", at=now, by="Chair")
    taken = {"stance": "object", "reason": "No.", "taken_at": now, "taken_by": "BR"}
    return {
        "wording": wording,
        "chairwording": chair,
        "sponsorship": Sponsorship.objects.create(wording=wording, proposal=proposal),
        "bridge": Bridge.objects.create(proposal=proposal, wording=second, of=wording),
        "caucus": caucus,
        "caucusmember": CaucusMember.objects.create(caucus=caucus, delegation=other, since=now),
        "onbehalf": OnBehalf.objects.create(proposal=proposal, caucus=caucus),
        "position": Position.objects.create(wording=wording, base=base, delegation=other, **taken),
        "step": step,
        "stepparty": StepParty.objects.create(step=step, delegation=other),
        "reopeningrequest": ReopeningRequest.objects.create(
            base=base, place="p9", delegation=other, reason="No.", asked_at=now, asked_by="BR"
        ),
        "agenda": Agenda.objects.create(base=base, places=["p9"], set_at=now, set_by="Chair"),
    }
