"""The record: append-only, proved by receipts and checkpoints, honest about what was erased or tampered with."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.kernel.models import Body, Entry, Node
from accord.kernel.record import checking, checkpoints, erasing, keys, ledger, merkle, notes, queries, receipts
from accord.kernel.record.canonical import encode
from tests.kernel.acts import NOON, SYSTEM, noted
from tests.servers.owner import behind_its_back

pytestmark = pytest.mark.django_db

KEEP_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)

TAMPER = "UPDATE kernel_entry SET column = column || '!' WHERE \"index\" = %s"


def unguarded(sql: str, *values: object) -> None:
    """Write as the owner of the database can: with every trigger out of the way."""
    behind_its_back(sql, values, "kernel_")


def one_node(level: int, position: int) -> bytes:
    """Read one node of the stored tree, in a query of its own: what `ledger.at_once` is held against."""
    return bytes(Node.objects.values_list("hash", flat=True).get(level=level, position=position))


class Undone:
    """A transaction that is always undone, so that one example leaves nothing to the next."""

    def __enter__(self) -> None:
        self.point = transaction.savepoint()

    def __exit__(self, *_error: object) -> None:
        transaction.savepoint_rollback(self.point)


def test_entries_follow_each_other_and_verify() -> None:
    for number in range(5):
        assert noted(f"word {number}").index == number
    report = checking.verify()
    assert (report.size, report.problems) == (5, [])
    assert report.root == merkle.root(one_node, 5)


def test_the_record_of_a_scope_comes_newest_first_and_in_pages() -> None:
    for number in range(5):
        noted(scope=f"group:{number % 2}")
    assert [entry.index for entry in queries.entries("group:0")] == [4, 2, 0]
    assert [entry.index for entry in queries.entries("group:0", before=4, limit=1)] == [2]


def test_an_append_costs_few_queries_however_long_the_record(django_assert_max_num_queries: Any) -> None:
    for _ in range(63):
        noted()
    with django_assert_max_num_queries(10):
        noted()


ATTACKS = {
    "sqlite": [
        "UPDATE kernel_entry SET kind = 'other' WHERE \"index\" = 1",
        'DELETE FROM kernel_entry WHERE "index" = 1',
        'INSERT OR REPLACE INTO kernel_entry SELECT * FROM kernel_entry WHERE "index" = 1',
        'REPLACE INTO kernel_entry SELECT * FROM kernel_entry WHERE "index" = 2',
        "UPDATE kernel_node SET hash = x'00'",
        "DELETE FROM kernel_node",
        "INSERT OR REPLACE INTO kernel_node SELECT * FROM kernel_node WHERE level = 0",
        "INSERT OR REPLACE INTO kernel_node (level, position, hash) VALUES (0, 1, x'00')",
        "UPDATE kernel_body SET data = x'00'",
        "UPDATE kernel_body SET data = NULL",
        "DELETE FROM kernel_body",
        "INSERT OR REPLACE INTO kernel_body SELECT * FROM kernel_body",
        "UPDATE kernel_checkpoint SET note = ''",
        "DELETE FROM kernel_checkpoint",
        "INSERT OR REPLACE INTO kernel_checkpoint SELECT * FROM kernel_checkpoint",
    ],
    "postgresql": [
        "UPDATE kernel_entry SET kind = 'other' WHERE \"index\" = 1",
        'DELETE FROM kernel_entry WHERE "index" = 1',
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE kernel_entry CASCADE",
        (
            'INSERT INTO kernel_entry SELECT * FROM kernel_entry WHERE "index" = 1 '
            "ON CONFLICT (\"index\") DO UPDATE SET kind = 'other'"
        ),
        (
            'INSERT INTO kernel_entry SELECT "index" + 9, at, actor_kind, actor_id, actor_label, kind, scope, subject, '
            'metadata FROM kernel_entry WHERE "index" = 1'
        ),
        "WITH gone AS (DELETE FROM kernel_node RETURNING *) SELECT count(*) FROM gone",
        "UPDATE kernel_node SET hash = '\\x00'",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE kernel_node",
        (
            "INSERT INTO kernel_node (level, position, hash) VALUES (0, 1, '\\x00') "
            "ON CONFLICT (level, position) DO UPDATE SET hash = EXCLUDED.hash"
        ),
        "MERGE INTO kernel_node USING kernel_entry ON position = \"index\" WHEN MATCHED THEN UPDATE SET hash = '\\x00'",
        "UPDATE kernel_body SET data = '\\x00'",
        "UPDATE kernel_body SET data = NULL",
        "DELETE FROM kernel_body",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE kernel_body",
        "INSERT INTO kernel_body SELECT * FROM kernel_body ON CONFLICT (entry_id) DO UPDATE SET data = NULL",
        "UPDATE kernel_checkpoint SET note = ''",
        "DELETE FROM kernel_checkpoint",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE kernel_checkpoint",
    ],
}


@pytest.mark.parametrize("sql", ATTACKS[connection.vendor])
def test_the_database_refuses_to_alter_the_record(sql: str) -> None:
    for _ in range(3):
        noted()
    checkpoints.publish(actor=SYSTEM, now=NOON)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert checking.verify().problems == []


@KEEP_DATABASE
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=9), st.data())
def test_every_receipt_verifies_and_stays_the_same(bodies: list[bytes], data: st.DataObject) -> None:
    with Undone():
        entries = [noted(body) for body in bodies]
        place = data.draw(st.integers(0, len(bodies) - 1))
        receipt = queries.receipt(entries[place])
        noted("later")
        assert queries.receipt(entries[place]) == receipt
        proved = receipts.check(receipt, keys.load().verifier)
        assert (proved.body, proved.entry["index"]) == (bodies[place], entries[place].index)
        assert checking.verify(checkpoints.notes_in(receipt.decode())).problems == []


@KEEP_DATABASE
@given(st.integers(0, 6), st.sampled_from(["kind", "scope", "subject", "actor_label", "metadata", "body", "at"]))
def test_any_tampering_is_found(place: int, column: str) -> None:
    with Undone():
        for number in range(7):
            noted(f"word {number}")
        if column == "body":
            unguarded("UPDATE kernel_body SET data = %s WHERE entry_id = %s", b"\x00", place)
        elif column == "at":
            unguarded("UPDATE kernel_entry SET at = '2020-01-01 00:00:00' WHERE \"index\" = %s", place)
        else:
            unguarded(TAMPER.replace("column", column), place)
        assert any(f"Entry {place}:" in problem for problem in checking.verify().problems)


@KEEP_DATABASE
@given(st.integers(1, 7), st.integers(0, 6))
def test_an_owner_who_hashes_everything_anew_is_caught_by_an_older_checkpoint(size: int, place: int) -> None:
    with Undone():
        for number in range(size):
            noted(f"word {number}")
        kept = checkpoints.current()
        for number in range(size, 7):
            noted(f"word {number}")
        rewrite(place)
        assert checking.verify().problems == [], "the forged record agrees with itself"
        found = checking.verify([kept]).problems
        assert bool(found) == (place < size)
        assert all("rewritten" in problem for problem in found)


def rewrite(place: int) -> None:
    """Alter one entry as a skilled owner would: triggers dropped, words and tree made to agree again."""
    entry = Entry.objects.get(pk=place)
    told = json.loads(entry.metadata) | {"subject": "test:forged"}
    sql = 'UPDATE kernel_entry SET metadata = %s, subject = %s WHERE "index" = %s'
    unguarded(sql, encode(told).decode(), "test:forged", place)
    unguarded("DELETE FROM kernel_node")
    for number, metadata in enumerate(Entry.objects.values_list("metadata", flat=True)):
        grown = merkle.grow(one_node, number, merkle.leaf_hash(metadata.encode()))
        Node.objects.bulk_create(Node(level=level, position=spot, hash=value) for level, spot, value in grown)


def test_a_record_cut_short_is_caught() -> None:
    for _ in range(4):
        noted()
    kept = checkpoints.current()
    unguarded("DELETE FROM kernel_body WHERE entry_id = 3")
    unguarded('DELETE FROM kernel_entry WHERE "index" = 3')
    unguarded("DELETE FROM kernel_node WHERE (level = 0 AND position = 3) OR (level = 1 AND position = 1) OR level = 2")
    assert checking.verify().problems == []
    assert "covers 4 entries" in checking.verify([kept]).problems[0]


def test_a_missing_entry_in_the_middle_is_found() -> None:
    for _ in range(4):
        noted()
    unguarded("DELETE FROM kernel_body WHERE entry_id = 1")
    unguarded('DELETE FROM kernel_entry WHERE "index" = 1')
    assert "Entry 1 is missing" in checking.verify().problems[0]


def test_a_published_checkpoint_is_checked_without_being_brought() -> None:
    for _ in range(3):
        noted()
    checkpoints.publish(actor=SYSTEM, now=NOON)
    noted()
    rewrite(1)
    assert any("rewritten" in problem for problem in checking.verify().problems)


def test_a_lawful_erasure_drops_the_words_and_keeps_every_proof() -> None:
    entry = noted("a name that must go")
    noted("another")
    receipt, kept = queries.receipt(entry), checkpoints.current()
    erasing.erase(actor=SYSTEM, now=NOON, entry=entry, ground="request 2026/14")
    assert queries.body(entry) is None
    assert checking.verify([kept]).problems == []
    assert receipts.check(receipt).body == b"a name that must go", "the author's own receipt still holds"
    assert receipts.check(queries.receipt(entry)).body is None
    erasure = queries.entry_about("entry:0", erasing.KIND)
    assert erasure is not None
    assert erasure.data == {"index": 0, "ground": "request 2026/14"}
    assert erasing.erase(actor=SYSTEM, now=NOON, entry=entry, ground="again") is None


def test_a_secret_erasure_is_found() -> None:
    noted()
    Body.objects.update(salt=None, data=None)
    assert checking.verify().problems == ["Entry 0: its words were erased, but no erasure is recorded."]


def test_a_checkpoint_of_another_key_is_refused() -> None:
    noted()
    forged = keys.Signer(keys.load().name, bytes(32)).checkpoint(1, merkle.root(one_node, 1))
    assert "not signed by" in checking.verify([forged]).problems[0]


def test_consistency_proofs_lead_from_any_checkpoint_to_any_later_one() -> None:
    for _ in range(6):
        noted()
    old, new = (merkle.root(one_node, size) for size in (3, 6))
    assert merkle.consistent(3, old, 6, new, queries.consistency(3, 6))


def test_a_receipt_is_small_and_is_not_given_inside_an_open_transaction() -> None:
    for _ in range(40):
        entry = noted("AG_Matriz.docx")
    assert len(queries.receipt(entry)) < 2000
    with pytest.raises(RuntimeError, match="after the act"), transaction.atomic():
        queries.receipt(entry)


def test_a_receipt_without_words_hides_them() -> None:
    receipt = queries.receipt(noted("hush"), words=False)
    assert b"hush" not in receipt
    assert receipts.check(receipt).body is None


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("format", "other", "no receipt"),
        ("checkpoint", "no note", "not signed"),
        ("key", "no key", "public key"),
        ("proof", [], "altered"),
        ("proof", ["%"], "damaged"),
        ("entry", "[]", "damaged"),
        ("body", {"salt": "00" * 32, "text": "other"}, "words"),
    ],
)
def test_an_altered_receipt_says_what_is_wrong(part: str, value: object, said: str) -> None:
    noted("first")
    receipt = json.loads(queries.receipt(noted()))
    with pytest.raises(receipts.BadReceipt, match=said):
        receipts.check(json.dumps(receipt | {part: value}).encode())


def test_a_receipt_made_with_another_key_is_noticed_when_one_has_the_key() -> None:
    receipt = queries.receipt(noted())
    other = keys.Signer("elsewhere", bytes(32)).verifier
    with pytest.raises(receipts.BadReceipt, match="another key"):
        receipts.check(receipt, other)


def test_the_signing_key_is_for_the_server_alone() -> None:
    noted()
    assert keys.path().stat().st_mode & 0o777 == 0o600
    assert str(notes.Verifier.parse(queries.verifier_key())) == queries.verifier_key()


def test_a_lost_key_is_said_and_not_replaced(settings: Any, tmp_path: Any) -> None:
    noted()
    settings.ACCORD_HOME = tmp_path
    with pytest.raises(keys.KeyMissing, match="backup"):
        checkpoints.current()


def test_checkpoints_are_found_in_a_letter_that_quotes_them() -> None:
    noted()
    note = checkpoints.current()
    letter = "Dear colleague,\r\n\r\n" + "".join(f"> {line}\r\n" for line in note.splitlines()) + "\r\nKeep this.\r\n"
    assert checkpoints.notes_in(letter.replace("> \r\n", ">\r\n")) == [note]


def test_what_is_proved_is_read_from_the_tree_in_one_query(django_assert_num_queries: Any) -> None:
    for _ in range(27):
        noted()
    middle = queries.entry(12)
    assert middle is not None
    with django_assert_num_queries(1):
        at_once = ledger.at_once(lambda read: (merkle.inclusion(read, 12, 27), merkle.root(read, 27)))
    assert at_once == (merkle.inclusion(one_node, 12, 27), merkle.root(one_node, 27))
    with django_assert_num_queries(0):
        assert ledger.at_once(lambda read: merkle.root(read, 0)) == merkle.root(one_node, 0)
    # The words, and the tree; the same for the first of twenty-seven entries as for the last.
    for index in (0, 12, 26):
        entry = queries.entry(index)
        assert entry is not None
        with django_assert_num_queries(2):
            queries.receipt(entry)


def test_a_hole_in_the_stored_tree_is_told_apart_from_a_hash() -> None:
    for _ in range(4):
        noted()
    unguarded("DELETE FROM kernel_node WHERE level = 2")
    with pytest.raises(Node.DoesNotExist, match="no node 0 at level 2"):
        ledger.at_once(lambda read: merkle.root(read, 4))
