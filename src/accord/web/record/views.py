"""The record of a group at the delegations level, and what a delegation takes away to hold it to account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accord.kernel.actor import Actor
from accord.kernel.record import queries as records
from accord.people import queries as people
from accord.web.downloads import handed_out
from accord.web.frame import frame
from accord.web.reader import member_in
from accord.web.record.sentences import sentence

# An entry's number is a 64-bit integer: what is longer was mistyped.
LONGEST = 19


def record(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show what was done, newest first, with a receipt for each entry and the way to check them."""
    member = member_in(request, actor, group)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST else None
    page = people.record_page(actor, member.group, before)
    context = {
        "group": member.group,
        "lines": [(act, sentence(act.kind)) for act in page.acts],
        "older": page.older,
        "newest": before is None,
        "key": records.verifier_key(),
    }
    around = frame(request, actor, member.group, current="record", role=member.role)
    return render(request, "record/record.html", {**around, **context})


def checkpoint(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:  # noqa: ARG001 -- the door asked
    """Hand out a signed checkpoint of the whole record; it says how much there is, and nothing of what it is."""
    note = records.checkpoint()
    return handed_out(request, note.encode(), "text/plain; charset=utf-8", f"checkpoint-{note.splitlines()[1]}.txt")


def receipt(request: HttpRequest, actor: Actor, *, group: str, entry: int) -> HttpResponse:
    """Hand out the receipt of an entry."""
    data = people.record_receipt(actor, member_in(request, actor, group).group, entry)
    return handed_out(request, data, "application/json", f"receipt-{entry}.json")
