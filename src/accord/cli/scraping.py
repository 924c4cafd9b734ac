"""The address where Prometheus asks for figures: beside the pages, by default for this machine only."""

import gettext
import hmac
import socket
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.conf import settings
from django.db import connections

from accord.cli.words import Wrong
from accord.kernel import metrics

_ = gettext.gettext


def begin() -> ThreadingHTTPServer | None:
    """Listen where ACCORD_METRICS says, if it does, until the process ends; return what listens."""
    if settings.ACCORD_METRICS is None:
        return None
    host, port = settings.ACCORD_METRICS
    try:
        server = (SixServer if ":" in host else ThreadingHTTPServer)((host, port), Figures)
    except OSError as error:
        reason = error.strerror or error
        raise Wrong(_("Cannot listen on ACCORD_METRICS: {reason}.").format(reason=reason), 1) from error
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics").start()
    return server


class SixServer(ThreadingHTTPServer):
    """Listens on an address of IPv6."""

    address_family = socket.AF_INET6


class Figures(BaseHTTPRequestHandler):
    """Answers GET /metrics, to whoever brings the token when there is one."""

    timeout = 10
    server_version = "Accord"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with the figures, or with 401 or 404."""
        token = settings.ACCORD_METRICS_TOKEN
        given = self.headers.get("Authorization", "")
        if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            self._answer(HTTPStatus.UNAUTHORIZED, b"", {"WWW-Authenticate": "Bearer"})
        elif self.path.partition("?")[0] != "/metrics":
            self._answer(HTTPStatus.NOT_FOUND, b"", {})
        else:
            try:
                self._answer(HTTPStatus.OK, metrics.page(), {"Content-Type": metrics.CONTENT_TYPE})
            finally:
                connections.close_all()  # this thread ends with the answer

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        """Write nothing: the library's line would hold the address of who asks."""
