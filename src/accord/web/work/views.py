"""What the server could not do by itself, before the staff who can: try again, or set aside."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.mailings import actions, queries
from accord.web.frame import frame
from accord.web.work.words import said_of


def failed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show letters that could not be sent and work that failed, newest first."""
    found = queries.failures(actor)
    context = {"failures": [(each, said_of(each.kind, each.what)) for each in found]}
    return render(request, "work/failed.html", {**frame(request, actor), **context})


def again(request: HttpRequest, actor: Actor, *, kind: str, failed: int) -> HttpResponse:
    """Have it done once more."""
    letter, job = _found(actor, kind, failed)
    try:
        if letter is not None:
            actions.try_letter_again(actor=actor, now=clocks.now(), letter=letter)
        elif job is not None:
            actions.try_work_again(actor=actor, now=clocks.now(), job=job)
    except Refused as refused:
        messages.warning(request, str(refused.sentence))
    else:
        messages.success(request, _now("It is tried again now."))
    return _back()


def aside(request: HttpRequest, actor: Actor, *, kind: str, failed: int) -> HttpResponse:
    """Let it be."""
    letter, job = _found(actor, kind, failed)
    if letter is not None:
        actions.set_letter_aside(actor=actor, now=clocks.now(), letter=letter)
    elif job is not None:
        actions.set_work_aside(actor=actor, now=clocks.now(), job=job)
    messages.success(request, _now("Set aside. The record keeps it."))
    return _back()


def _found(actor: Actor, kind: str, pk: int) -> tuple[Any, Any]:
    """Return the letter or the work that failed, None for the other; 404 when this actor has neither."""
    letter = queries.failed_letter(actor, pk) if kind == "letter" else None
    job = queries.dead_job(actor, pk) if kind == "work" else None
    if letter is None and job is None:
        raise Http404
    return letter, job


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("failed"), status=303)
