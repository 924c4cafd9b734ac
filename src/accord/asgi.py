"""The dispatcher: long-lived streams run on the event loop, every page in one of a fixed number of threads."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from accord.web.answering import Answering

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.settings")

Scope: TypeAlias = MutableMapping[str, Any]
Channel: TypeAlias = Callable[..., Awaitable[Any]]
Application: TypeAlias = Callable[[Scope, Channel, Channel], Awaitable[None]]

# What `accord serve` was told stands before the settings.
THREADS = int(os.environ.get("ACCORD_THREADS") or settings.ACCORD_THREADS)
PROCESSES = int(os.environ.get("ACCORD_PROCESSES") or settings.ACCORD_PROCESSES)
PAGES: Application = Answering(get_wsgi_application(), THREADS, siblings=PROCESSES > 1)

# Paths that are served on the event loop itself (live events come here); every other path is a page.
STREAMS: dict[str, Application] = {}


async def application(scope: Scope, receive: Channel, send: Channel) -> None:
    """Give a stream to its own application and everything else to the pages; a web socket is closed at once."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close"})
        return
    await STREAMS.get(scope["path"], PAGES)(scope, receive, send)
