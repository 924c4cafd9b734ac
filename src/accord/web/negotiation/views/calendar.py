"""The dates of a group in one's own calendar program: an address that its person makes, renews and ends."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.web.downloads import handed_out
from accord.web.frame import frame
from accord.web.reader import member_in


def calendar(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show whether one has a calendar address; make one, which is shown this once, or end it."""
    member, made = member_in(request, actor, group), ""
    if request.method == "POST" and "end" in request.POST:
        actions.end_feed(actor=actor, now=clocks.now(), group=member.group)
        messages.success(request, _("The calendar address is ended."))
        return HttpResponseRedirect(reverse("calendar", kwargs={"group": group}), status=303)
    if request.method == "POST":
        secret = actions.make_feed(actor=actor, now=clocks.now(), group=member.group).secret
        made = f"{settings.ACCORD_ORIGIN.rstrip('/')}{reverse('feed', kwargs={'secret': secret})}"
    context: dict[str, Any] = {
        **frame(request, actor, member.group, current="meetings", role=member.role),
        "heading": _("The dates in your calendar"),
        "held": queries.feed_of(actor, member.group),
        "made": made,
        "up": reverse("meetings", kwargs={"group": group}),
        "up_label": _("Meetings"),
    }
    return render(request, "negotiation/calendar.html", context)


def feed(request: HttpRequest, actor: Actor | None, *, secret: str) -> HttpResponse:
    """Give a calendar program the dates behind an address; 410 when it has ended."""
    found = queries.calendar_feed(actor, secret, urlsplit(settings.ACCORD_ORIGIN).hostname or "localhost")
    if found is None:
        return _discreet(HttpResponse(status=410, content_type="text/plain; charset=utf-8"))
    name, data = found
    return _discreet(handed_out(request, data, "text/calendar; charset=utf-8", f"{name}.ics"))


def _discreet(answer: HttpResponse) -> HttpResponse:
    """Keep the address out of every referrer and out of Django's own log of refusals."""
    answer["Referrer-Policy"] = "strict-origin"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  Django's own mark
    return answer
