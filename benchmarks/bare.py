"""An application that returns a constant page: the floor of what a server can do."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

PAGE = b"<!doctype html><title>floor</title>" + b"x" * 8000


async def application(
    scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Answer whatever is asked with the same page."""
    if scope["type"] == "lifespan":
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(PAGE)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE})
