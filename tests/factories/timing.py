"""Rows of what goes with a round's time, one of each table, for tests of how they are kept."""

from datetime import timedelta

from django.db.models import Model

from accord.kernel import clocks, storage
from accord.negotiation import actions
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
from tests.factories.library import pdf_file
from tests.factories.negotiation import Negotiation
from tests.redline.edits import Insert


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


def lodged(plan: Negotiation, code: str = "BR") -> Proposal:
    """Have the Secretariat put in, for a delegation, what came on paper."""
    return actions.lodge_proposal(
        actor=plan.world.secretariat,
        now=clocks.now(),
        round=plan.round,
        delegation=plan.world.delegations[code],
        data=plan.file(Insert((2,), 4, "single "), author=code),
        filename="typed.docx",
        evidence=actions.Evidence("paper", clocks.now().date(), "", "scan.pdf", pdf_file()),
    )


def translated(proposal: int) -> Translation:
    """Return a courtesy translation of a proposal."""
    row, now = Proposal.objects.get(pk=proposal), clocks.now()
    said = {"language": "es", "file": row.file, "filename": "AG_es.docx", "at": now, "by": "Secretariat"}
    return Translation.objects.create(proposal=row, **said)
