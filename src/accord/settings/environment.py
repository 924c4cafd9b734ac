"""How a setting is read: from the environment, else from the settings file; an error says what to do."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from accord.settings import file

POSTGRESQL_FORM = (
    "Write postgres://user:password@host:5432/name (signs such as @ in the password as %40), "
    "or postgres:///name?host=/run/postgresql for a socket."
)
POSTGRESQL_OPTIONS = frozenset({"connect_timeout", "sslmode", "sslrootcert", "sslcert", "sslkey"})


def given(name: str) -> str:
    """Return what is said of a setting: by the environment, where empty means "not set", else by the settings file."""
    if name in os.environ:
        return os.environ[name]
    line = _written().get(name)
    return line.value if line else ""


def text(name: str, default: str) -> str:
    """Return the setting's text, or the default when it is unset or empty."""
    return given(name) or default


def flag(name: str) -> bool:
    """Return whether the setting says yes ("1", "true", "yes"); anything else but no is an error."""
    said = given(name).strip().lower()
    if said in {"1", "true", "yes"}:
        return True
    if said in {"", "0", "false", "no"}:
        return False
    raise wrong(name, f"{name} must be 1 or 0, not {said!r}.")


def number(name: str, default: int) -> int:
    """Return the setting's whole number, one or more, or the default when it is unset or empty."""
    said = given(name) or str(default)
    if not said.isdecimal() or int(said) < 1:
        raise wrong(name, f"{name} must be a whole number, 1 or more, not {said!r}.")
    return int(said)


def wrong(name: str, sentence: str) -> ImproperlyConfigured:
    """Return the error of a setting, with the line of the settings file when it stands there."""
    line = None if name in os.environ else _written().get(name)
    return ImproperlyConfigured(f"{line.place}: {sentence}" if line else sentence)


def _written() -> dict[str, file.Line]:
    named = os.environ.get("ACCORD_SETTINGS", "")
    return file.read(named) if named else {}


def home() -> Path:
    """Return the folder that holds database, files and keys (ACCORD_HOME, default ./var)."""
    return Path(text("ACCORD_HOME", "var")).expanduser().absolute()


def secret(folder: Path) -> str:
    """Return ACCORD_SECRET_KEY, or the key kept in ACCORD_HOME, made on first use and readable by the owner only."""
    if said := given("ACCORD_SECRET_KEY"):
        return said
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process of ours was faster
            return path.read_text()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def hosts(origin: str) -> list[str]:
    """Return the host names the server answers to: that of its public address, and this machine's own."""
    name = urlsplit(origin).hostname
    if not name:
        raise wrong("ACCORD_ORIGIN", f"ACCORD_ORIGIN must look like https://accord.example.org, not {origin!r}.")
    return sorted({name, "127.0.0.1", "localhost"})


def database(folder: Path) -> dict[str, Any]:
    """Return Django's settings for the database that DATABASE_URL names, or for SQLite in the folder without it."""
    address = given("DATABASE_URL")
    return postgresql(address) if address else sqlite(folder / "accord.sqlite3")


def postgresql(address: str) -> dict[str, Any]:
    """Return Django's settings for PostgreSQL; each thread keeps its connection and notices when it is gone.

    ``postgres://user:password@host:5432/name?sslmode=verify-full``, or ``postgres:///name?host=/run/postgresql`` for a
    socket on this machine. A lock that is not given within 20 seconds is an error, as it is on SQLite.
    """
    try:
        parts = urlsplit(address)
        port, asked = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise wrong("DATABASE_URL", f"DATABASE_URL cannot be read ({error}). {POSTGRESQL_FORM}") from error
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in name or parts.fragment:
        raise wrong("DATABASE_URL", f"DATABASE_URL names no PostgreSQL database. {POSTGRESQL_FORM}")
    host = asked.pop("host", "") or unquote(parts.hostname or "")
    if unknown := set(asked) - POSTGRESQL_OPTIONS:
        known = ", ".join(sorted(POSTGRESQL_OPTIONS))
        raise wrong("DATABASE_URL", f"DATABASE_URL: {', '.join(sorted(unknown))} is not one of host, {known}.")
    # What is planned once (accord.kernel.planned) is planned once, not for the first five values as well.
    said = "-c lock_timeout=20s -c plan_cache_mode=force_generic_plan"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "10", "application_name": "accord", "options": said} | asked,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's settings for SQLite: write-ahead log, full sync (a receipt is durable), one writer."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # All sentences of all pages, in all their shapes: each connection reads each of them once.
            "cached_statements": 500,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def files() -> str:
    """Return where files are kept: ``s3://bucket/prefix``, or "" for ACCORD_HOME/files."""
    said = given("ACCORD_FILES").rstrip("/")
    parts = urlsplit(said)
    if said and (parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment):
        raise wrong(
            "ACCORD_FILES", "ACCORD_FILES must look like s3://bucket/prefix; without it files lie in ACCORD_HOME."
        )
    return said


def endpoint() -> str:
    """Return the address of the store that speaks S3, or "" for Amazon's own."""
    said = given("ACCORD_S3_ENDPOINT")
    if said and (urlsplit(said).scheme not in {"http", "https"} or not urlsplit(said).hostname):
        raise wrong(
            "ACCORD_S3_ENDPOINT", f"ACCORD_S3_ENDPOINT must look like https://s3.example.org:9000, not {said!r}."
        )
    return said


def mail() -> dict[str, Any]:
    """Return how mail leaves: through ACCORD_SMTP (smtp://user:password@host:25; smtp+tls:// for STARTTLS), or not."""
    address = given("ACCORD_SMTP")
    if not address:
        backend = "django.core.mail.backends.dummy.EmailBackend"
        return {"backend": backend, "host": "", "port": 25, "user": "", "password": "", "tls": False}  # nosec B105 # there is none
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtp+tls"} or not parts.hostname:
        raise wrong("ACCORD_SMTP", "ACCORD_SMTP must look like smtp://host:25 or smtp+tls://user:password@host:587.")
    return {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "host": parts.hostname,
        "port": parts.port or 25,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": parts.scheme == "smtp+tls",
    }
