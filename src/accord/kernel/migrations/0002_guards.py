"""Triggers that keep accidents from the record: nothing in it is changed, deleted or replaced.

They stop mistakes, not the database's owner; her an older checkpoint catches (docs/adr/0002-record.md).
`INSERT OR REPLACE` passes by update and delete triggers, hence the guards before insert.
"""

from django.db import migrations

REFUSED = "SELECT RAISE(ABORT, 'the record is append-only')"

GUARDS = {
    "entry": (
        'NEW."index" IS NOT (SELECT COALESCE(MAX("index") + 1, 0) FROM kernel_entry)',
        "1",
    ),
    "node": (
        "EXISTS (SELECT 1 FROM kernel_node WHERE id = NEW.id OR (level = NEW.level AND position = NEW.position))",
        "1",
    ),
    "checkpoint": ("EXISTS (SELECT 1 FROM kernel_checkpoint WHERE size = NEW.size)", "1"),
    # A body may be erased, once and whole, and in no other way altered.
    "body": (
        "EXISTS (SELECT 1 FROM kernel_body WHERE entry_id = NEW.entry_id)",
        "NEW.entry_id IS NOT OLD.entry_id OR NEW.salt IS NOT NULL OR NEW.data IS NOT NULL",
    ),
}


def _create() -> str:
    statements = []
    for table, (bad_insert, bad_update) in GUARDS.items():
        for event, condition in (("INSERT", bad_insert), ("UPDATE", bad_update), ("DELETE", "1")):
            statements.append(
                f"CREATE TRIGGER kernel_{table}_{event.lower()} BEFORE {event} ON kernel_{table} "
                f"WHEN {condition} BEGIN {REFUSED}; END;"
            )
    return "\n".join(statements)


def _drop() -> str:
    return "\n".join(
        f"DROP TRIGGER kernel_{table}_{event};" for table in GUARDS for event in ("insert", "update", "delete")
    )


class Migration(migrations.Migration):
    """Create the guards."""

    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(_create(), _drop())]
