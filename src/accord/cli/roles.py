"""The role under which PostgreSQL knows the server: it owns nothing, and of the record it may only add and read."""

import gettext
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from accord.cli.words import Wrong

_ = gettext.gettext

# Nobody alters these, not even by an act; of a body an act may erase the words.
APPENDED: Final = ("kernel_entry", "kernel_node", "kernel_checkpoint")
ERASED: Final = "kernel_body"
READ: Final = ("django_migrations",)


def grant() -> str:
    """Give ACCORD_APP_ROLE what the server needs and nothing more, and return its name; "" when it is not set."""
    role: str = settings.ACCORD_APP_ROLE
    if not role:
        return ""
    if connection.vendor != "postgresql":
        raise Wrong(_("ACCORD_APP_ROLE is for PostgreSQL: set DATABASE_URL, or unset it."))
    if role == connection.settings_dict["USER"]:
        raise Wrong(_("ACCORD_APP_ROLE is the role that migrates; the server needs one of its own."))
    with transaction.atomic(), connection.cursor() as cursor:
        _make(cursor, role)
        for statement in statements(role, _tables(cursor)):
            cursor.execute(statement)
    return role


def statements(role: str, tables: list[str]) -> list[str]:
    """Return the SQL of the grants."""
    name = connection.ops.quote_name
    who = name(role)
    guarded = {*APPENDED, ERASED, *READ}
    written = ", ".join(name(table) for table in tables if table not in guarded)
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE CREATE ON SCHEMA public FROM {who}",
        f"GRANT USAGE ON SCHEMA public TO {who}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {who}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who}",
        f"GRANT INSERT ON {', '.join([*APPENDED, ERASED])} TO {who}",
        f"GRANT UPDATE (salt, data) ON {ERASED} TO {who}",
        f"GRANT INSERT, UPDATE, DELETE ON {written} TO {who}",
    ]


def too_mighty() -> list[str]:
    """Return the tables of the record that the role of this connection owns or may alter (PostgreSQL)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND ("
            "pg_has_role(relowner, 'MEMBER') OR has_table_privilege(oid, 'DELETE') OR "
            "has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'TRUNCATE')) ORDER BY relname",
            [[*APPENDED, ERASED]],
        )
        return [name for (name,) in cursor.fetchall()]


def _make(cursor: Any, role: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        return
    quoted = connection.ops.quote_name(role)
    try:
        cursor.execute(f"CREATE ROLE {quoted} LOGIN")  # nosemgrep: sql-written-with-values -- names are no parameters
    except ProgrammingError as error:
        raise Wrong(
            _(
                "There is no role {role}, and this one may not make it. As an administrator: CREATE ROLE {role} LOGIN;"
            ).format(role=quoted),
            1,
        ) from error


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]
