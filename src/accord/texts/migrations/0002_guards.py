"""Triggers that keep the text of a base as it was read: no paragraph is changed, deleted or replaced."""

from django.db import migrations

from accord.kernel.guards import ALWAYS, Guard, operation

REFUSED = "the text of a base does not change"

REPLACED = {
    "text": "EXISTS (SELECT 1 FROM texts_text WHERE id = NEW.id OR language_version_id = NEW.language_version_id)",
    "textparagraph": (
        "EXISTS (SELECT 1 FROM texts_textparagraph WHERE id = NEW.id OR "
        "(text_id = NEW.text_id AND (position = NEW.position OR address = NEW.address)))"
    ),
}


def _guards() -> list[Guard]:
    return [
        guard
        for table, replaced in REPLACED.items()
        for guard in (
            Guard(f"texts_{table}", "INSERT", replaced, REFUSED),
            Guard(f"texts_{table}", "UPDATE", ALWAYS, REFUSED),
            Guard(f"texts_{table}", "DELETE", ALWAYS, REFUSED),
        )
    ]


class Migration(migrations.Migration):
    """Create the guards."""

    dependencies = [("texts", "0001_initial")]
    operations = [operation(*_guards())]
