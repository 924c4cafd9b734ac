"""Technical support from every page: a letter with the page, the time and the number filled in (O25)."""

import logging
import re
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from accord.kernel import actor as actors
from accord.kernel import clocks, dates
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.mailings import actions
from accord.web.frame import frame
from accord.web.reader import person_in
from accord.web.support import seen
from accord.web.support.forms import SupportForm

logger = logging.getLogger(__name__)
# Who asks without having signed in; the record names her so.
VISITOR = actors.system("visitor")
CASE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")


def support(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Show what will be sent, and send it; what cannot be sent from here can be sent by the reader's own mail."""
    form = SupportForm(request.POST or None, initial=_filled_in(request))
    refusal: Any = ""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                number = _ask(request, actor, form.cleaned_data)
            except Refused as refused:
                refusal, status = refused.sentence, 429 if refused.code == "too_many" else 422
            except DatabaseError:
                logger.exception("A question to support could not be kept.")
                refusal, status = translation.gettext_lazy("It could not be sent from here. Send it by e-mail."), 503
            else:
                return HttpResponseRedirect(reverse("support-sent", kwargs={"case": number}), status=303)
    context = {"form": form, "refusal": refusal, "support": settings.ACCORD_SUPPORT, **_by_mail(form)}
    return render(request, "support/support.html", {**frame(request, actor), **context}, status=status)


def sent(request: HttpRequest, actor: Actor | None, *, case: str) -> HttpResponse:
    """Tell the case number; the page knows no more of the case than the number in its address."""
    if not CASE.fullmatch(case):
        raise Http404
    return render(request, "support/sent.html", {**frame(request, actor), "case": case, "visitor": actor is None})


def _ask(request: HttpRequest, actor: Actor | None, said: dict[str, str]) -> str:
    question = actions.Question(
        words=said["words"],
        reply_to=said["reply_to"],
        page=seen.shown_address(said["page"]),
        seen_at=said["seen_at"],
        number=said["number"],
        language=translation.get_language() or "en",
        address=seen.mail_address(),
        origin="" if actor else str(request.META.get("REMOTE_ADDR", "")),
    )
    return actions.ask_support(actor=actor or VISITOR, now=clocks.now(), question=question).number


def _filled_in(request: HttpRequest) -> dict[str, str]:
    """Return what is known: where she was, when, the number, and her address when she has signed in."""
    zone = timezone.get_current_timezone_name()
    person = person_in(request)
    return {
        "page": seen.shown_address(request.GET.get("page", "")),
        "seen_at": f"{dates.written(clocks.now(), zone)} ({dates.city(zone)})",
        "number": request.GET.get("number", "")[:16],
        "reply_to": str(getattr(person, "email", "") or ""),
    }


def _by_mail(form: SupportForm) -> dict[str, str]:
    """Return the way by the reader's own mail, with her words in it where she has written some."""
    told = {name: str(form[name].value() or "") for name in ("page", "number", "words")}
    return {"mail": seen.letter_address(**told), "mail_address": seen.mail_address()}
