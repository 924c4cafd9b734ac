"""What is written in the browser, and the reasons beside amendments, which are kept as what was sent is (O2)."""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import ALWAYS, Guard, operation

SENT = "what a delegation sent is never altered"


def _checking(row: str) -> str:
    return f"(SELECT state FROM negotiation_proposal WHERE id = {row}) <> 'checking'"  # nosec B608 # noqa: S608 -- our own words of SQL


THERE = (
    "EXISTS (SELECT 1 FROM negotiation_remark AS other WHERE other.id = NEW.id "
    "OR (other.proposal_id = NEW.proposal_id AND other.ordinal = NEW.ordinal))"
)
GUARDS = [
    ("remark", "INSERT", f"{_checking('NEW.proposal_id')} OR {THERE}", SENT),
    ("remark", "UPDATE", ALWAYS, SENT),
    ("remark", "DELETE", _checking("OLD.proposal_id"), SENT),
]


class Migration(migrations.Migration):
    dependencies = [
        ("negotiation", "0003_places"),
        ("people", "0003_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                (
                    "ground",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.proposal",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.round"
                    ),
                ),
                (
                    "sent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.proposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=120)),
                (
                    "op",
                    models.CharField(
                        choices=[("words", "Words"), ("add", "Add"), ("delete", "Delete"), ("move", "Move")],
                        max_length=8,
                    ),
                ),
                ("after", models.CharField(blank=True, max_length=120)),
                ("ordinal", models.PositiveIntegerField(default=0)),
                ("words", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("turn", models.PositiveIntegerField(default=1)),
                ("rival", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=150)),
                (
                    "bridges",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.wording",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="negotiation.draft"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.PositiveIntegerField()),
                ("address", models.CharField(max_length=120)),
                ("words", models.TextField()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="negotiation.proposal"
                    ),
                ),
            ],
            options={
                "ordering": ["ordinal"],
            },
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("round", "delegation"),
                name="negotiation_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftedit",
            constraint=models.UniqueConstraint(fields=("draft", "place", "ordinal"), name="negotiation_edit_once"),
        ),
        migrations.AddConstraint(
            model_name="draftedit",
            constraint=models.CheckConstraint(
                condition=models.Q(("op__in", ["words", "add", "delete", "move"])), name="negotiation_edit_op"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.UniqueConstraint(fields=("proposal", "ordinal"), name="negotiation_remark_once"),
        ),
        operation(*(Guard(f"negotiation_{table}", *rest) for table, *rest in GUARDS)),
    ]
