"""Help at hand: what each role does here, in a few steps, and how to reach a person (O25)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accord.kernel.actor import Actor
from accord.people import queries
from accord.web.frame import frame


def help_page(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Show the short guide; the reader's own roles come first."""
    held = {mine.role.kind for mine in queries.my_groups(actor)} if actor else set()
    mine = {
        "focal_point": held & {"focal_point", "away"},
        "expert": held & {"expert"},
        "chair": held & {"chair", "vice_chair", "secretariat"},
    }
    parts = sorted(mine, key=lambda part: not mine[part])
    context = {"parts": [f"help/_{part}.html" for part in parts], "support": settings.ACCORD_SUPPORT}
    return render(request, "help/help.html", {**frame(request, actor), **context})
