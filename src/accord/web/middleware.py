"""What every answer carries (security headers) and what every page is read in (the reader's language and zone)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accord.web.door import Page, public
from accord.web.errors import views as errors
from accord.web.reader import speak_to_reader

Handler = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# No text becomes script or markup (Trusted Types); the pages with a password name the one exception (passwords.py).
NO_TEXT_AS_SCRIPT = "require-trusted-types-for 'script'; trusted-types 'none'"
TWO_YEARS = 63_072_000
# A body of this length, in bytes, is read from anybody: it has no file, and forms are shorter.
WITHOUT_FILE = 1024 * 1024
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; {NO_TEXT_AS_SCRIPT}",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "browsing-topics=(), camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), "
        "midi=(), payment=(), serial=(), usb=()"
    ),
    # For browsers that do not know frame-ancestors.
    "X-Frame-Options": "DENY",
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
        if settings.ACCORD_ORIGIN.startswith("https://"):
            # Said here and not by Django, which says it only of a request whose proxy told of its TLS.
            below = "; includeSubDomains" if settings.ACCORD_HSTS_SUBDOMAINS else ""
            response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}{below}")
        return response


class BodyLimit:
    """Refuses what is too long before a byte of it is read; from a stranger, whatever is long enough for a file."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say that it was not read. A body of undeclared length is not read anyhow (WSGI)."""
        declared = request.META.get("CONTENT_LENGTH") or "0"
        length = int(declared) if declared.isdecimal() else 0
        if length > WITHOUT_FILE and not request.user.is_authenticated:
            return errors.forbidden(request)
        if length > settings.ACCORD_UPLOAD_LIMIT + WITHOUT_FILE:
            return errors.too_long(request)
        return self.get_response(request)


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
