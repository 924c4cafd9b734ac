"""Triggers that keep accidents from the record: nothing in it is changed, deleted or replaced.

They stop mistakes, not the database's owner; her an older checkpoint catches (docs/adr/0002-record.md).
`INSERT OR REPLACE` passes by update and delete triggers, hence the guards before insert.
"""

from django.db import migrations

from accord.kernel.guards import ALWAYS, Guard, operation

REFUSED = "the record is append-only"

# Table: what may not be inserted, what may not be updated.
GUARDS = {
    "entry": (
        'NEW."index" IS NOT (SELECT COALESCE(MAX("index") + 1, 0) FROM kernel_entry)',
        ALWAYS,
    ),
    "node": (
        "EXISTS (SELECT 1 FROM kernel_node WHERE id = NEW.id OR (level = NEW.level AND position = NEW.position))",
        ALWAYS,
    ),
    "checkpoint": ("EXISTS (SELECT 1 FROM kernel_checkpoint WHERE size = NEW.size)", ALWAYS),
    # A body may be erased, once and whole, and in no other way altered.
    "body": (
        "EXISTS (SELECT 1 FROM kernel_body WHERE entry_id = NEW.entry_id)",
        "NEW.entry_id IS NOT OLD.entry_id OR NEW.salt IS NOT NULL OR NEW.data IS NOT NULL",
    ),
}


def _guards() -> list[Guard]:
    return [
        guard
        for table, (bad_insert, bad_update) in GUARDS.items()
        for guard in (
            Guard(f"kernel_{table}", "INSERT", bad_insert, REFUSED),
            Guard(f"kernel_{table}", "UPDATE", bad_update, REFUSED),
            Guard(f"kernel_{table}", "DELETE", ALWAYS, REFUSED),
        )
    ]


class Migration(migrations.Migration):
    """Create the guards."""

    dependencies = [("kernel", "0001_initial")]
    operations = [operation(*_guards())]
