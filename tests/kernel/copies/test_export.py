"""Export and import: everything, in an open format, from either database into either, compared table by table."""

import json
import shutil
from pathlib import Path

import pytest

from accord.kernel.copies import manifest, tables
from tests.kernel.copies.homes import Installation

# The record goes on, keys are given out anew, and the guards stand.
GOES_ON = """
from django.db import Error, connection, transaction
from accord.kernel.models import Entry
from tests.factories.people import make_person
from tests.kernel.acts import noted
print(noted().index == Entry.objects.count() - 1, make_person().pk > 0)
for statement in ("DELETE FROM kernel_entry", "UPDATE negotiation_proposal SET filename = 'x'"):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Error as error:
        print(error)
"""


def lines(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each table's file, without the queue, which ticks."""
    return {path.stem: path.read_bytes() for path in (folder / "tables").iterdir() if path.stem != "kernel.job"}


def test_an_export_is_complete_and_says_how_to_read_it(exported: Path, filled: Installation) -> None:
    told = manifest.read(exported)
    manifest.check(exported, told)
    assert set(told.rows) == {tables.name(model) for model in tables.models()} == set(lines(exported)) | {"kernel.job"}
    assert told.rows["negotiation.amendment"] > 0
    assert "tables/*.jsonl" in (exported / "README.md").read_text()
    first = json.loads((exported / "tables" / "kernel.entry.jsonl").read_text().splitlines()[0])
    assert json.loads(first["metadata"])["index"] == first["index"] == 0
    assert "is not empty" in filled.accord("export", exported, code=2)


@pytest.mark.clause("R15")
def test_it_is_read_into_postgresql_and_back_into_sqlite_without_a_difference(
    exported: Path, postgres: Installation, tmp_path: Path
) -> None:
    told = manifest.read(exported)
    (tmp_path / "kept.txt").write_text(told.checkpoint)
    assert "is sound" in postgres.accord("record", "verify", "--checkpoint", tmp_path / "kept.txt")
    assert "not empty" in postgres.accord("import", exported, code=1)

    # What stands in PostgreSQL goes out again, to the byte, and its guards and numbers stand.
    again = tmp_path / "again"
    postgres.accord("export", again)
    assert lines(again) == lines(exported)
    refused = postgres.run(GOES_ON)
    assert refused.startswith("True True")
    assert "append-only" in refused
    assert "never altered" in refused

    back = Installation(tmp_path / "back")
    back.accord("import", again)
    third = tmp_path / "third"
    back.accord("export", third)
    assert lines(third) == lines(exported)
    assert "append-only" in back.run(GOES_ON)


def test_a_backup_of_postgresql_is_drilled_without_a_second_server(postgres: Installation, tmp_path: Path) -> None:
    said = postgres.accord("backup", "--to", tmp_path / "b", "--drill")
    assert "rows were compared, table by table" in said
    assert "The drill succeeded" in said


def test_what_was_altered_or_is_of_another_version_is_refused_and_nothing_stays(exported: Path, tmp_path: Path) -> None:
    spoilt = shutil.copytree(exported, tmp_path / "spoilt")
    person = spoilt / "tables" / "people.person.jsonl"
    person.write_text(person.read_text().replace("Ag", "Zz", 1))
    new = Installation(tmp_path / "home")
    assert "is not what was copied" in new.accord("import", spoilt, code=1)
    told = manifest.read(spoilt)
    # Even when the manifest was made to fit: a column that the table cannot hold leaves nothing behind.
    person.write_text(person.read_text().replace('"email":"', '"email":null,"was":"', 1))
    told.parts["tables/people.person.jsonl"] = manifest.measure(person)
    told.write(spoilt)
    assert "could not be done" in new.accord("import", spoilt, code=1)
    assert set(new.counted().values()) - {0} != set()  # what migrations put there
    assert new.counted()["people.person"] == new.counted()["kernel.entry"] == 0
    path = spoilt / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"migrations": ["kernel.0001_initial"]}))
    assert "another version" in new.accord("import", spoilt, code=1)
