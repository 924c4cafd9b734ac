"""A next version for tests: begun, decided and published as the Chair, in the hour after the close."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from accord.kernel import clocks, queue
from accord.library.models import Version
from accord.negotiation import actions
from accord.negotiation.models import Draft, Revision
from accord.negotiation.queries.deciding import standing_wordings
from accord.negotiation.queries.values import Choice, WrittenEdit
from tests.factories.negotiation import Negotiation, schedule
from tests.factories.revisions import accounted, question_to


def begin(held: Negotiation, language: str = "en") -> Revision:
    """Begin the next version, as the Chair."""
    return actions.begin_revision(actor=held.world.chair, now=clocks.now(), base=held.base(language))


def decide(held: Negotiation, revision: Revision, choices: Mapping[str, Choice], reason: str = "") -> None:
    """Decide on wordings, as the Chair."""
    actions.decide(actor=held.world.chair, now=clocks.now(), revision=revision, choices=choices, reason=reason)


def decide_all(held: Negotiation, revision: Revision, choice: Choice) -> None:
    """Decide the same on every wording."""
    asks = standing_wordings(revision.base_id).values_list("ask", flat=True)
    decide(held, revision, dict.fromkeys(asks, choice))


def publish(held: Negotiation, revision: Revision, label: str = "") -> Revision:
    """Publish it, as the Chair."""
    now = clocks.now()
    return actions.publish_revision(actor=held.world.chair, now=now, revision=revision, day=now.date(), label=label)


def next_round(held: Negotiation, version: Version, *, sees: str = "at_once", carried: bool = True) -> Negotiation:
    """Schedule a further round on this version from now on, and have the worker carry what was said before to it."""
    now = clocks.now()
    round_ = schedule(held.world, version, now, now + timedelta(days=1), sees=sees)
    if carried:
        queue.drain()
    return replace(held, version=version, round=round_)


def write(held: Negotiation, code: str, place: str, words: str) -> None:
    """Have a delegation write these words at a place in the browser, and send them."""
    given = {"actor": held.world.focal_points[code], "now": clocks.now()}
    edit = WrittenEdit(place, "words", words)
    actions.save_edit(**given, round=held.round, language="en", edit=edit, seen=0)
    draft = Draft.objects.get(round=held.round, delegation=held.world.delegations[code], ended_at=None)
    actions.send_draft(**given, draft=draft, seen=1)


def in_the_making(held: Negotiation) -> Revision:
    """Have the next version be in the making though the round is open still: where doors are asked, not the clock."""
    return Revision.objects.create(
        base=held.base(), number=1, way="decisions", begun_at=clocks.now(), begun_by=held.world.chair.label
    )


def by_word(held: Negotiation) -> dict[str, dict[str, object]]:
    """Have a version be made, AG be asked about merged words, and the version be published; return the addresses."""
    in_the_making(held)
    in_round = {"number": held.round.number, "language": "en"}
    return {
        **dict.fromkeys(("revision-upload", "revision-assign", "revision-questions"), in_round),
        "question": {"question": question_to(held, "AG").pk},
        "changes": {"document": held.version.document_id, "version": accounted(held)},
    }
