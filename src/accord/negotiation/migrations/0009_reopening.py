"""Requests to open an agreed paragraph again, with the triggers that keep what was asked and answered (O2, O19)."""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import current, ending, kept, operation

REASON = "what was asked of the Chair is answered once, and never altered"
ASKED = ("base_id", "place", "delegation_id", "reason", "asked_at", "asked_by")
GUARDS = kept(
    "negotiation_reopeningrequest",
    REASON,
    current("base_id", "place", "delegation_id", ended="answered_at"),
    altered=ending(*ASKED, ended="answered_at"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("negotiation", "0008_channels"),
        ("people", "0003_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReopeningRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=120)),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=150)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("reopened", "Reopened"), ("declined", "Declined")],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=150)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("base", "place", "delegation"),
                        name="negotiation_one_reopening_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(("answer", "reopened"), ("answered_at__isnull", False)),
                            models.Q(
                                ("answer", "declined"),
                                ("answered_at__isnull", False),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="negotiation_reopening_answered",
                    ),
                ],
            },
        ),
        operation(*GUARDS),
    ]
