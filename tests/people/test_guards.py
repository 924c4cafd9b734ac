"""The database itself keeps user names for ever and appointments apart."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accord.people.models import Account, Appointment, Office, Person
from accord.people.models.accounts import UserNameIsForEver
from tests.factories.people import (
    LONG_AGO,
    account,
    make_actor,
    make_delegation,
    make_focal_point,
    make_group,
    make_person,
    world,
)

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: object) -> bool:
    """Run raw SQL in a savepoint and return whether the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


COLUMNS = "(username, person_id, password, is_active, opened_at)"
STATEMENTS = {
    "sqlite": [
        "UPDATE people_account SET username = 'other.name' WHERE username = %s",
        "UPDATE OR REPLACE people_account SET username = 'ben.second' WHERE username = %s",
        "UPDATE people_account SET person_id = person_id + 1000 WHERE username = %s",
        "UPDATE people_account SET id = id + 1000 WHERE username = %s",
        "DELETE FROM people_account WHERE username = %s",
        (
            "INSERT OR REPLACE INTO people_account (id, username, person_id, password, is_active, opened_at) "
            "SELECT id, 'other.name', person_id, password, 1, opened_at FROM people_account WHERE username = %s"
        ),
        (
            "INSERT OR REPLACE INTO people_account (username, person_id, password, is_active, opened_at) "
            "SELECT 'other.name', person_id, password, 1, opened_at FROM people_account WHERE username = %s"
        ),
        (
            "INSERT OR REPLACE INTO people_account (username, person_id, password, is_active, opened_at) "
            "SELECT username, (SELECT MAX(id) FROM people_person), password, 1, opened_at FROM people_account "
            "WHERE username = %s"
        ),
    ],
    "postgresql": [
        "UPDATE people_account SET username = 'other.name' WHERE username = %s",
        "UPDATE people_account SET person_id = person_id + 1000 WHERE username = %s",
        "UPDATE people_account SET id = id + 1000 WHERE username = %s",
        "DELETE FROM people_account WHERE username = %s",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE people_account CASCADE; SELECT %s",
        (
            f"INSERT INTO people_account {COLUMNS} SELECT username, person_id, password, true, opened_at "  # noqa: S608
            "FROM people_account WHERE username = %s ON CONFLICT (username) DO UPDATE SET username = 'other.name'"
        ),
        (
            "MERGE INTO people_account AS held USING people_person AS owner ON held.person_id = owner.id "
            "WHEN MATCHED AND held.username = %s THEN UPDATE SET username = 'other.name'"
        ),
    ],
}


@pytest.mark.clause("O8")
@pytest.mark.parametrize("statement", STATEMENTS[connection.vendor])
def test_no_statement_changes_a_user_name(statement: str) -> None:
    owner = make_actor("ana.first")
    make_actor("ben.second")
    make_person("Free")
    assert refused(statement, "ana.first")
    assert list(Account.objects.order_by("pk").values_list("username", flat=True)) == ["ana.first", "ben.second"]
    assert account(owner).username == "ana.first"


@pytest.mark.clause("O8")
def test_the_rest_of_an_account_can_be_changed() -> None:
    make_actor("ana.first")
    assert not refused("UPDATE people_account SET is_active = false WHERE username = %s", "ana.first")
    assert not Account.objects.get(username="ana.first").is_active


@pytest.mark.clause("O8")
def test_the_model_refuses_a_new_user_name() -> None:
    held = account(make_actor("ana.first"))
    held.username = "other.name"
    with pytest.raises(UserNameIsForEver):
        held.save()
    with pytest.raises(UserNameIsForEver):
        held.save(update_fields=["username"])
    with pytest.raises(UserNameIsForEver):
        Account(pk=held.pk, username="other.name", person=held.person, opened_at=LONG_AGO).save()
    assert Account.objects.get(pk=held.pk).username == "ana.first"


