"""Outputs of a round: a file once made is never altered."""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import ALWAYS, Guard, operation

MADE = "what was made of a round is never altered"
ASKED = ("id", "base_id", "key", "kind", "options", "as_of", "filename")
ALTERED = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in ASKED)
THERE = (
    "EXISTS (SELECT 1 FROM negotiation_output AS other WHERE other.id = NEW.id "
    "OR (other.base_id = NEW.base_id AND other.key = NEW.key))"
)
GUARDS = [
    ("INSERT", THERE),
    ("UPDATE", f"OLD.state = 'done' OR {ALTERED}"),
    ("DELETE", ALWAYS),
]


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_guards"),
        ("negotiation", "0004_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Output",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tracked", "Tracked"),
                            ("brackets", "Brackets"),
                            ("translators", "Translators"),
                            ("clean", "Clean"),
                            ("concordance", "Concordance"),
                            ("table_docx", "Table Docx"),
                            ("table_xlsx", "Table Xlsx"),
                            ("trace_docx", "Trace Docx"),
                            ("trace_xlsx", "Trace Xlsx"),
                            ("html", "Html"),
                            ("json", "Json"),
                        ],
                        max_length=16,
                    ),
                ),
                ("options", models.JSONField(default=dict)),
                ("as_of", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("done", "Done"), ("failed", "Failed")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("failure", models.CharField(blank=True, max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField(null=True)),
                ("filename", models.CharField(max_length=190)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("base", "key"), name="negotiation_output_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "tracked",
                                    "brackets",
                                    "translators",
                                    "clean",
                                    "concordance",
                                    "table_docx",
                                    "table_xlsx",
                                    "trace_docx",
                                    "trace_xlsx",
                                    "html",
                                    "json",
                                ],
                            )
                        ),
                        name="negotiation_output_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", True), ("state__in", ["queued", "failed"])),
                            models.Q(("file__isnull", False), ("state", "done")),
                            _connector="OR",
                        ),
                        name="negotiation_output_made",
                    ),
                ],
            },
        ),
        operation(*(Guard("negotiation_output", event, condition, MADE) for event, condition in GUARDS)),
    ]
