"""The files that may be taken away: the official text, proposals, receipts, the compiled text and its proof."""

from django.http import HttpRequest, HttpResponse

from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import FileView
from accord.web.downloads import handed_out
from accord.web.reader import found_at_door, member_in


def handout(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Hand out the official text with tracking on."""
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    return attachment(request, queries.handout_file(actor, base))


def proposal_file(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Hand out a delegation's file; `?as=uploaded` asks for the bytes as they came in."""
    found = queries.find_proposal(actor, member_in(request, actor, group).group, proposal)
    as_uploaded = request.GET.get("as") == "uploaded"
    return attachment(request, queries.proposal_file(actor, found, as_uploaded=as_uploaded))


def receipt(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:  # noqa: ARG001 - the door read them
    """Hand out the signed receipt of one's own proposal."""
    return attachment(request, queries.receipt_file(actor, found_at_door(request)))


def compilation_file(request: HttpRequest, actor: Actor, *, group: str, compilation: int) -> HttpResponse:
    """Hand out the compiled text as a Word file."""
    found = queries.find_compilation(actor, member_in(request, actor, group).group, compilation)
    return attachment(request, queries.compilation_file(actor, found))


def proof_file(request: HttpRequest, actor: Actor, *, group: str, compilation: int) -> HttpResponse:
    """Hand out the proof of inclusion as a file."""
    found = queries.find_compilation(actor, member_in(request, actor, group).group, compilation)
    return attachment(request, queries.proof_file(actor, found))


def attachment(request: HttpRequest, file: FileView) -> HttpResponse:
    """Return the file to be saved, never opened in the page; its entity tag is the SHA-256 of its bytes."""
    return handed_out(request, file.data, file.media_type, file.filename, file.sha256)
