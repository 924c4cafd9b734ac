"""The one settings file (TOML): the names that the environment knows too; a mistake is told with its key and line."""

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured

# Everything that can be set, and as what; docs/operations/settings.md explains each.
KINDS: Final[dict[str, type]] = {
    "ACCORD_APP_ROLE": str,
    "ACCORD_BACKUP": str,
    "ACCORD_BACKUP_KEEP": int,
    "ACCORD_DEMO": bool,
    "ACCORD_FILES": str,
    "ACCORD_HOME": str,
    "ACCORD_HSTS_SUBDOMAINS": bool,
    "ACCORD_LOG": str,
    "ACCORD_LOG_LEVEL": str,
    "ACCORD_LOG_PERSONAL": bool,
    "ACCORD_MAIL_FROM": str,
    "ACCORD_METRICS": str,
    "ACCORD_METRICS_TOKEN": str,
    "ACCORD_ORIGIN": str,
    "ACCORD_PROCESSES": int,
    "ACCORD_PROXIES": str,
    "ACCORD_S3_ENDPOINT": str,
    "ACCORD_S3_KEY": str,
    "ACCORD_S3_REGION": str,
    "ACCORD_S3_SECRET": str,
    "ACCORD_SECRET_KEY": str,
    "ACCORD_SMTP": str,
    "ACCORD_SUPPORT": str,
    "ACCORD_THREADS": int,
    "DATABASE_URL": str,
}
# What only the environment may say: where the file lies, and what serves where there is no server.
ENVIRONMENT_ONLY: Final = {"ACCORD_SETTINGS", "ACCORD_RECORD_KEY"}
FORMS: Final = {str: 'text in quotes, "…"', int: "a whole number without quotes", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Line:
    """What the file says of one setting, as the environment would say it, and where."""

    value: str
    place: str


@cache
def read(name: str) -> dict[str, Line]:
    """Return what the settings file of this name says; raise `ImproperlyConfigured` with the sentence for a mistake."""
    try:
        text = Path(name).read_text(encoding="utf-8")
        told = tomllib.loads(text)
    except OSError as error:
        raise ImproperlyConfigured(f"ACCORD_SETTINGS names {name}, which cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"{name} is not written in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ImproperlyConfigured(f"{name} is not TOML: {error}. Write one NAME = value on each line.") from error
    return {key: _line(key, value, f"{name}, line {_number(text, key)}") for key, value in told.items()}


def _line(key: str, value: Any, place: str) -> Line:
    if key not in KINDS:
        near = difflib.get_close_matches(key.upper(), KINDS, 1, 0.75)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise ImproperlyConfigured(f"{place}: there is no setting {key}.{hint} docs/operations/settings.md has all.")
    if type(value) is not KINDS[key]:
        raise ImproperlyConfigured(f"{place}: {key} must be {FORMS[KINDS[key]]}.")
    return Line(str(int(value)) if isinstance(value, bool) else str(value), place)


def _number(text: str, key: str) -> int:
    """Return the line on which a key stands; TOML's own reader does not tell."""
    name = re.escape(key)
    found = re.search(rf"^[ \t]*(?:\[+[ \t]*)?(?P<quote>[\"']?){name}(?P=quote)[ \t]*[=.\]]", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
