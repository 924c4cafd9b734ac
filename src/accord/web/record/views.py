"""The record of a group at the delegations level, and what a delegation takes away to hold it to account."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.kernel.record import queries as records
from accord.people.queries import membership
from accord.people.queries import record as group_record
from accord.web.frame import frame
from accord.web.record.sentences import sentence

LONGEST = 19


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page prints it; `code` is the delegation it is about, `symbol` the document, when it says so."""

    entry: Entry
    sentence: str | Promise
    own: bool
    code: str
    symbol: str

    @property
    def name(self) -> str:
        """What the chip says to who listens."""
        return self.code


def line(entry: Entry, group_scope: str) -> Line:
    """Return an entry as the page prints it."""
    data = entry.data
    code = next((said for said in (data.get("party"), data.get("delegation")) if isinstance(said, str)), "")
    return Line(entry, sentence(entry.kind), entry.scope != group_scope, code, str(data.get("symbol") or ""))


def record(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show what was done, newest first, with a receipt for each entry and the way to check them."""
    member = membership(actor, group)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST else None
    leaf = group_record.leaf(actor, member.group, before)
    lines = [line(entry, f"group:{member.group.pk}") for entry in leaf.entries]
    context = {
        "group": member.group,
        "lines": lines,
        "older": leaf.older,
        "newest": before is None,
        "key": records.verifier_key(),
    }
    around = frame(request, actor, member.group, current="record", role=member.role)
    return render(request, "record/record.html", {**around, **context})


def checkpoint(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:  # noqa: ARG001 -- the door asked
    """Hand out a signed checkpoint of the whole record; it says how much there is, and nothing of what it is."""
    note = records.checkpoint().encode()
    return _file(request, note, "text/plain; charset=utf-8", f"checkpoint-{records.size()}.txt")


def receipt(request: HttpRequest, actor: Actor, *, group: str, entry: int) -> HttpResponse:
    """Hand out the receipt of an entry."""
    data = group_record.receipt(actor, membership(actor, group).group, entry)
    return _file(request, data, "application/json", f"receipt-{entry}.json")


def _file(request: HttpRequest, data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(b"" if request.method == "HEAD" else data, content_type=content_type)
    response["Content-Length"] = str(len(data))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
