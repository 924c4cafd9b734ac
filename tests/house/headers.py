"""What every answer of the product must say to the browser, asked of each cell of the grid (test_grid.py)."""

from collections.abc import Iterator

from django.http.response import HttpResponseBase

from accord.web.assets import FOR_EVER, WORKER_POLICY
from accord.web.downloads import SANDBOX
from accord.web.middleware import NO_TEXT_AS_SCRIPT, POLICY
from accord.web.passwords import PAGE_POLICY

ALWAYS = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    # strict-origin: pages whose own address holds a personal link's secret.
    "Referrer-Policy": {"same-origin", "strict-origin"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "X-Robots-Tag": {"noindex, nofollow"},
}
# What a browser may show; everything else is handed out to be saved, in a sandbox.
SHOWN = {"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json", "text/plain"}
KEPT = {"asset"}


def faults(answer: HttpResponseBase, name: str) -> list[str]:
    """Return what the answer of the page of this name fails to say; empty when all is well."""
    return [*_headers(answer), *_policy(answer), *_kept(answer, name), *_cookies(answer)]


def _headers(answer: HttpResponseBase) -> Iterator[str]:
    for header, allowed in ALWAYS.items():
        if answer.headers.get(header) not in allowed:
            yield f"{header}: {answer.headers.get(header)}"
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        yield "Permissions-Policy"
    if "Access-Control-Allow-Origin" in answer.headers:
        yield "Another origin may read this."


def _policy(answer: HttpResponseBase) -> Iterator[str]:
    said = answer.headers.get("Content-Security-Policy", "")
    kind, _, more = answer.headers.get("Content-Type", "").partition(";")
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        if said != SANDBOX:
            yield f"a file with the policy {said}"
    elif said not in {f"{POLICY}; {NO_TEXT_AS_SCRIPT}", PAGE_POLICY, WORKER_POLICY}:
        yield f"a page with the policy {said}"
    elif kind not in SHOWN:
        yield f"{kind} is shown in the page"
    if kind.startswith("text/") and "charset=utf-8" not in more.lower():
        yield f"{kind} without its character set"


def _kept(answer: HttpResponseBase, name: str) -> Iterator[str]:
    said = answer.headers.get("Cache-Control", "")
    well = answer.status_code == 200
    if said != (FOR_EVER if name in KEPT and well else "private, no-store"):
        yield f"Cache-Control: {said}"


def _cookies(answer: HttpResponseBase) -> Iterator[str]:
    for name, morsel in answer.cookies.items():
        kept = morsel["max-age"] != 0  # what is taken away again needs no lock
        if kept and not (
            morsel["httponly"] and morsel["samesite"] == "Lax" and morsel["path"] == "/" and not morsel["domain"]
        ):
            yield f"cookie {morsel.OutputString()}"
        if not name.isidentifier():
            yield f"cookie {name}"
