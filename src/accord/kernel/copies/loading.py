"""Putting a copy into an empty installation, and comparing what then stands there with what was copied."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from accord.kernel import storage
from accord.kernel.copies import snapshot, tables
from accord.kernel.copies.manifest import FILES, TABLES, BadCopy, Manifest
from accord.kernel.models import Entry, StoredFile


class NotEmpty(Exception):  # noqa: N818 -- says what the place is
    """The installation holds something already; nothing was put into it."""


def demand_fit(manifest: Manifest) -> None:
    """Refuse a copy whose tables are not those of this version, and an installation that is not empty."""
    here, there = set(snapshot.migrations()), set(manifest.migrations)
    if here != there:
        differing = ", ".join(sorted(here ^ there)[:3])
        raise BadCopy(
            f"The copy was made by another version of Accord ({differing}): read it with that version, then upgrade."
        )
    if Entry.objects.exists() or QuerySet(get_user_model()).exists():
        raise NotEmpty("This installation is not empty: a copy is only read into an empty one.")


def load_tables(folder: Path, manifest: Manifest) -> None:
    """Fill the empty tables from the copy, in one transaction, and compare each with the copy before it stands."""
    with transaction.atomic():
        with _guards_lifted():
            for model in tables.models():
                _fill(model, folder / TABLES / f"{tables.name(model)}.jsonl")
            connection.check_constraints()
        keep_files(folder)
        differing = list(differences(manifest))
        if differing:
            raise BadCopy(f"What was read is not what was copied, in: {', '.join(differing)}.")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables.models()):
            cursor.execute(statement)


def keep_files(folder: Path) -> None:
    """Keep the copy's files where this installation keeps its own."""
    for stored in StoredFile.objects.order_by("sha256").iterator():
        path = folder / FILES / stored.sha256[:2] / stored.sha256
        if not path.exists():
            raise BadCopy(f"The file {stored.sha256} is missing from the copy.")
        storage.keep(path.read_bytes())


def differences(manifest: Manifest) -> Iterator[str]:
    """Yield the names of the tables that do not hold, row for row, what the copy says."""
    for model in tables.models():
        digest = hashlib.sha256()
        for line in tables.lines(model):
            digest.update(line)
        part = manifest.parts.get(f"{TABLES}/{tables.name(model)}.jsonl")
        if part is None or part.sha256 != digest.hexdigest():
            yield tables.name(model)


def _fill(model: type[Model], path: Path) -> None:
    with connection.cursor() as cursor:  # what migrations put there comes again with the copy
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(tables.table(model))}")  # nosec B608 # noqa: S608  # nosemgrep: sql-written-with-values -- our own name
    with path.open("rb") as file:
        for lines in _batches(iter(file)):
            tables.insert(model, lines)


def _batches(file: Iterator[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in file:
        batch.append(line)
        if len(batch) == tables.CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


@contextmanager
def _guards_lifted() -> Iterator[None]:
    """Let rows in as they were, though the guards would have each begin its life anew; they stand again at the end."""
    lift, restore = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in lift:
            cursor.execute(statement)
        yield
        for statement in restore:
            cursor.execute(statement)


def _sqlite() -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        triggers: Sequence[tuple[str, str]] = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], [sql for _, sql in triggers]


def _postgresql() -> tuple[list[str], list[str]]:
    """Foreign keys are triggers of the system's own and stay; they are asked at once before the guards come back."""
    quoted = [connection.ops.quote_name(tables.table(model)) for model in tables.models()]
    lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in quoted]
    restore = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in quoted]
    return lift, ["SET CONSTRAINTS ALL IMMEDIATE", *restore, "SET CONSTRAINTS ALL DEFERRED"]
