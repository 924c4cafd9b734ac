"""Help at hand: the guide of the reader's role, on one page that can be printed (O25)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from accord.kernel.actor import Actor
from accord.people import queries
from accord.web.frame import frame
from accord.web.help import guides, places


def help_page(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Show the guide of the reader's own role; a stranger reads how one enters, and what holds for everybody."""
    held: set[str] = {mine.role.kind for mine in queries.my_groups(actor)} if actor else set()
    return _show(request, actor, places.main_guide(held, staff=actor is not None and queries.may_convene(actor)))


def guide(request: HttpRequest, actor: Actor | None, *, guide: str) -> HttpResponse:
    """Show the guide of any role: no role's work is a secret from the others."""
    if guide not in guides.GUIDES:
        raise Http404
    return _show(request, actor, guide)


def _show(request: HttpRequest, actor: Actor | None, name: str) -> HttpResponse:
    language = translation.get_language() or "en"
    context = {"guide": guides.guide(name, language), "guides": places.others(name, language)}
    return render(request, "help/help.html", {**frame(request, actor), **context})
