"""What every answer carries (security headers) and what every page is read in (the reader's language and zone)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accord.web.door import Page, public
from accord.web.reader import speak_to_reader

Handler = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
    # A negotiation is not kept on a shared computer after its reader left; assets and files say otherwise themselves.
    "Cache-Control": "private, no-store",
}


class SecurityHeaders:
    """Puts the headers on every answer; a view that said its own value (a file's sandbox, an asset's age) keeps it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and add what the answer does not say itself."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class ReaderSettings:
    """Shows the page in its reader's language and on her clock; a stranger keeps the browser's language."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and leave the thread's clock as it was found."""
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _values: Any) -> None:
        """Activate both before the view runs, unless the page is the same for everybody."""
        if isinstance(view, Page) and view.door is public:
            return
        speak_to_reader(request)
