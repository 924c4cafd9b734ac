"""What a page tells support of itself: its address without secrets, and the number of its request."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext

from accord.web.log import number_of

LONGEST: Final = 200
# A personal link's secret stands in the address under such a name; what is this long is a secret under any name.
SECRET: Final = frozenset({"secret", "token", "key", "code"})
SECRET_LENGTH: Final = 24
HIDDEN: Final = "…"
ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def shown_address(path: str, given: Mapping[str, Any] | None = None) -> str:
    """Return a page's address as it may be written into a letter: no secret, nothing after the question mark.

    `given` are the values in the address, where they are known already.
    """
    plain = path.partition("?")[0]
    if given is None:
        try:
            given = resolve(plain).kwargs
        except Resolver404:
            given = {}
    secrets = {str(value) for name, value in given.items() if name in SECRET}
    named = {str(value) for name, value in given.items() if name not in SECRET}
    parts = (_shown(part, secrets, named) for part in plain.split("/"))
    return "/".join(parts)[:LONGEST]


def support_address(request: HttpRequest) -> str:
    """Return the address of the support page with this page and its number filled in."""
    match = request.resolver_match
    seen = {"page": shown_address(request.path, match.kwargs if match else None), "number": number_of(request)}
    return f"{reverse('support')}?{urlencode(seen)}"


def mail_address() -> str:
    """Return the e-mail address in ACCORD_SUPPORT, or nothing when it names none."""
    found = ADDRESS.search(settings.ACCORD_SUPPORT)
    return found[0] if found else ""


def letter_address(page: str, number: str, words: str = "") -> str:
    """Return a mailto: address that opens a letter to support with the same things in it; else nothing."""
    if not (to := mail_address()):
        return ""
    lines = [words, "", gettext("Page: %(page)s") % {"page": page}, gettext("Number: %(number)s") % {"number": number}]
    subject = gettext("A question about Accord (%(number)s)") % {"number": number}
    return f"mailto:{to}?{urlencode({'subject': subject, 'body': chr(10).join(lines)}, quote_via=quote)}"


def _shown(part: str, secrets: set[str], named: set[str]) -> str:
    return HIDDEN if part in secrets or (len(part) >= SECRET_LENGTH and part not in named) else part