@pytest.mark.clause("O8")
def test_the_manager_refuses_a_new_user_name() -> None:
    held = account(make_actor("ana.first"))
    for owner in ({"person": make_person()}, {"person_id": 5}, {"username": "other.name"}):
        with pytest.raises(UserNameIsForEver):
            Account.objects.filter(pk=held.pk).update(**owner)
    held.username = "other.name"
    with pytest.raises(UserNameIsForEver), transaction.atomic():
        Account.objects.bulk_update([held], ["username"])
    with pytest.raises(UserNameIsForEver):
        Account.objects.bulk_create([held], update_conflicts=True, update_fields=["username"], unique_fields=["id"])
    with pytest.raises(UserNameIsForEver), transaction.atomic():
        Account.objects.update_or_create(pk=held.pk, defaults={"username": "other.name"})
    assert Account.objects.get(pk=held.pk).username == "ana.first"


@pytest.mark.clause("O8")
def test_an_account_is_closed_and_never_deleted() -> None:
    held = account(make_actor("ana.first"))
    with pytest.raises(UserNameIsForEver):
        held.delete()
    with pytest.raises(UserNameIsForEver):
        Account.objects.all().delete()
    with pytest.raises(DatabaseError):
        Person.objects.filter(pk=held.person_id).delete()


@pytest.mark.clause("O6")
@pytest.mark.parametrize("name", ["an", "Ana", "ana maría", ".ana", "ana-", "a" * 31, "ana_b", "ána", "ana\n"])
def test_what_is_no_user_name_is_refused_by_the_database_too(name: str) -> None:
    person = make_person()
    assert refused(
        f"INSERT INTO people_account {COLUMNS} VALUES (%s, %s, '', true, %s)",  # noqa: S608 -- our own words
        name,
        person.pk,
        LONG_AGO,
    )


@pytest.mark.clause("O4")
def test_two_periods_of_one_kind_are_refused_where_they_overlap() -> None:
    delegation = make_delegation(make_group(), "AG")
    day = timedelta(days=1)
    first = make_focal_point(delegation, make_actor("ana.first"), ends_at=LONG_AGO + 10 * day)
    second = make_actor("ben.second")
    for start, end in ((0, 5), (5, 15), (-5, 5), (-5, None), (9, None), (-1, 30)):
        stated = None if end is None else LONG_AGO + end * day
        with pytest.raises(IntegrityError), transaction.atomic():
            make_focal_point(delegation, second, starts_at=LONG_AGO + start * day, ends_at=stated, in_office=False)
    after = make_focal_point(delegation, second, starts_at=LONG_AGO + 10 * day, in_office=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=after.pk).update(starts_at=LONG_AGO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=first.pk).update(ends_at=None)


@pytest.mark.clause("O4")
def test_one_in_office_at_a_time_even_by_replacement() -> None:
    there = world()
    held = Appointment.objects.get(delegation=there.delegations["AG"])
    other = make_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            delegation=held.delegation,
            person=other,
            kind="acting",
            starts_at=LONG_AGO,
            ends_at=LONG_AGO + timedelta(days=1),
            in_office=True,
            made_at=LONG_AGO,
        )
    columns = "(delegation_id, person_id, kind, starts_at, ends_at, note_name, in_office, made_at)"
    replace, otherwise = {
        "sqlite": ("INSERT OR REPLACE", ""),
        "postgresql": (
            "INSERT",
            (
                " ON CONFLICT (delegation_id) WHERE in_office DO UPDATE SET person_id = EXCLUDED.person_id, "
                "starts_at = '2019-01-01', kind = 'acting'"
            ),
        ),
    }[connection.vendor]
    assert refused(
        f"{replace} INTO people_appointment {columns} "
        f"VALUES (%s, %s, 'acting', '2020-01-01', '2020-01-02', '', true, '2020-01-01'){otherwise}",
        held.delegation_id,
        other.pk,
    )
    assert Appointment.objects.get(delegation=there.delegations["AG"]).person_id == held.person_id


@pytest.mark.clause("O4")
def test_a_party_has_one_delegation_and_a_group_one_chair() -> None:
    there = world()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_delegation(there.group, "AG")
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(group=there.group, person=make_person(), role="chair", since=LONG_AGO)


@pytest.mark.clause("O14a")
def test_an_appointment_ends_after_it_starts_and_an_acting_one_ends() -> None:
    delegation = make_delegation(make_group(), "AG")
    who = make_actor("ana.first")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_focal_point(delegation, who, ends_at=LONG_AGO - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_focal_point(delegation, who, kind="acting")


def test_addresses_are_one_per_person_whatever_their_capitals() -> None:
    make_person(email="ana@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(email="ANA@example.org")
