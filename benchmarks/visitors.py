"""The visitors of benchmarks.load: what they ask for, in which proportion, and how long each waits; asyncio alone.

A request begins at its own instant, on a connection that is kept open for the next one, as a browser or a proxy does.
"""

import asyncio
import base64
import io
import itertools
import random
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Crowd = dict[str, Any]
TOKEN = "benchmark" * 3 + "token"
BOUNDARY = "benchmark-boundary-of-a-form"
PATIENCE = 30.0
# Of a thousand requests: a morning in which 35 delegations read, and some of them send.
MIX = {
    "home": 150,
    "overview": 150,
    "text": 150,
    "section": 140,
    "documents": 80,
    "proposal": 80,
    "rounds": 50,
    "delegations": 40,
    "download": 60,
    "record": 30,
    "help": 20,
    "assets": 30,
    "upload": 5,
    "sign-in": 5,
}
COMPILED_EVERY = 20.0


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: its kind, when it was to begin, how many milliseconds after that it was answered, what failed."""

    kind: str
    began: float
    ms: float
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it goes over the line."""

    path: str
    session: str = ""
    body: bytes = b""
    kind: str = "application/x-www-form-urlencoded"


def percentile(visits: list[Visit], share: int) -> float:
    """Return the milliseconds within which this share (1 to 99) of the visits was answered."""
    ordered = sorted(each.ms for each in visits)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


