"""The pages for when there is no page: calm words, what to do next, and a number that support can look up."""

import logging
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - what was asked for stays unsaid
    """Answer 404, for what there is not and for what is not the reader's: the words are the same."""
    return _page(
        request,
        404,
        _("There is no page here for you"),
        _("The address may be mistyped, or the page may be for somebody else. Start from your groups."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403, when the request itself was not acceptable."""
    words = _("Nothing was changed. Go back, load the page again and try once more.")
    return _page(request, 403, _("This was not accepted"), words)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400, when the request could not be read."""
    return _page(request, 400, _("This could not be read"), _("Nothing was changed. Go back and try once more."))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, when the fault is ours."""
    return _page(
        request,
        500,
        _("Something broke on our side"),
        _("What you last saved is kept; what you just sent may not be. Try again in a minute."),
    )


def _page(request: HttpRequest, status: int, heading: Promise, words: Promise) -> HttpResponse:
    """Render the error page; the support number goes to the page and to the log."""
    number = secrets.token_hex(4)
    level = logging.ERROR if status >= 500 else logging.INFO
    logger.log(level, "support number %s: %s %s answered %s", number, request.method, request.path, status)
    context: dict[str, Any] = {
        "heading": heading,
        "words": words,
        "number": number,
        "support": settings.ACCORD_SUPPORT,
    }
    return render(request, "errors/page.html", context, status=status)
