"""`accord serve`: the pages by uvicorn, and the worker as a supervised child."""

import argparse
import gc
import gettext
import ipaddress
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from typing import Any

import uvicorn
from django.conf import settings

from accord.cli import children, scraping
from accord.cli.children import Child
from accord.cli.platform import demand_database
from accord.cli.words import Wrong
from accord.kernel import worker
from accord.kernel.demo import made_by_demo

_ = gettext.gettext


def serve(options: argparse.Namespace) -> int:
    """Serve the pages until stopped."""
    demand_database()
    threads = options.threads or settings.ACCORD_THREADS
    return run(options.host, options.port, threads, options.processes or settings.ACCORD_PROCESSES)


def join(options: argparse.Namespace) -> int:
    """Serve pages beside the server that started this process, until it ends.

    It accepts from the server's listener, or (`--port`) from one of its own on the same port, opened only once it can
    answer: what it does not accept, because it is not there yet or any more, the others do.
    """
    configured = configuration("accord.asgi:application")
    configured.load()
    server = uvicorn.Server(configured)
    _end_well()
    children.end_with(options.parent, lambda: setattr(server, "should_exit", True))
    own = options.listener is None
    listener = _listen(options.host, options.port, shared=True) if own else socket.socket(fileno=options.listener)
    server.run(sockets=[listener])
    return 0


def work(options: argparse.Namespace) -> int:
    """Do the queue's work until stopped, or until the server that started this process is gone."""
    demand_database()
    worker.run_worker(options.parent)
    return 0


def run(host: str, port: int, threads: int, processes: int = 1, greeting: str = "") -> int:
    """Refuse what is dangerous, then serve; `greeting` is printed once pages can be opened.

    Of several processes this is the first; each has so many threads and, on Linux, a listener of its own on the one
    port: the kernel deals the connections out evenly. Elsewhere whoever wakes first accepts.
    """
    _demand_safe(host)
    dealt = processes > 1 and sys.platform == "linux"
    listener = _only_listener(host, port) if dealt else _listen(host, port)
    os.environ |= {"ACCORD_THREADS": str(threads), "ACCORD_PROCESSES": str(processes)}
    server = uvicorn.Server(configuration("accord.asgi:application"))
    greeting = greeting or _("Serving on {host}:{port} as {origin}").format(
        host=host, port=port, origin=settings.ACCORD_ORIGIN
    )
    siblings = [_sibling(host, listener, dealt=dealt) for _process in range(processes - 1)]
    beside = Beside(server, greeting, [*siblings, Child("worker")])
    _end_well()
    scraping.begin()
    beside.start()
    try:
        server.run(sockets=[listener])
    finally:
        beside.stop()
        children.count_no_more()
    return 0


def _end_well() -> None:
    """Take a signal for a good end: uvicorn ends its requests on one and then raises it again."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: sys.exit(0))


def configuration(application: Any) -> uvicorn.Config:
    """Return how uvicorn serves: it says nothing of its own, and believes the proxies that ACCORD_PROXIES names."""
    return _Config(
        application,
        lifespan="off",
        # Its messages go to our log; its access log would write addresses with the secrets in them.
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Longer than a proxy keeps an idle connection: else it would send a request into one that is just closed.
        timeout_keep_alive=75,
        proxy_headers=bool(settings.ACCORD_PROXIES),
        forwarded_allow_ips=settings.ACCORD_PROXIES,
    )


class _Config(uvicorn.Config):
    """Loads the application, and looks for garbage more seldom from then on: what is loaded stays."""

    def load(self) -> None:
        """Load it. A page makes some ten thousand objects, nearly all of which go by themselves."""
        super().load()
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)


class Beside(threading.Thread):
    """Says that pages can be opened once they can, and then starts what runs beside: siblings, and the worker."""

    def __init__(self, server: uvicorn.Server, greeting: str, children: Sequence[Child]) -> None:
        super().__init__(daemon=True, name="what runs beside")
        self.server = server
        self.greeting = greeting
        self.children = children
        self.ended = threading.Event()

    def run(self) -> None:
        """Wait for the server, greet, start."""
        while not self.server.started:
            if self.ended.wait(0.02):
                return
        print(self.greeting, flush=True)
        for child in self.children:
            child.start()

    def stop(self) -> None:
        """End all of it."""
        self.ended.set()
        for child in self.children:
            child.stop()


def _demand_safe(host: str) -> None:
    """Refuse to show a demo to the world, or a real record as a demo: in a demo anybody may enter as anybody."""
    if not settings.ACCORD_DEMO:
        return
    if not _is_loopback(host):
        raise Wrong(
            _("In the demo anybody may enter as anybody: it is served on 127.0.0.1 only, not on {host}.").format(
                host=host
            )
        )
    if not made_by_demo():
        raise Wrong(
            _("ACCORD_DEMO is set, but the database in {home} was not made by the demo. Unset one of the two.").format(
                home=settings.ACCORD_HOME
            )
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sibling(host: str, listener: socket.socket, *, dealt: bool) -> Child:
    if dealt:
        return Child("join", "--host", host, "--port", str(listener.getsockname()[1]))
    return Child("join", "--listener", str(listener.fileno()), handles=[listener.fileno()])


def _only_listener(host: str, port: int) -> socket.socket:
    """Return a listener whose port our own processes may share, after nobody else was found listening there."""
    first = _listen(host, port)
    port = first.getsockname()[1]
    first.close()
    return _listen(host, port, shared=True)


def _listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # By its name of TCP: else what it accepts is not known for TCP, and the end of an answer waits 40 ms (RFC 896).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = error.strerror or error
        raise Wrong(
            _("Cannot listen on {host}:{port}: {reason}. Choose another with --port.").format(
                host=host, port=port, reason=reason
            ),
            1,
        ) from error
    listener.listen(256)
    listener.set_inheritable(False)
    return listener
