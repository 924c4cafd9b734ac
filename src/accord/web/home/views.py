"""The first page: my groups and what is asked of me; for a stranger, what Accord is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from accord.kernel.actor import Actor
from accord.people import queries
from accord.web.frame import frame


def home(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Show my groups, or to a stranger what Accord is."""
    if actor is None:
        return render(request, "home/front.html", frame(request, actor))
    return render(request, "home/home.html", {**frame(request, actor), "memberships": queries.my_groups(actor)})


def overview(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show a group: what is asked of me, who is in it, the round, the documents."""
    mine = queries.membership(actor, group)
    context = frame(request, actor, mine.group, current="overview", role=mine.role)
    return render(request, "home/overview.html", {**context, "group": mine.group, "role": mine.role})


def language(request: HttpRequest, actor: Actor | None) -> HttpResponse:  # noqa: ARG001
    """Keep the language that was chosen in the bar, and go back to the page."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back, status=303)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31536000, samesite="Lax", httponly=True)
    return response
