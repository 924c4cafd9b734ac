"""Rows of what goes with a round's time, one of each table, for tests of how they are kept."""

from datetime import timedelta

from django.db.models import Model

from accord.kernel import clocks, storage
from accord.negotiation.models import (
    Feed,
    InternalDeadline,
    Lodging,
    MovedClose,
    Proposal,
    Reminder,
    RoundRule,
    Translation,
)
from accord.people.models import Delegation, LinkToken, Person


def one_of_timing(proposal: Proposal, other: Delegation) -> dict[str, Model]:
    """Return one row of each table about the round of a proposal, another delegation being reminded."""
    now, round_ = clocks.now(), proposal.round
    soon, said = round_.closes_at - timedelta(hours=1), {"set_at": now, "set_by": "Somebody"}
    when = {"former": round_.closes_at, "closes_at": soon, "moved_at": now, "moved_by": "Chair"}
    how = {"source": "paper", "received_on": now.date(), "lodged_at": now, "lodged_by": "Secretariat"}
    file = storage.keep(b"%PDF-1.4 a translation")
    return {
        "roundrule": RoundRule.objects.create(round=round_, late="stamp", reminders=[24], **said),
        "movedclose": MovedClose.objects.create(round=round_, reason="Because.", **when),
        "internaldeadline": InternalDeadline.objects.create(round=round_, delegation=other, at=soon, **said),
        "reminder": Reminder.objects.create(round=round_, delegation=other, kind="6h", due_at=soon, sent_at=now),
        "lodging": Lodging.objects.create(proposal=proposal, evidence=file, evidence_name="scan.pdf", **how),
        "translation": Translation.objects.create(
            proposal=proposal, language="es", file=file, filename="AG_es.pdf", at=now, by="Secretariat"
        ),
    }


def one_feed(person: Person, seat: Delegation) -> Feed:
    """Return a person's calendar address in the group of this delegation."""
    now = clocks.now()
    life = {"issued_at": now, "expires_at": now + timedelta(days=1)}
    token = LinkToken.objects.create(sha256="f" * 64, purpose="calendar", person=person, **life)
    return Feed.objects.create(person=person, group=seat.group, token=token)
