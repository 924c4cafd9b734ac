"""O2: nobody alters what a delegation sent; not by an act, not by the ORM, not by SQL; and if done, it shows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.utils import IntegrityError

from accord.kernel import clocks, storage
from accord.kernel.action import ACTIONS, SYSTEM_ONLY, NotAllowed
from accord.kernel.policy import Rule
from accord.kernel.record import queries as record
from accord.negotiation import actions, queries
from accord.negotiation.models import Amendment, Proposal, Round, RoundBase
from accord.negotiation.policy import PROPOSAL_SPOKEN_FOR
from accord.negotiation.queries.evidence import off_record
from accord.texts.providers import word
from tests.factories.negotiation import Negotiation
from tests.redline.generator import Delete, Insert
from tests.servers.owner import behind_its_back

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2")]
EDIT = Insert((0,), 3, " Member")
ALTERED = {"files", "extract"}


@pytest.fixture
def sent(open_round: Negotiation) -> Proposal:
    """Return AG's standing proposal, with BR's beside it."""
    open_round.propose("BR", Delete((1,), 0, 5))
    return open_round.propose("AG", EDIT)


def test_every_act_on_a_proposal_asks_who_speaks_for_its_delegation() -> None:
    rules = [getattr(each, "allow", each) for name, each in ACTIONS.items() if ".negotiation." in name]
    about = {rule.name for rule in rules if isinstance(rule, Rule) and rule.model is Proposal}
    assert about == {PROPOSAL_SPOKEN_FOR.name}


def test_what_the_system_alone_may_do_touches_no_proposal() -> None:
    ours = {name: getattr(each, "allow", each) for name, each in ACTIONS.items() if ".negotiation." in name}
    alone = {name.rpartition(".")[2] for name, allow in ours.items() if allow is SYSTEM_ONLY}
    # `settle_closed` shows what was sealed, at the close: it numbers and folds, and writes no word of a delegation's.
    # `keep_outputs` keeps files that were printed of what stands, beside it: it has rows of its own alone.
    # `expire_silence` ends a silence procedure whose time is over: it reads no proposal and writes none.
    # `remind` writes to a delegation that has proposed nothing, and that it did: there is no proposal to touch.
    # `carry_over` writes on a new round's base alone what was said on the one before: that one stays as it is.
    assert sorted(alone) == [
        "begin",
        "carry_over",
        "expire_silence",
        "finish",
        "keep_outputs",
        "keep_rendered",
        "remind",
        "settle_closed",
    ]


@pytest.mark.parametrize("who", ["chair", "vice_chair", "secretariat", "BR", "expert", "stranger"])
@pytest.mark.parametrize("act", ["submit_proposal", "withdraw_proposal", "discard_proposal", "make_visible"])
def test_neither_chair_nor_secretariat_nor_others_act_on_it(
    open_round: Negotiation, sent: Proposal, who: str, act: str
) -> None:
    people = open_round.world
    actor = {"BR": people.focal_points["BR"], "expert": people.experts["AG"]}.get(who) or getattr(people, who)
    with pytest.raises(NotAllowed):
        getattr(actions, act)(actor=actor, now=clocks.now(), proposal=sent)
    assert queries.verify_amendments(people.chair, sent) == ()


def _save(row: Model, **values: Any) -> Callable[[], object]:
    def save() -> object:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return row

    return save


def _routes(sent: Proposal) -> dict[str, Callable[[], object]]:
    amendment, other = sent.amendments.get(), Proposal.objects.exclude(pk=sent.pk).get()
    base = RoundBase.objects.get(pk=sent.base_id)
    rows, amendments = Proposal.objects.filter(pk=sent.pk), Amendment.objects.filter(pk=amendment.pk)
    stored = storage.keep(b"another file")
    return _routes_to_words(sent, other, amendment, amendments) | {
        "save another file": _save(Proposal.objects.get(pk=sent.pk), file=stored),
        "update file": lambda: rows.update(file=stored),
        "update original": lambda: rows.update(original=stored),
        "update name": lambda: rows.update(filename="BR_Matriz.docx"),
        "update delegation": lambda: rows.update(delegation=other.delegation_id),
        "update counts": lambda: rows.update(amendment_count=0),
        "update touches": lambda: rows.update(touches=[]),
        "update submitted": lambda: rows.update(submitted_at=clocks.now()),
        "back to checking": lambda: rows.update(state="checking"),
        "discarded": lambda: rows.update(state="discarded"),
        "delete": rows.delete,
        "delete row": sent.delete,
        "other base": lambda: rows.update(base=None),
        "base file": lambda: RoundBase.objects.filter(pk=base.pk).update(sha256="0" * 64),
        "base gone": RoundBase.objects.filter(pk=base.pk).delete,
        "round's secrecy": lambda: Round.objects.filter(pk=sent.round_id).update(sees="after_close"),
        "born standing": lambda: Proposal.objects.create(
            **{**_values(Proposal.objects.get(pk=other.pk)), "id": None, "state": "standing"}
        ),
    }


def _routes_to_words(
    sent: Proposal, other: Proposal, amendment: Amendment, amendments: QuerySet[Amendment]
) -> dict[str, Callable[[], object]]:
    return {
        "save words": _save(Amendment.objects.get(pk=amendment.pk), added="nothing"),
        "update words": lambda: amendments.update(added="nothing"),
        "update value": lambda: amendments.update(value={}),
        "move to another": lambda: amendments.update(proposal=other),
        "delete words": amendments.delete,
        "raw delete words": lambda: amendments._raw_delete(amendments.db),
        "add words": lambda: Amendment.objects.create(
            proposal=sent, ordinal=9, address="p1", kind="insert", start=0, end=0, tracked=True, value={}
        ),
        "bulk over": lambda: Amendment.objects.bulk_create(
            [Amendment(**{**_values(amendment), "added": "x"})],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["added"],
        ),
        "bulk update": lambda: Amendment.objects.bulk_update([_altered(amendment)], ["added"]),
    }


def _values(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _altered(amendment: Amendment) -> Amendment:
    amendment.added = "nothing"
    return amendment


ROUTES = [
    "save another file",
    "update file",
    "update original",
    "update name",
    "update delegation",
    "update counts",
    "update touches",
    "update submitted",
    "back to checking",
    "discarded",
    "delete",
    "delete row",
    "save words",
    "update words",
    "update value",
    "move to another",
    "delete words",
    "raw delete words",
    "add words",
    "bulk over",
    "bulk update",
    "other base",
    "base file",
    "base gone",
    "round's secrecy",
    "born standing",
]


@pytest.mark.parametrize("route", ROUTES)
def test_the_database_refuses_each_route_of_the_orm(open_round: Negotiation, sent: Proposal, route: str) -> None:
    way = _routes(sent)[route]
    before = _everything()
    with pytest.raises((IntegrityError, Exception)), transaction.atomic():
        way()
    assert _everything() == before
    assert queries.verify_amendments(open_round.world.chair, sent) == ()


def test_every_route_is_tried(sent: Proposal) -> None:
    assert set(_routes(sent)) == set(ROUTES)


BY_HAND = [
    "UPDATE negotiation_proposal SET file_id = original_id, words_added = 0",
    "UPDATE negotiation_proposal SET state = 'checking'",
    "DELETE FROM negotiation_proposal",
    "UPDATE negotiation_amendment SET removed = '', added = 'x'",
    "DELETE FROM negotiation_amendment",
    "UPDATE negotiation_roundbase SET handout_id = file_id",
    "UPDATE negotiation_round SET opens_at = '2020-01-01'",
    "DELETE FROM negotiation_round",
    *{
        "sqlite": [
            "UPDATE OR REPLACE negotiation_proposal SET delegation_id = (SELECT MIN(id) FROM people_delegation)",
            "INSERT OR REPLACE INTO negotiation_proposal SELECT * FROM negotiation_proposal",
            "REPLACE INTO negotiation_amendment SELECT * FROM negotiation_amendment",
            "UPDATE OR REPLACE negotiation_amendment SET id = (SELECT MIN(id) FROM negotiation_amendment)",
            "INSERT OR REPLACE INTO negotiation_roundbase SELECT * FROM negotiation_roundbase",
            "INSERT OR REPLACE INTO negotiation_round SELECT * FROM negotiation_round",
        ],
        "postgresql": [
            "UPDATE negotiation_proposal SET delegation_id = (SELECT MIN(id) FROM people_delegation)",
            (
                "INSERT INTO negotiation_amendment SELECT * FROM negotiation_amendment "
                "ON CONFLICT (id) DO UPDATE SET added = 'x'"
            ),
            (
                "INSERT INTO negotiation_round SELECT * FROM negotiation_round "
                "ON CONFLICT (id) DO UPDATE SET opens_at = '2020-01-01'"
            ),
            (
                "MERGE INTO negotiation_amendment AS held USING negotiation_proposal AS sent "
                "ON held.proposal_id = sent.id WHEN MATCHED THEN DELETE"
            ),
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE negotiation_amendment",
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE negotiation_proposal CASCADE",
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE negotiation_roundbase CASCADE",
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE negotiation_round CASCADE",
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE negotiation_compilation CASCADE",
        ],
    }[connection.vendor],
]


@pytest.mark.parametrize("sql", BY_HAND)
def test_the_database_refuses_sql_by_hand(sent: Proposal, sql: str) -> None:
    before = _everything()
    refused = pytest.raises(IntegrityError, match=r"never altered|does not change")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert _everything() == before


def _everything() -> list[list[tuple[Any, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Round, RoundBase, Proposal, Amendment)]


def replaced(column: str, old: str, new: str) -> str:
    """Return SQL for the column with other words in it, also where the column holds JSON."""
    if connection.vendor == "postgresql":
        return f"REPLACE({column}::text, '{old}', '{new}')::jsonb"
    return f"REPLACE({column}, '{old}', '{new}')"


OTHER_VALUE = f"UPDATE negotiation_amendment SET value = {replaced('value', ' Member', ' Other')}"  # noqa: S608 -- ours


@pytest.mark.parametrize(
    ("sql", "shows"),
    [
        ("UPDATE negotiation_amendment SET added = ' Non-Member' WHERE added = ' Member'", {"record", "extract"}),
        ("DELETE FROM negotiation_amendment WHERE added = ' Member'", {"record", "extract"}),
        (
            OTHER_VALUE + " WHERE added = ' Member'",
            {"record", "extract"},
        ),
        ("UPDATE negotiation_proposal SET file_id = (SELECT MIN(handout_id) FROM negotiation_roundbase)", ALTERED),
        ("UPDATE negotiation_proposal SET state = 'withdrawn', ended_at = submitted_at", {"state"}),
        ("UPDATE negotiation_proposal SET state = 'superseded'", {"state"}),
        ("UPDATE negotiation_proposal SET delegation_id = delegation_id + 2 WHERE filename LIKE 'AG%'", {"delegation"}),
    ],
)
def test_what_is_done_behind_the_products_back_shows(
    open_round: Negotiation, sent: Proposal, sql: str, shows: set[str]
) -> None:
    behind_its_back(sql)
    assert set(queries.verify_amendments(open_round.world.chair, sent)) == shows
    assert off_record(Proposal.objects.get(pk=sent.pk)), "nothing of it is published either"


def test_a_file_is_read_anew_for_a_version_only_where_the_record_does_not_say_what_was_read_of_it(
    sent: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, read = Proposal.objects.get(pk=sent.pk), list[bytes]()
    reading = word.reading
    monkeypatch.setattr(word, "reading", lambda base, file: (read.append(file), reading(base, file))[1])
    assert (off_record(row), len(read)) == ((), 0)
    monkeypatch.setattr(word, "READS", word.READS + 1)
    assert (off_record(row), len(read)) == ((), 1), "another engine reads for itself"
    monkeypatch.undo()
    monkeypatch.setattr(word, "reading", lambda base, file: (read.append(file), reading(base, file))[1])
    monkeypatch.setattr(record, "body", lambda _entry: None)
    assert (off_record(row), len(read)) == ((), 2), "erased from the record, the file alone can witness"


def test_a_proposal_taken_off_the_table_behind_its_back_stops_the_compilation(
    open_round: Negotiation, sent: Proposal
) -> None:
    behind_its_back("UPDATE negotiation_proposal SET state = 'withdrawn' WHERE filename LIKE 'AG%'")
    seen = queries.compilation(open_round.world.chair, open_round.compile())
    assert seen.state == "failed"
    assert "Antigua and Barbuda" in seen.sentence


def test_a_withdrawn_and_a_superseded_proposal_are_whole_too(open_round: Negotiation, sent: Proposal) -> None:
    people = open_round.world
    other = open_round.propose("AG", Delete((2,), 0, 3))
    actions.withdraw_proposal(actor=people.focal_points["AG"], now=clocks.now(), proposal=other)
    assert queries.verify_amendments(people.chair, sent) == ()
    assert queries.verify_amendments(people.chair, other) == ()


def test_a_stored_file_that_was_altered_on_disk_shows(open_round: Negotiation, sent: Proposal) -> None:
    path = storage.path_of(sent.file_id)
    data = path.read_bytes()
    try:
        path.write_bytes(data[:-1] + b"x")
        assert queries.verify_amendments(open_round.world.chair, sent) == ("damaged",)
    finally:
        path.write_bytes(data)


def test_an_altered_proposal_is_not_compiled(open_round: Negotiation, sent: Proposal) -> None:
    behind_its_back("UPDATE negotiation_amendment SET added = ' Non-Member' WHERE added = ' Member'")
    row = open_round.compile()
    assert (row.state, row.file, row.proof_file) == ("failed", None, None)
    assert row.failure == "altered AG"


def test_a_proposal_the_record_does_not_know_shows(open_round: Negotiation) -> None:
    row = open_round.upload("AG", EDIT)
    behind_its_back("UPDATE negotiation_proposal SET state = 'standing', submitted_at = received_at")
    assert queries.verify_amendments(open_round.world.chair, row) == ("no_entry",)
