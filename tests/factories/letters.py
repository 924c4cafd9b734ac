"""Letters as the mail server left them."""

from typing import Any

from accord.mailings.models import Letter
from accord.people.models import Person
from tests.factories.people import LONG_AGO


def refused_letter(to: Person | None, **fields: Any) -> Letter:
    """Have a letter to the person refused by the mail server for good."""
    values = {
        "address": to.email if to else "support@example.org",
        "language": "en",
        "kind": "activation",
        "subject": "Your account for the negotiation",
        "text": "Open it here.",
        "message_id": f"<{Letter.objects.count()}@example.org>",
        "state": "failed",
        "attempts": 1,
        "error": "550 No such mailbox",
        "queued_at": LONG_AGO,
        "due_at": LONG_AGO,
        **fields,
    }
    return Letter.objects.create(to=to, **values)
