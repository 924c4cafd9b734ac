"""DATABASE_URL: what is read from it, and what is said when it cannot be read."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from accord.settings import environment


@pytest.mark.parametrize(
    ("address", "host", "name", "user", "password", "port"),
    [
        ("postgres://app:p%40ss@db.example.org:6432/accord", "db.example.org", "accord", "app", "p@ss", "6432"),
        ("postgresql://app@db.example.org/accord", "db.example.org", "accord", "app", "", ""),
        ("postgres:///accord?host=/run/postgresql", "/run/postgresql", "accord", "", "", ""),
        ("postgres://app@%2Frun%2Fpostgresql/accord", "/run/postgresql", "accord", "app", "", ""),
    ],
)
def test_an_address_is_read(address: str, host: str, name: str, user: str, password: str, port: str) -> None:
    read = environment.postgresql(address)
    assert (read["HOST"], read["NAME"], read["USER"], read["PASSWORD"], read["PORT"]) == (
        host,
        name,
        user,
        password,
        port,
    )
    assert read["CONN_HEALTH_CHECKS"]


def test_the_way_to_the_server_may_be_protected() -> None:
    read = environment.postgresql("postgres://app@db.example.org/accord?sslmode=verify-full&sslrootcert=/etc/ca.pem")
    assert read["OPTIONS"]["sslmode"] == "verify-full"
    assert read["OPTIONS"]["sslrootcert"] == "/etc/ca.pem"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://app@db/accord", "names no PostgreSQL"),
        ("postgres://app@db", "names no PostgreSQL"),
        ("postgres://app:a#b@db/accord", "%40"),
        ("postgres://app@db:many/accord", "cannot be read"),
        ("postgres://app@db/accord?sslmod=require", "sslmod is not one of"),
        ("accord", "socket"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_write(address: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        environment.postgresql(address)


def test_without_an_address_it_is_sqlite(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert environment.database(tmp_path)["ENGINE"] == "django.db.backends.sqlite3"
    monkeypatch.setenv("DATABASE_URL", "postgres:///accord")
    assert environment.database(tmp_path)["ENGINE"] == "django.db.backends.postgresql"
