"""The style sheet and the script of every page: one file per component, joined once, each served under its own hash."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accord.kernel.actor import Actor

FOLDER = Path(__file__).parent / "static"
KINDS = {
    "accord.css": "text/css",
    "accord.js": "text/javascript",
    "accord.svg": "image/svg+xml",
    "sealing.js": "text/javascript",
}
# The worker is bound by the policy of its own answer: it alone may compile the cryptography it carries.
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
FOR_EVER = "public, max-age=31536000, immutable"


def asset(request: HttpRequest, actor: Actor | None, *, stamp: str, name: str) -> HttpResponse:  # noqa: ARG001 - same for all
    """Answer with one of the joined files; an address of an older build is gone (its page knows only its own)."""
    if name not in KINDS or stamp != stamp_of(name):
        raise Http404
    headers = {"Cache-Control": FOR_EVER}
    if name == "sealing.js":
        headers["Content-Security-Policy"] = WORKER_POLICY
    return HttpResponse(joined(name), content_type=f"{KINDS[name]}; charset=utf-8", headers=headers)


def address(name: str) -> str:
    """Return the address under which the file may be kept for ever."""
    # The name as it is written above: what a template says is a str of another kind, which is no part of a path.
    known = next((each for each in KINDS if each == name), None)
    if known is None:
        raise ValueError(f"There is no asset {name!r}; there are {', '.join(KINDS)}.")
    return reverse("asset", kwargs={"stamp": stamp_of(known), "name": known})


@cache
def stamp_of(name: str) -> str:
    """Return twelve hex digits that change when the file changes; of the worker its whole SHA-256.

    Whoever wants to know which script takes her password reads it in the address: a file of that hash and no other.
    """
    digest = hashlib.sha256(joined(name).encode()).hexdigest()
    return digest if name == "sealing.js" else digest[:12]


@cache
def joined(name: str) -> str:
    """Return the text of an asset: css/*.css joined and stripped of comments, js/*.js each in a block of its own.

    A script that fails is reported, and the others run all the same. Other assets are files as they are.
    """
    if name == "accord.css":
        return "\n".join(_sheets())
    if name == "accord.js":
        scripts = (path.read_text(encoding="utf-8") for path in sorted((FOLDER / "js").glob("*.js")))
        return "\n".join(f"try {{\n{script}}} catch (fault) {{ reportError(fault); }}" for script in scripts)
    return (FOLDER / name).read_text(encoding="utf-8")


def _sheets() -> Iterator[str]:
    """Yield the sheets: the one that names the layers first, the others in any order, because layers decide."""
    first = FOLDER / "css" / "layers.css"
    for path in (first, *sorted(set((FOLDER / "css").glob("*.css")) - {first})):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield re.sub(r"\n\s*", "\n", text).strip()
