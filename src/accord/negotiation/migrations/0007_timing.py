"""What goes with a round's time, with the triggers that keep it: rules, moved closes, reminders, lodgings (O2, O16)."""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import changed, current, ending, kept, operation, same

TOLD = "what held in a round is never altered"
LODGED = "what was lodged for a delegation is never altered"
WHEN_SET = ("set_at", "set_by")
LODGING = (
    "id",
    "proposal_id",
    "source",
    "evidence_id",
    "evidence_name",
    "received_on",
    "note",
    "lodged_at",
    "lodged_by",
)
ANSWERED = f"OLD.confirmed_at IS NOT NULL OR OLD.declined_at IS NOT NULL OR {changed(*LODGING)}"

GUARDS = [
    *kept(
        "negotiation_roundrule", TOLD, current("round_id"), altered=ending("round_id", "late", "reminders", *WHEN_SET)
    ),
    *kept(
        "negotiation_internaldeadline",
        TOLD,
        current("round_id", "delegation_id"),
        altered=ending("round_id", "delegation_id", "at", "note", *WHEN_SET),
    ),
    *kept("negotiation_movedclose", TOLD),
    *kept("negotiation_reminder", TOLD, same("round_id", "delegation_id", "kind", "due_at")),
    *kept("negotiation_translation", TOLD, same("proposal_id", "language", "file_id")),
    *kept("negotiation_lodging", LODGED, same("proposal_id"), altered=ANSWERED),
]


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_guards"),
        ("negotiation", "0006_revisions"),
        ("people", "0003_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.linktoken"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InternalDeadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("round", "delegation"),
                        name="negotiation_one_internal_deadline",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lodging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(choices=[("paper", "Paper"), ("mail", "Mail"), ("fax", "Fax")], max_length=8),
                ),
                ("evidence_name", models.CharField(blank=True, max_length=180)),
                ("received_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("lodged_at", models.DateTimeField()),
                ("lodged_by", models.CharField(max_length=150)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=150)),
                ("reason", models.TextField(blank=True)),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lodging", to="negotiation.proposal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["paper", "mail", "fax"])), name="negotiation_lodged_how"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True), ("declined_at__isnull", True), _connector="OR"
                        ),
                        name="negotiation_lodging_one_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovedClose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("moved_at", models.DateTimeField()),
                ("moved_by", models.CharField(max_length=150)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="negotiation.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("former", models.F("closes_at")), _negated=True),
                        name="negotiation_close_moves",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField()),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "delegation", "kind", "due_at"), name="negotiation_reminded_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("late", models.CharField(choices=[("refuse", "Refuse"), ("stamp", "Stamp")], max_length=8)),
                ("reminders", models.JSONField(default=list)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="negotiation.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("round",),
                        name="negotiation_one_round_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("late__in", ["refuse", "stamp"])), name="negotiation_rule_late"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("filename", models.CharField(max_length=190)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="negotiation.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "language", "file"), name="negotiation_translated_once")
                ],
            },
        ),
        operation(*GUARDS),
    ]
