"""Triggers that keep the text of a base as it was read: no paragraph is changed, deleted or replaced."""

from django.db import migrations

REFUSED = "SELECT RAISE(ABORT, 'the text of a base does not change')"

REPLACED = {
    "text": "EXISTS (SELECT 1 FROM texts_text WHERE id = NEW.id OR language_version_id = NEW.language_version_id)",
    "textparagraph": (
        "EXISTS (SELECT 1 FROM texts_textparagraph WHERE id = NEW.id OR "
        "(text_id = NEW.text_id AND (position = NEW.position OR address = NEW.address)))"
    ),
}


def _create() -> str:
    return "\n".join(
        f"CREATE TRIGGER texts_{table}_{event.lower()} BEFORE {event} ON texts_{table} "
        f"WHEN {condition} BEGIN {REFUSED}; END;"
        for table, replaced in REPLACED.items()
        for event, condition in (("INSERT", replaced), ("UPDATE", "1"), ("DELETE", "1"))
    )


def _drop() -> str:
    return "\n".join(
        f"DROP TRIGGER texts_{table}_{event};" for table in REPLACED for event in ("insert", "update", "delete")
    )


class Migration(migrations.Migration):
    """Create the guards."""

    dependencies = [("texts", "0001_initial")]
    operations = [migrations.RunSQL(_create(), _drop())]
