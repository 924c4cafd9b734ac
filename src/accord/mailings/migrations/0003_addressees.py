"""Official addressees, and the files that go with a letter: neither is altered afterwards."""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import ending, kept, operation

ENTERED = "an addressee is ended, never altered"
SENT = "what goes with a letter is never altered"
COLUMNS = ("group_id", "party_id", "name", "office", "email", "language", "since")

GUARDS = [
    *kept("mailings_addressee", ENTERED, altered=ending(*COLUMNS, ended="until")),
    *kept("mailings_attachment", SENT),
]


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_guards"),
        ("mailings", "0002_support"),
        ("people", "0003_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160)),
                ("office", models.CharField(blank=True, max_length=160)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=8)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.party"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("group", "email"),
                        name="mailings_addressee_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filename", models.CharField(max_length=190)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="mailings.letter"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("letter", "filename"), name="mailings_attached_once")],
            },
        ),
        operation(*GUARDS),
    ]
