"""Official channels and the silence procedure, with the triggers that keep what went out and what was said (O2, O18)."""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import current, ending, kept, operation, same

SENT = "what went out officially is never altered"
SAID = "what was said in a silence procedure is never altered"
ASKED = (
    "group_id",
    "version_id",
    "number",
    "texts",
    "text_sha256",
    "question",
    "opens_at",
    "expires_at",
    "zone",
    "opened_by",
)

GUARDS = [
    *kept("negotiation_dispatch", SENT),
    *kept("negotiation_dispatchletter", SENT, same("dispatch_id", "addressee_id"), same("letter_id")),
    *kept("negotiation_silencenotice", SAID, same("silence_id", "delegation_id")),
    *kept("negotiation_silenceanswer", SAID, same("silence_id", "delegation_id", "kind")),
    *kept("negotiation_silence", SAID, same("group_id", "number"), current("version_id"), altered=ending(*ASKED)),
]


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_initial"),
        ("mailings", "0003_addressees"),
        ("negotiation", "0007_timing"),
        ("people", "0003_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.CharField(max_length=150)),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="library.version"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("texts", models.JSONField()),
                ("text_sha256", models.CharField(max_length=64)),
                ("question", models.TextField()),
                ("opens_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                ("opened_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("no_objection", "No Objection"), ("broken", "Broken"), ("cancelled", "Cancelled")],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="library.version"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SilenceAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("acknowledged", "Acknowledged"), ("objected", "Objected"), ("amended", "Amended")],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.proposal",
                    ),
                ),
                (
                    "silence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="negotiation.silence"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SilenceNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mailings.letter"
                    ),
                ),
                (
                    "silence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="negotiation.silence"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DispatchLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mailings.addressee"
                    ),
                ),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="negotiation.dispatch"
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mailings.letter"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dispatch", "addressee"), name="negotiation_dispatched_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.UniqueConstraint(fields=("group", "number"), name="negotiation_silence_number_once"),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("version",), name="negotiation_one_silence"
            ),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("opens_at"))), name="negotiation_silence_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome", "")),
                    models.Q(("ended_at__isnull", False), ("outcome__in", ["no_objection", "broken", "cancelled"])),
                    _connector="OR",
                ),
                name="negotiation_silence_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="silenceanswer",
            constraint=models.UniqueConstraint(
                fields=("silence", "delegation", "kind"), name="negotiation_silence_said_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="silenceanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["acknowledged", "objected", "amended"])),
                name="negotiation_silence_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="silencenotice",
            constraint=models.UniqueConstraint(fields=("silence", "delegation"), name="negotiation_silence_told_once"),
        ),
        operation(*GUARDS),
    ]
