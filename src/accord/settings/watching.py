"""How the server is watched: what its log holds, where its figures are asked for, which proxies it believes."""

import ipaddress
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured

from accord.settings import environment

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMS: Final = ("", "json", "text")


def logging(*, demo: bool, personal: bool) -> dict[str, Any]:
    """Return the log's set-up: our own events from ACCORD_LOG_LEVEL on, those of libraries from WARNING on.

    A demo on a terminal says less. axes writes user names and addresses: what it would say is counted instead.
    """
    level = environment.text("ACCORD_LOG_LEVEL", "WARNING" if demo else "INFO").upper()
    form = environment.text("ACCORD_LOG", "")
    if level not in LEVELS:
        raise ImproperlyConfigured(f"ACCORD_LOG_LEVEL is one of {', '.join(LEVELS)}, not {level!r}.")
    if form not in FORMS:
        raise ImproperlyConfigured(f"ACCORD_LOG is json or text, not {form!r}.")
    others = level if level in {"DEBUG", "ERROR"} else "WARNING"
    silent = {"level": "CRITICAL", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"faults": {"()": "accord.kernel.logs.Faults"}},
        "formatters": {"line": {"()": "accord.kernel.logs.formatter", "form": form, "personal": personal}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": others},
        "loggers": {
            "accord": {"level": level},
            # Each request has its line already; of Django's own only the faults say more.
            "django.request": {"level": "ERROR", "filters": ["faults"]},
            "django.db.backends": {"level": "WARNING"},
            "axes": silent | {"handlers": []},
        },
    }


def metrics(address: str, token: str) -> tuple[str, int] | None:
    """Return host and port of ACCORD_METRICS, or None without it; whoever is not on this machine needs a token."""
    if not address:
        return None
    host, _colon, port = address.rpartition(":")
    try:
        inside, number = ipaddress.ip_address(host.strip("[]")).is_loopback, int(port)
    except ValueError as error:
        raise ImproperlyConfigured(f"ACCORD_METRICS looks like 127.0.0.1:9100, not {address!r}.") from error
    if not inside and not token:
        raise ImproperlyConfigured("ACCORD_METRICS outside this machine needs ACCORD_METRICS_TOKEN.")
    return host.strip("[]"), number


def proxies(said: str) -> str:
    """Return the addresses and networks whose X-Forwarded-For and -Proto are believed, as uvicorn reads them.

    ``none`` believes nobody. `*` is refused: then anybody could say that she is somebody else.
    """
    named = [] if said.strip().lower() == "none" else [each.strip() for each in said.split(",") if each.strip()]
    wrong = next((each for each in named if not _is_some_network(each)), None)
    if wrong is not None:
        raise ImproperlyConfigured(
            f"ACCORD_PROXIES lists addresses or networks such as 127.0.0.1,10.0.0.0/24, not {wrong!r}."
        )
    return ",".join(named)


def _is_some_network(said: str) -> bool:
    try:
        return ipaddress.ip_network(said).prefixlen > 0
    except ValueError:
        return False
