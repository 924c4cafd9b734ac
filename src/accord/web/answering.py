"""Pages for the event loop: each is answered in one of a fixed number of threads, and goes out in one piece."""

import asyncio
import contextvars
import io
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeAlias, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import build_environ

Scope: TypeAlias = MutableMapping[str, Any]
Channel: TypeAlias = Callable[..., Awaitable[Any]]
Pages: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Message: TypeAlias = dict[str, Any]

# A body or an answer of this many bytes is held whole; what is longer goes piece by piece.
HELD: Final = 1024 * 1024
# So many others wait in this process while an answer goes out: it is crowded.
CROWD: Final = 2


class Answering:
    """An ASGI application of WSGI pages (PEP 3333) in so many threads.

    A thread is given a request that is there as a whole, and gives back an answer as a whole: it waits for no line,
    and wakes the loop once instead of once for each piece. A body that is longer or of undeclared length is read
    by the page itself (a2wsgi), which may refuse it unread; a long answer (a file) goes out in pieces.

    With `siblings`, other processes on the same port, a crowded one ends the connection with its answer (RFC 9112
    §9.6): the kernel deals the next one out anew. Else those who came first to one process would wait in line there
    for as long as they keep their connections, with another process idle beside it.
    """

    def __init__(self, pages: Pages, threads: int, *, siblings: bool = False) -> None:
        self._pages, self._siblings, self._here = pages, siblings, 0
        # A fixed pool: each thread keeps one database connection, and a crowd waits in line.
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._read_by_page = WSGIMiddleware(cast("Any", pages))
        self._read_by_page.executor = self._pool

    async def __call__(self, scope: Scope, receive: Channel, send: Channel) -> None:
        """Answer one request (ASGI 3.0)."""
        self._here += 1
        try:
            await self._answered(scope, receive, send)
        finally:
            self._here -= 1

    async def _answered(self, scope: Scope, receive: Channel, send: Channel) -> None:
        length = _declared(scope)
        if length is None or length > HELD:
            await self._read_by_page(cast("Any", scope), cast("Any", receive), cast("Any", send))
            return
        body = await _body(receive) if length else b""
        if body is None:
            return
        environ = build_environ(cast("Any", scope), cast("Any", io.BytesIO(body)))
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()
        begin, rest = await loop.run_in_executor(self._pool, context.run, self._answer, environ, loop, send)
        if begin is not None:
            if self._siblings and self._here > CROWD:
                begin["headers"].append((b"connection", b"close"))
            await send(begin)
        await send({"type": "http.response.body", "body": rest})

    def _answer(self, environ: Any, loop: asyncio.AbstractEventLoop, send: Channel) -> tuple[Message | None, bytes]:
        """Return the head and the body of a page's answer; of a long one the last piece, all before it being sent."""
        begun: list[Message] = []

        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            begun[:] = [
                {"type": "http.response.start", "status": int(status[:3]), "headers": list(map(_encoded, headers))}
            ]

        answer = self._pages(environ, start)
        held, size, sent = list[bytes](), 0, False
        try:
            for piece in answer:
                held.append(piece)
                size += len(piece)
                if size > HELD:
                    more = {"type": "http.response.body", "body": b"".join(held), "more_body": True}
                    for message in (more,) if sent else (begun[0], more):
                        asyncio.run_coroutine_threadsafe(cast("Any", send(message)), loop).result()
                    held, size, sent = [], 0, True
        finally:
            getattr(answer, "close", lambda: None)()
        return None if sent else begun[0], b"".join(held)


def _declared(scope: Scope) -> int | None:
    """Return the length of the body, 0 when there is none, None when it is not declared."""
    length: int | None = 0
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = int(value) if value.isdigit() else None
    return length


async def _body(receive: Channel) -> bytes | None:
    """Return the body, or None when the reader left before all of it was here."""
    pieces = list[bytes]()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


def _encoded(header: tuple[str, str]) -> tuple[bytes, bytes]:
    name, value = header
    return name.strip().encode("latin1").lower(), value.strip().encode("latin1")
