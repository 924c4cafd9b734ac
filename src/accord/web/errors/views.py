"""The pages for when there is no page: calm words, what to do next, and a number that support can look up."""

import contextlib
import logging
import re
import sys
from collections.abc import Sequence
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.kernel import bucket, disk
from accord.kernel.sizes import written_size
from accord.web.frame import Frame
from accord.web.log import number_of
from accord.web.reader import known_person, speak_to_reader
from accord.web.support import seen

logger = logging.getLogger(__name__)

OURS = {"csrfmiddlewaretoken"}
SECRET = {"password", "auth", "secret", "token"}
LONG = 20
NO_ROOM = (
    _("Nothing can be saved at the moment"),
    _(
        "The server has run out of room. What you just sent was not saved; whatever was confirmed to you before is "
        "safe, and everything can be read as usual."
    ),
)
NO_FILES = (
    _("Files cannot be reached at the moment"),
    _(
        "The place where files are kept does not answer. What you just sent was not saved; whatever was confirmed to "
        "you before is safe, and pages without a file can be read as usual."
    ),
)

NO_DATABASE = (
    _("Accord cannot reach its records at the moment"),
    _(
        "What you just sent was not saved; whatever was confirmed to you before is safe. Wait a minute and load the "
        "page again."
    ),
)
BROKEN = (
    _("Something broke on our side"),
    _("What you last saved is kept; what you just sent may not be. Try again in a minute."),
)
OUT_OF_REACH = (OperationalError, InterfaceError)
Words: TypeAlias = str | Promise


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - what was asked for stays unsaid
    """Answer 404, for what there is not and for what is not the reader's: the words are the same."""
    _speak(request)  # an address that leads nowhere has no view before which this would have been done
    return _page(
        request,
        404,
        _("There is no page here for you"),
        _("The address may be mistyped, or the page may be for somebody else. Start from your groups."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 403, when the request itself was not acceptable."""
    words = _("Nothing was changed. Go back, load the page again and try once more.")
    return _page(request, 403, _("This was not accepted"), words)


def open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's words are not for her
    """Answer 403, when a form came without the sign that this server gave it (CSRF)."""
    _speak(request)
    words = _(
        "For your safety nothing was sent. Go back, load the page again, and send once more: what you typed is "
        "still there."
    )
    return _page(request, 403, _("The page was open too long"), words)


def not_allowed(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """Answer 405, when an address was opened in a way that is not its own."""
    _speak(request)
    words = _("The address belongs to a button on a page. Start from your groups, and press the button there.")
    response = _page(request, 405, _("This address is not opened in this way"), words)
    response["Allow"] = ", ".join(methods)
    return response


def too_long(request: HttpRequest) -> HttpResponse:
    """Answer 413, when more was sent than is read."""
    return _page(request, 413, _("This was not accepted"), _("This file is too large. Send one of at most 60 MB."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, when the request could not be read; 413 when it was too large to be."""
    _speak(request)
    if isinstance(exception, RequestDataTooBig):
        limit = written_size(settings.ACCORD_UPLOAD_LIMIT)
        words = _("Nothing was saved. A file may have at most %(limit)s; send a smaller one.") % {"limit": limit}
        return _page(request, 413, _("What was sent is too large"), words)
    return _page(request, 400, _("This could not be read"), _("Nothing was changed. Go back and try once more."))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, when the fault is ours; 503 when disk or store of files will do again, keeping what was typed."""
    error = sys.exc_info()[1]
    if disk.is_full(error):
        return _later(request, "There was no room on the disk.", *NO_ROOM)
    if bucket.is_down(error):
        return _later(request, "The store of files did not answer.", *NO_FILES)
    if any(isinstance(each, OUT_OF_REACH) for each in disk.behind(error)):
        response = _page(request, 503, *NO_DATABASE)
        response["Retry-After"] = "30"
        return response
    return _page(request, 500, *BROKEN)


def _later(request: HttpRequest, why: str, heading: Promise, words: Promise) -> HttpResponse:
    """Render what was typed back into a form that sends it again; passwords are not written into a page."""
    logger.error(why, extra={"fields": {"number": number_of(request)}})
    try:
        typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in OURS]
        files = bool(request.FILES)
    except (OSError, BadRequest, RequestDataTooBig, UnreadablePostError):  # the body itself found no room
        typed, files = [], False
    secret = any(SECRET & set(re.split(r"[^a-z]+", name.lower())) for name, _value in typed)
    context: dict[str, Any] = {
        "heading": heading,
        "words": words,
        "again": request.method == "POST" and not secret and (typed or files),
        "typed": typed,
        "files": files,
        **_known(request),
        "long": [value for _name, value in typed if len(value) >= LONG and not secret],
        **_asking(request),
    }
    response = render(request, "errors/later.html", context, status=503)
    response["Retry-After"] = "60"
    return response


def _page(request: HttpRequest, status: int, heading: Words, words: Words) -> HttpResponse:
    """Render the error page with the number under which the log has the request (`accord.web.log`).

    It asks the database for nothing: that may be what is broken.
    """
    context: dict[str, Any] = {"heading": heading, "words": words, **_known(request), **_asking(request)}
    return render(request, "errors/page.html", context, status=status)


def _known(request: HttpRequest) -> dict[str, Frame]:
    """Return the bar of the reader, when the request has come far enough to know her: nobody is asked for again."""
    return {"frame": Frame(reader=known_person(request))}


def _asking(request: HttpRequest) -> dict[str, str]:
    """Return what leads to support: the number, and a letter in which page and number stand already."""
    number, page = number_of(request), seen.shown_address(request.path)
    return {
        "number": number,
        "support": settings.ACCORD_SUPPORT,
        "mail": seen.letter_address(page, number),
        "mail_address": seen.mail_address(),
    }


def _speak(request: HttpRequest) -> None:
    """Speak the reader's language where it can be known; the browser's where it cannot."""
    if not hasattr(request, "user"):
        return
    with contextlib.suppress(DatabaseError):
        speak_to_reader(request)
