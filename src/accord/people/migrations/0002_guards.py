"""Guards in the database: a user name and its owner are written once (O8); appointments of one kind never overlap (O4).

`INSERT OR REPLACE` deletes without a delete trigger, hence the guards before insert. On SQLite a later migration that
alters one of these tables rebuilds it and drops its triggers: such a migration ends by creating them again
(tests/people/test_guards.py sees to it).
"""

from typing import Any

from django.db import migrations

FOREVER = "user names are for ever"
OVERLAP = "appointments of one kind may not overlap"
SHAPE = "not a user name"

# Each SQLite guard: name, event and table, condition, sentence.
SQLITE = (
    (
        "people_account_written_once",
        "UPDATE ON people_account",
        "NEW.username IS NOT OLD.username OR NEW.person_id IS NOT OLD.person_id OR NEW.id IS NOT OLD.id",
        FOREVER,
    ),
    ("people_account_kept", "DELETE ON people_account", "1", FOREVER),
    (
        "people_account_not_replaced",
        "INSERT ON people_account",
        "EXISTS (SELECT 1 FROM people_account WHERE id = NEW.id OR username = NEW.username OR person_id = NEW.person_id)",
        FOREVER,
    ),
    (
        "people_account_shape",
        "INSERT ON people_account",
        (
            "NEW.username GLOB '*[^a-z0-9.-]*' OR NEW.username GLOB '[.-]*' OR NEW.username GLOB '*[.-]' "
            "OR length(NEW.username) NOT BETWEEN 3 AND 30"
        ),
        SHAPE,
    ),
    (
        "people_appointment_not_replaced",
        "INSERT ON people_appointment",
        (
            "EXISTS (SELECT 1 FROM people_appointment WHERE id = NEW.id "
            "OR (NEW.in_office AND in_office AND delegation_id = NEW.delegation_id))"
        ),
        OVERLAP,
    ),
    *(
        (
            f"people_appointment_apart_{event.lower()}",
            f"{event} ON people_appointment",
            (
                "EXISTS (SELECT 1 FROM people_appointment AS other WHERE other.id IS NOT NEW.id "
                "AND other.delegation_id = NEW.delegation_id AND other.kind = NEW.kind "
                "AND NEW.starts_at < COALESCE(NEW.ends_at, '9999-12-31') "
                "AND other.starts_at < COALESCE(other.ends_at, '9999-12-31') "
                "AND other.starts_at < COALESCE(NEW.ends_at, '9999-12-31') AND NEW.starts_at < COALESCE(other.ends_at, '9999-12-31'))"
            ),
            OVERLAP,
        )
        for event in ("INSERT", "UPDATE")
    ),
)

POSTGRESQL = """
CREATE FUNCTION people_account_forever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.username IS DISTINCT FROM OLD.username
     OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.id IS DISTINCT FROM OLD.id THEN
    RAISE EXCEPTION 'user names are for ever' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_account_written_once BEFORE UPDATE ON people_account
  FOR EACH ROW EXECUTE FUNCTION people_account_forever();
CREATE TRIGGER people_account_kept BEFORE DELETE ON people_account
  FOR EACH ROW EXECUTE FUNCTION people_account_forever();
CREATE TRIGGER people_account_not_emptied BEFORE TRUNCATE ON people_account
  FOR EACH STATEMENT EXECUTE FUNCTION people_account_forever();
ALTER TABLE people_account ADD CONSTRAINT people_account_shape
  CHECK (username ~ '^[a-z0-9][a-z0-9.-]{1,28}[a-z0-9]$');
CREATE FUNCTION people_appointment_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM people_delegation WHERE id = NEW.delegation_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM people_appointment AS other WHERE other.id <> NEW.id
      AND other.delegation_id = NEW.delegation_id AND other.kind = NEW.kind
      AND tstzrange(other.starts_at, other.ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)) THEN
    RAISE EXCEPTION 'appointments of one kind may not overlap' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_appointment_apart BEFORE INSERT OR UPDATE ON people_appointment
  FOR EACH ROW EXECUTE FUNCTION people_appointment_apart();
"""

POSTGRESQL_BACK = """
DROP TRIGGER people_appointment_apart ON people_appointment;
DROP FUNCTION people_appointment_apart();
ALTER TABLE people_account DROP CONSTRAINT people_account_shape;
DROP TRIGGER people_account_not_emptied ON people_account;
DROP TRIGGER people_account_kept ON people_account;
DROP TRIGGER people_account_written_once ON people_account;
DROP FUNCTION people_account_forever();
"""


def create(_apps: Any, editor: Any) -> None:
    """Create the guards in the database's own tongue."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL)
        return
    for name, event, condition, sentence in SQLITE:
        body = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        editor.execute(f"CREATE TRIGGER {name} BEFORE {event} WHEN {condition} {body}")


def drop(_apps: Any, editor: Any) -> None:
    """Take the guards away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_BACK)
        return
    for name, *_rest in SQLITE:
        editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    """Create the guards."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
