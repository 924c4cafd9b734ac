"""Revisions and what is decided, assigned and asked in them: nothing of it is altered, a published one stands (O1, O2).

`INSERT OR REPLACE` passes by update and delete triggers, hence the guards before insert, one per key.
"""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import changed, current, ending, kept, operation, same

SAID = "what was decided or said of a revision is never altered"
BEGUN = ("base_id", "number", "way", "begun_at", "begun_by")
DECIDED = ("revision_id", "ask", "choice", "reason", "decided_at", "decided_by")
ASSIGNED = ("difference_id", "wording_id", "chair", "note", "at", "by")
UPHELD = ("wording_id", "delegation_id", "upheld", "at", "by")
ASKED = ("revision_id", "place", "delegation_id", "lost", "back", "added", "merged", "asked_at")
ANSWER = changed("answer", "words", "answered_at", "answered_by")
CHAIRED = "(NEW.chair AND other.chair AND " + current("difference_id") + ")"

GUARDS = [
    *kept(
        "negotiation_revision", SAID, current("base_id"), altered=f"OLD.published_at IS NOT NULL OR {ending(*BEGUN)}"
    ),
    *kept("negotiation_decision", SAID, current("revision_id", "ask"), altered=ending(*DECIDED)),
    *kept("negotiation_difference", SAID, same("revision_id", "ordinal")),
    *kept("negotiation_assignment", SAID, current("difference_id", "wording_id"), CHAIRED, altered=ending(*ASSIGNED)),
    *kept("negotiation_upholding", SAID, current("wording_id", "delegation_id"), altered=ending(*UPHELD)),
    *kept(
        "negotiation_question",
        SAID,
        current("revision_id", "place", "delegation_id"),
        altered=f"{ending(*ASKED)} OR (OLD.answered_at IS NOT NULL AND ({ANSWER}))",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_guards"),
        ("library", "0001_initial"),
        ("negotiation", "0005_outputs"),
        ("people", "0003_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("way", models.CharField(choices=[("decisions", "Decisions"), ("upload", "Upload")], max_length=10)),
                ("begun_at", models.DateTimeField()),
                ("begun_by", models.CharField(max_length=150)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=150)),
                ("account", models.JSONField(default=dict)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "clean_docx",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "docx",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "uploaded",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="library.version"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=120)),
                ("lost", models.JSONField(default=list)),
                ("back", models.JSONField(default=list)),
                ("added", models.JSONField(default=list)),
                ("merged", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("confirmed", "Confirmed"), ("refused", "Refused")],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="negotiation.revision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.PositiveIntegerField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("new_place", models.CharField(blank=True, max_length=120)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="negotiation.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["ordinal"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ask", models.CharField(max_length=160)),
                (
                    "choice",
                    models.CharField(choices=[("take", "Take"), ("keep", "Keep"), ("leave", "Leave")], max_length=5),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="negotiation.revision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Upholding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("upheld", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.wording"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chair", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "wording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.wording",
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="negotiation.difference",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("difference", "wording"),
                        name="negotiation_assigned_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("chair", True), ("ended_at__isnull", True)),
                        fields=("difference",),
                        name="negotiation_chairs_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("chair", False), ("wording__isnull", False)),
                            models.Q(("chair", True), ("wording__isnull", True)),
                            _connector="OR",
                        ),
                        name="negotiation_assigned_to_one",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("base",), name="negotiation_one_revision"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["decisions", "upload"])), name="negotiation_revision_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("clean_docx__isnull", True),
                        ("docx__isnull", True),
                        ("published_at__isnull", True),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("clean_docx__isnull", False),
                        ("docx__isnull", False),
                        ("ended_at__isnull", True),
                        ("published_at__isnull", False),
                        ("version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="negotiation_revision_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("revision", "place", "delegation"),
                name="negotiation_one_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                    models.Q(("answer__in", ["confirmed", "refused"]), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="negotiation_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(fields=("revision", "ordinal"), name="negotiation_difference_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("revision", "ask"),
                name="negotiation_one_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["take", "keep", "leave"])), name="negotiation_choice"
            ),
        ),
        migrations.AddConstraint(
            model_name="upholding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("wording", "delegation"),
                name="negotiation_one_upholding",
            ),
        ),
        operation(*GUARDS),
    ]
