"""Data of earlier versions: what a played round left in every table, kept with the migrations it stood on.

python -m tests.migrations.versions NAME [APP.MIGRATION …]     keep the present version (or the one that ended there)
"""

import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

KEPT = Path(__file__).parent / "kept"


def names() -> list[str]:
    """Return the names of the versions that were kept."""
    return sorted(path.name.removesuffix(".jsonl.gz") for path in KEPT.glob("*.jsonl.gz"))


def leaves(name: str) -> list[tuple[str, str]]:
    """Return the last migration of each application in that version."""
    return [(app, migration) for app, migration in json.loads(next(_lines(name)))]


def load(name: str) -> None:
    """Bring an empty database to that version and put its rows in, as its owner does."""
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from accord.kernel.copies import tables
    from tests.servers.owner import unguarded

    MigrationExecutor(connection).migrate(leaves(name))
    rows = _rows(name)
    lift, put_back = _around(unguarded([""]))
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in lift:
            cursor.execute(statement)
        for model in _models(name):
            cursor.execute(f"DELETE FROM {tables.table(model)}")  # noqa: S608 -- our own names
            tables.insert(model, [json.dumps(row).encode() for row in rows.get(tables.name(model), [])])
        # The next row of each table gets a number of its own, as it would where these rows were written.
        for statement in [*connection.ops.sequence_reset_sql(no_style(), _models(name)), *put_back]:
            cursor.execute(statement)


def differences(name: str, *, loaded: bool = False) -> list[str]:
    """Return each value of that version's rows that is lost or altered, now or as just `loaded`; [] when none."""
    from accord.kernel.copies import tables

    present = {tables.name(model): model for model in (_models(name) if loaded else tables.models())}
    found = []
    for table, rows in _rows(name).items():
        if table not in present:
            found.append(f"{table} is gone")
            continue
        kept = {_key(present[table], line): line for line in map(json.loads, tables.lines(present[table]))}
        for row in rows:
            now = kept.get(_key(present[table], row), {})
            found += [
                f"{table} {name}: {value!r} became {now.get(name)!r}"
                for name, value in row.items()
                if now.get(name) != value
            ]
    return found


def keep(name: str, until: list[str]) -> None:
    """Write the present database's rows under this name, as the version knew them."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from accord.kernel.copies import tables

    ended = dict(each.split(".") for each in until)
    last = [(app, ended.get(app, migration)) for app, migration in MigrationLoader(connection).graph.leaf_nodes()]
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"{name}.jsonl.gz"
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(json.dumps(last).encode() + b"\n")
        for model in _at(last):
            for line in tables.lines(model):
                file.write(json.dumps([tables.name(model), json.loads(line)], ensure_ascii=False).encode() + b"\n")


def _lines(name: str) -> Iterator[str]:
    with gzip.open(KEPT / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from file


def _rows(name: str) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in list(_lines(name))[1:]:
        table, row = json.loads(line)
        rows.setdefault(table, []).append(row)
    return rows


def _models(name: str) -> list[Any]:
    return _at(leaves(name))


def _at(last: list[tuple[str, str]]) -> list[Any]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from accord.kernel.copies import tables

    found = MigrationLoader(connection).project_state(last).apps.get_models(include_auto_created=True)
    return sorted((model for model in found if tables.name(model) not in tables.LEFT_OUT), key=tables.name)


def _around(statements: list[str]) -> tuple[list[str], list[str]]:
    place = statements.index("")
    return statements[:place], statements[place + 1 :]


def _key(model: Any, row: dict[str, Any]) -> str:
    return str(row[model._meta.pk.attname])


def main() -> int:
    """Play a round in a temporary home and keep what it left."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "accord.settings.testing"
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as home:
        os.environ["ACCORD_HOME"] = home
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from tests.factories.negotiation import negotiation
        from tests.redline.generator import Delete, Insert

        held = negotiation()
        held.propose("AG", Insert((0,), 3, " Member"))
        held.propose("BR", Delete((1,), 0, 5))
        held.upload("CL", Delete((2,), 0, 3))
        held.compile()
        keep(sys.argv[1], sys.argv[2:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
