"""Plain text for machines: `ok`, or the parts that are not; no person, no name, no version."""

from django.http import HttpRequest, HttpResponse

from accord.kernel import health as parts
from accord.kernel.actor import Actor

PLAIN = "text/plain; charset=utf-8"


def health(request: HttpRequest, actor: Actor | None) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Answer 200 and `ok`, or 503 and a line that names what is not well: database, worker, files, disk."""
    faults = parts.faults()
    said = f"not ok: {', '.join(faults)}" if faults else "ok"
    return HttpResponse(f"{said}\n", content_type=PLAIN, status=503 if faults else 200)


def live(request: HttpRequest, actor: Actor | None) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Answer that the process answers, and look at nothing: who restarts a server for less makes matters worse."""
    return HttpResponse("ok\n", content_type=PLAIN)
