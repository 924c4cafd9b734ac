"""Pages in threads: whole requests and answers in one piece, long ones piece by piece, nothing lost or mixed up."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from accord.web.answering import HELD, Answering

Start = Callable[[str, list[tuple[str, str]]], Any]


class Page:
    """Says what it was sent and, when asked for a file, a long one; notes how much it read and that it was closed."""

    def __init__(self, pieces: Iterable[bytes] = ()) -> None:
        self.pieces, self.read, self.closed = tuple(pieces), b"", 0

    def __call__(self, environ: dict[str, Any], start: Start) -> "Page":
        if environ["PATH_INFO"] != "/unread":
            self.read = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start("200 OK", [("Content-Type", "text/plain"), ("X-Query", environ["QUERY_STRING"])])
        return self

    def __iter__(self) -> Any:
        yield from self.pieces or (self.read,)

    def close(self) -> None:
        self.closed += 1


def asked(page: Page, path: str = "/", body: bytes = b"", pieces: int = 1, *, leaves: bool = False) -> list[Any]:
    """Send one request, its body in so many pieces, and return what was sent back."""
    step = max(1, -(-len(body) // pieces))
    coming = [
        {"type": "http.request", "body": body[at : at + step], "more_body": at + step < len(body)}
        for at in range(0, max(len(body), 1), step)
    ]
    if leaves:
        coming = [{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}]
    sent: list[Any] = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST" if body else "GET",
        "path": path,
        "query_string": b"a=1",
        "headers": [(b"content-length", b"%d" % len(body))] if body else [],
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> Any:
        return coming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Answering(page, 2)(scope, receive, send))
    return sent


def asked_together(many: int, *, siblings: bool) -> int:
    """Send so many requests at once; return how many answers end their connection."""
    together = threading.Barrier(many)

    def page(_environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        together.wait(timeout=30)
        start("200 OK", [])
        return [b"a page"]

    async def all_of_them() -> list[bool]:
        answering = Answering(page, many, siblings=siblings)
        return await asyncio.gather(*(one(answering) for _request in range(many)))

    async def one(answering: Answering) -> bool:
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": [],
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await answering({**scope, "headers": [], "server": ("127.0.0.1", 80)}, receive, send)
        return (b"connection", b"close") in sent[0]["headers"]

    return sum(asyncio.run(all_of_them()))


def test_a_crowded_process_lets_connections_go_to_its_siblings() -> None:
    assert asked_together(4, siblings=True) == 2
    assert asked_together(2, siblings=True) == 0
    assert asked_together(4, siblings=False) == 0


def words(sent: list[Any]) -> bytes:
    return b"".join(each.get("body", b"") for each in sent)


def test_a_page_is_answered_in_one_piece() -> None:
    page = Page([b"one ", b"page"])
    head, body = asked(page)
    assert (head["status"], body["body"]) == (200, b"one page")
    assert (b"x-query", b"a=1") in head["headers"]
    assert page.closed == 1


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_form_reaches_its_page_whole(pieces: int) -> None:
    body = bytes(range(256)) * 40
    assert words(asked(Page(), body=body, pieces=pieces)) == body


def test_a_reader_who_leaves_in_the_middle_of_a_form_has_done_nothing() -> None:
    page = Page()
    assert asked(page, body=b"half of it", leaves=True) == []
    assert (page.read, page.closed) == (b"", 0)


@pytest.mark.parametrize("extra", [0, 1, HELD])
def test_a_long_body_is_read_by_the_page(extra: int) -> None:
    body = b"x" * (HELD + extra)
    assert words(asked(Page(), body=body, pieces=5)) == body


def test_a_long_body_may_be_refused_unread() -> None:
    page = Page([b"too long"])
    assert words(asked(page, "/unread", b"x" * (HELD + 1), pieces=5)) == b"too long"
    assert page.read == b""


def test_a_long_answer_goes_out_in_pieces() -> None:
    page = Page([b"a" * (HELD // 2)] * 5)
    sent = asked(page)
    assert [each["type"] for each in sent].count("http.response.start") == 1
    assert len(words(sent)) == HELD // 2 * 5
    assert max(len(each.get("body", b"")) for each in sent) < 2 * HELD
    assert [each.get("more_body", False) for each in sent[1:]] == [True, False]
    assert page.closed == 1