class Visitors:
    """A crowd that visits one server."""

    def __init__(self, port: int, crowd: Crowd, *, bare: bool = False) -> None:
        self.port, self.crowd, self.bare = port, crowd, bare
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.visits: list[Visit] = []
        self.chance = random.Random(35)  # noqa: S311 -- only spreads the requests
        self.numbers = itertools.count()
        self.focal_points = list(crowd["focal_points"].items())
        self.sending = itertools.cycle(crowd["files"])
        self.signing_in = itertools.cycle(crowd["accounts"].items())

    @staticmethod
    def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
        """Return once somebody listens; RuntimeError when the process has ended instead."""
        end = time.monotonic() + 60
        while time.monotonic() < end and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("The server did not come up.")

    def run(self, rate: float, seconds: float) -> list[Visit]:
        """Visit at this rate for so long, wait for the last answer, and return all visits."""
        asyncio.run(self._run(rate, seconds))
        return self.visits

    async def _run(self, rate: float, seconds: float) -> None:
        kinds = [kind for kind, share in MIX.items() for _ in range(share)]
        self.chance.shuffle(kinds)
        start, begun = time.monotonic() + 0.1, []
        compiled = 0.0
        for number in range(int(rate * seconds)):
            instant = start + number / rate
            await asyncio.sleep(max(0.0, instant - time.monotonic()))
            kind, compiled = (
                ("compile", compiled + COMPILED_EVERY)
                if number / rate >= compiled
                else (kinds[number * 7919 % len(kinds)], compiled)
            )
            begun.append(asyncio.create_task(self._visit(kind, instant)))
        await asyncio.gather(*begun)
        for _reader, writer in self.idle:
            writer.close()

    async def _visit(self, kind: str, instant: float) -> None:
        """Make one request, and those that follow from its answer, each timed from when it was to begin."""
        ways: dict[str, Callable[[], Any]] = {"upload": self._upload, "sign-in": self._sign_in}
        if kind in ways and not self.bare:
            await ways[kind]()(instant)
            return
        await self._timed(kind, instant, self._asked(kind))

    async def _timed(self, kind: str, instant: float, asked: Asked, wanted: tuple[int, ...] = (200, 303)) -> str:
        """Ask, note how long it took, and return where the answer sends the visitor."""
        failed, onward = "", ""
        try:
            status, headers = await asyncio.wait_for(self._exchange(asked), PATIENCE)
            onward = headers.get("location", "")
            failed = "" if status in wanted else f"{asked.path} answered {status}"
        except (OSError, EOFError, TimeoutError) as error:
            failed = f"{asked.path}: {type(error).__name__}"
        self.visits.append(Visit(kind, instant, (time.monotonic() - instant) * 1000, failed))
        return onward

    def _asked(self, kind: str) -> Asked:
        _code, speaks = self.chance.choice(self.focal_points)
        chair, anybody = self.crowd["front"][0], self.chance.choice([speaks, speaks, *self.crowd["front"]])
        members = [anybody, self.chance.choice(self.crowd["experts"])]
        ways = {
            "home": Asked("/", self.chance.choice(members)),
            "overview": Asked("/g/plan/", self.chance.choice(members)),
            "text": Asked("/g/plan/text/", anybody),
            "section": Asked(f"/g/plan/text/?section={self.chance.randint(1, 10)}", anybody),
            "documents": Asked("/g/plan/documents/", self.chance.choice(members)),
            "proposal": Asked("/g/plan/proposal/", speaks),
            "rounds": Asked("/g/plan/rounds/1/", anybody),
            "delegations": Asked("/g/plan/delegations/", anybody),
            "download": Asked("/g/plan/rounds/1/official/en/", speaks),
            "record": Asked("/g/plan/record/", anybody),
            "help": Asked("/help/", anybody),
            "assets": Asked("/help/"),
            "compile": Asked("/g/plan/rounds/1/compilation/en/", chair, form()),
        }
        return ways.get(kind, Asked("/", speaks))

    def _upload(self) -> Callable[[float], Any]:
        code = next(self.sending)
        session = self.crowd["focal_points"][code]
        data = again(base64.b64decode(self.crowd["files"][code]), str(next(self.numbers)))

        async def upload(instant: float) -> None:
            sent = Asked("/g/plan/proposal/", session, part(data), f"multipart/form-data; boundary={BOUNDARY}")
            onward = await self._timed("upload", instant, sent, (303,))
            if onward:
                await self._timed("check", time.monotonic(), Asked(onward, session))
                send = Asked(onward.replace("/check/", "/send/"), session, form())
                await self._timed("send", time.monotonic(), send, (303,))

        return upload

    def _sign_in(self) -> Callable[[float], Any]:
        name, derived = next(self.signing_in)

        async def sign_in(instant: float) -> None:
            await self._timed("sign-in page", instant, Asked("/sign-in/"))
            given = form(username=name, password=derived, next="/")
            await self._timed("sign-in", time.monotonic(), Asked("/sign-in/", body=given), (302, 303))

        return sign_in

    async def _exchange(self, asked: Asked) -> tuple[int, dict[str, str]]:
        """Send one request, on an idle connection or a new one; return the status and the headers.

        A connection that the server closed meanwhile is replaced by a new one, as browsers and proxies do.
        """
        if self.idle:
            try:
                return await self._answered(asked, *self.idle.pop())
            except asyncio.IncompleteReadError as ended:
                if ended.partial:
                    raise
            except ConnectionError:
                pass
        return await self._answered(asked, *await asyncio.open_connection("127.0.0.1", self.port))

    async def _answered(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int, dict[str, str]]:
        writer.write(self._head(asked) + asked.body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
        if "chunked" in headers.get("transfer-encoding", ""):
            while (size := int(await reader.readline(), 16)) >= 0:
                await reader.readexactly(size + 2)
                if not size:
                    break
        else:
            await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "") == "close":
            writer.close()
        else:
            self.idle.append((reader, writer))
        return int(first.split()[1]), headers

    def _head(self, asked: Asked) -> bytes:
        cookies = [f"csrftoken={TOKEN}", *([f"{self.crowd['cookie']}={asked.session}"] if asked.session else [])]
        head = [
            f"{'POST' if asked.body else 'GET'} {asked.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept-Encoding: gzip",
            f"Origin: http://127.0.0.1:{self.port}",
            f"Cookie: {'; '.join(cookies)}",
        ]
        if asked.body:
            head += [f"Content-Type: {asked.kind}", f"Content-Length: {len(asked.body)}"]
        return "\r\n".join([*head, "", ""]).encode()


def form(**fields: str) -> bytes:
    """Return a form with its token."""
    return urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()


def part(data: bytes) -> bytes:
    """Return the form by which a Word file is sent."""
    token = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n'
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="Matriz.docx"\r\n'
    kind = "Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\r\n\r\n"
    return (token + file + kind).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def again(data: bytes, note: str) -> bytes:
    """Return the same Word file in other bytes, so that nothing is known of it beforehand."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.comment = note.encode()
    return out.getvalue()
