"""One line in the log for each request, and the number by which support finds it: no person, no address, no secret."""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accord.kernel import metrics

Handler = Callable[[HttpRequest], HttpResponseBase]
METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# Asked every few seconds by machines: lines that say “well” would bury the others.
QUIET: Final = {"health", "health-live"}
log = logging.getLogger("accord.request")


def number_of(request: HttpRequest) -> str:
    """Return the request's number (eight hex digits): the log has it, and the error page prints it."""
    number: str = request.__dict__.setdefault("accord_number", secrets.token_hex(4))
    return number


def route_of(request: HttpRequest) -> str:
    """Return the name of the page that was asked for, never its address: `-` where there is no such page."""
    match = request.resolver_match
    return (match.url_name if match else None) or "-"


class RequestLog:
    """Stands before everything else; writes the line and counts the request once the answer is there."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then say what was answered, in how many milliseconds and after how many queries."""
        queries = 0

        def counted(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*given)

        number, began = number_of(request), time.perf_counter()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        _tell(request, response.status_code, time.perf_counter() - began, {"number": number, "queries": queries})
        return response


@receiver(user_login_failed)
def _count_failed_sign_in(**_told: Any) -> None:
    """Count it; who tried is nobody's business here (axes keeps what it needs to slow a guesser down)."""
    metrics.count_failed_sign_in()


def _tell(request: HttpRequest, status: int, seconds: float, more: dict[str, Any]) -> None:
    route, method = route_of(request), request.method if request.method in METHODS else "OTHER"
    metrics.count_request(route, str(method), status, seconds)
    fields = {
        "route": route,
        "method": method,
        "status": status,
        "ms": round(seconds * 1000, 1),
        **more,
    }
    if settings.ACCORD_LOG_PERSONAL:
        fields["ip"] = request.META.get("REMOTE_ADDR", "")
    log.log(_level(route, status), "A page was asked for.", extra={"fields": fields})


def _level(route: str, status: int) -> int:
    if route in QUIET:
        return logging.DEBUG if status < 400 else logging.WARNING
    return logging.ERROR if status >= 500 else logging.INFO
