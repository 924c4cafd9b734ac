"""`accord serve`: the pages by uvicorn, and the worker as a supervised child."""

import argparse
import gettext
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

import uvicorn
from django.conf import settings

from accord.cli import scraping
from accord.cli.platform import demand_database
from accord.cli.words import Wrong
from accord.kernel import worker
from accord.kernel.demo import made_by_demo

_ = gettext.gettext
log = logging.getLogger(__name__)


def serve(options: argparse.Namespace) -> int:
    """Serve the pages until stopped."""
    demand_database()
    return run(options.host, options.port, options.threads or settings.ACCORD_THREADS)


def work(options: argparse.Namespace) -> int:
    """Do the queue's work until stopped, or until the server that started this process is gone."""
    demand_database()
    worker.run_worker(options.parent)
    return 0


def run(host: str, port: int, threads: int, greeting: str = "") -> int:
    """Refuse what is dangerous, then serve; `greeting` is printed once pages can be opened."""
    _demand_safe(host)
    listener = _listen(host, port)
    os.environ["ACCORD_THREADS"] = str(threads)
    server = uvicorn.Server(configuration("accord.asgi:application"))
    supervisor = Supervisor(
        server,
        greeting
        or _("Serving on {host}:{port} as {origin}").format(host=host, port=port, origin=settings.ACCORD_ORIGIN),
    )
    # uvicorn ends its requests on a signal and then raises it again: here it means that all went well.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: sys.exit(0))
    scraping.begin()
    supervisor.start()
    try:
        server.run(sockets=[listener])
    finally:
        supervisor.stop()
    return 0


def configuration(application: Any) -> uvicorn.Config:
    """Return how uvicorn serves: it says nothing of its own, and believes the proxies that ACCORD_PROXIES names."""
    return uvicorn.Config(
        application,
        lifespan="off",
        # Its messages go to our log; its access log would write addresses with the secrets in them.
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.ACCORD_PROXIES),
        forwarded_allow_ips=settings.ACCORD_PROXIES,
    )


class Supervisor(threading.Thread):
    """Starts the worker once the server serves, and starts it again whenever it ends."""

    def __init__(self, server: uvicorn.Server, greeting: str) -> None:
        super().__init__(daemon=True, name="supervisor of the worker")
        self.server = server
        self.greeting = greeting
        self.ended = threading.Event()
        self.child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Keep one worker alive; one that ends at once is started again ever more slowly."""
        while not self.server.started:
            if self.ended.wait(0.02):
                return
        print(self.greeting, flush=True)
        pause = 1.0
        while not self.ended.is_set():
            began = time.monotonic()
            command = [sys.executable, "-m", "accord", "worker", "--parent", str(os.getpid())]
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # nosec B603 # noqa: S603 -- our own program
            self.child.wait()
            pause = 1.0 if time.monotonic() - began > 60 else min(pause * 2, 60)
            if not self.ended.wait(pause):
                log.error("The worker ended and is started again.", extra={"fields": {"code": self.child.returncode}})

    def stop(self) -> None:
        """Ask the worker to finish what it does, and take it down when it does not."""
        self.ended.set()
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.child.kill()


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


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
