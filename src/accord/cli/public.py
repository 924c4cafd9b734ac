"""What `accord check` looks for between this server and the world: address, cookies, proxies, keys, mail, files."""

import gettext
import ipaddress
import socket
import urllib.error
import urllib.request  # nosemgrep: request-to-another-host -- asks this server by its own public address
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from accord.cli.finding import Finding
from accord.kernel import storage
from accord.mailings.providers import smtp

_ = gettext.gettext
HERE: Final = {"127.0.0.1", "localhost", "::1"}
LONG: Final = 32
PLACEHOLDERS: Final = ("django-insecure", "change", "secret", "insecure", "example", "default", "password")
# More than this many addresses outside private networks are nobody's own proxies.
MANY: Final = 256
PATIENCE: Final = 5


def findings() -> Iterator[Finding]:
    """Yield what is wrong with how this server is reached and what it reaches."""
    for look in (_address, _answer, _cookies, _proxies, _modes, _secret, _mail, _files):
        yield from look()


def _address() -> Iterator[Finding]:
    origin = urlsplit(settings.ACCORD_ORIGIN)
    if origin.scheme != "https" and origin.hostname not in HERE:
        wrong = _("ACCORD_ORIGIN is {origin}: what is sent can be read on its way.").format(
            origin=settings.ACCORD_ORIGIN
        )
        yield Finding("no_tls", wrong, _("Outside this machine sign-ins need https: put a proxy with TLS before it."))
    if origin.path.strip("/"):
        wrong = _("ACCORD_ORIGIN holds a path.")
        yield Finding("origin_path", wrong, _("Write an address without a path, such as https://accord.example.org."))


def _answer() -> Iterator[Finding]:
    """Ask this server by its public address, as a browser does: certificate, proxy and headers at once."""
    if urlsplit(settings.ACCORD_ORIGIN).scheme != "https":
        return
    try:
        with urllib.request.urlopen(f"{settings.ACCORD_ORIGIN}/health/live", timeout=PATIENCE) as page:  # nosec B310 # noqa: S310 -- https only
            strict = page.headers.get("Strict-Transport-Security", "")
    except (urllib.error.URLError, OSError) as error:
        wrong = _("{origin} does not answer this machine: {error}.").format(origin=settings.ACCORD_ORIGIN, error=error)
        yield Finding("origin_silent", wrong, _("See that server and proxy run, and to the certificate."))
        return
    if "max-age=" not in strict:
        wrong = _("Browsers are not told to insist on https (the answer has no Strict-Transport-Security).")
        yield Finding("no_hsts", wrong, _("Let the proxy pass the header on, or set it there."))


def _cookies() -> Iterator[Finding]:
    https = urlsplit(settings.ACCORD_ORIGIN).scheme == "https"
    if https and not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        wrong = _("The cookies of a session may travel without TLS.")
        yield Finding("cookies_not_secure", wrong, _("Use the settings that come with Accord (accord.settings)."))


def _proxies() -> Iterator[Finding]:
    wide = [each for each in settings.ACCORD_PROXIES.split(",") if each and _is_wide(each)]
    if wide or settings.SECURE_PROXY_SSL_HEADER or settings.USE_X_FORWARDED_HOST:
        said = ", ".join(wide) or _("anybody")
        wrong = _("The word of {who} is taken for who asks and how (X-Forwarded-*).").format(who=said)
        yield Finding("proxies_wide", wrong, _("Name your own proxies in ACCORD_PROXIES, and nobody else."))
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        wrong = _("The server answers to any name, and would write it into letters and links.")
        yield Finding("hosts_any", wrong, _("Use the settings that come with Accord: they take ACCORD_ORIGIN's name."))


def _is_wide(named: str) -> bool:
    try:
        network = ipaddress.ip_network(named, strict=False)
    except ValueError:
        return True
    return network.prefixlen == 0 or (not network.is_private and network.num_addresses > MANY)


def _modes() -> Iterator[Finding]:
    if settings.ACCORD_DEMO:
        wrong = _("This is a demo: anybody may enter as anybody.")
        yield Finding("demo", wrong, _("For a server of your own, unset ACCORD_DEMO and choose an empty ACCORD_HOME."))
    if settings.DEBUG:
        wrong = _("DEBUG is on: error pages show the inside of the server.")
        yield Finding("debug", wrong, _("Use the settings that come with Accord (accord.settings)."))


def _secret() -> Iterator[Finding]:
    key = settings.SECRET_KEY
    if len(key) < LONG or len(set(key)) < 8 or key.lower().startswith(PLACEHOLDERS):
        wrong = _("The key that signs sessions is short or a placeholder: somebody may guess it.")
        yield Finding("secret_weak", wrong, _("Unset ACCORD_SECRET_KEY: a good one is made and kept in ACCORD_HOME."))


def _mail() -> Iterator[Finding]:
    if settings.ACCORD_DEMO:
        return
    if not smtp.can_send():
        wrong = _("No mail leaves this server.")
        how = _("Set ACCORD_SMTP, for example smtp+tls://user:password@mail.example.org:587.")
        yield Finding("mail_not_set", wrong, how)
        return
    if settings.EMAIL_HOST_PASSWORD and not settings.EMAIL_USE_TLS and settings.EMAIL_HOST not in HERE:
        wrong = _("The password of the mail server travels in clear.")
        yield Finding("mail_in_clear", wrong, _("Write smtp+tls:// in ACCORD_SMTP."))
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=PATIENCE).close()
    except OSError as error:
        wrong = _("The mail server {host}:{port} does not answer: {error}.").format(
            host=settings.EMAIL_HOST, port=settings.EMAIL_PORT, error=error
        )
        yield Finding("mail_silent", wrong, _("See that ACCORD_SMTP is right and that nothing stands between."))


def _files() -> Iterator[Finding]:
    if not settings.ACCORD_FILES:
        return
    endpoint = urlsplit(settings.ACCORD_S3_ENDPOINT)
    if endpoint.scheme == "http" and endpoint.hostname not in HERE:
        wrong = _("Files travel in clear between this server and {store}.").format(store=endpoint.netloc)
        yield Finding("files_in_clear", wrong, _("Write https:// in ACCORD_S3_ENDPOINT."))
    try:
        storage.lay(b"accord check\n")
    except storage.StoreDown as down:
        yield Finding(
            "files_unreachable",
            f"{str(down).rstrip('.')}.",
            _("See ACCORD_FILES, ACCORD_S3_* and the rights of the key."),
        )
