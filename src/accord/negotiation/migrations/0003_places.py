"""Wordings, positions and the ladder, with the triggers that keep them: what was said is ended, never altered (O2, O19).

`INSERT OR REPLACE` passes by update and delete triggers, hence the guards before insert, one per key.
"""

import django.db.models.deletion
from django.db import migrations, models

from accord.kernel.guards import ALWAYS, Guard, operation

SAID = "what was said in a negotiation is never altered"
STOOD = "where a paragraph stood is never altered"


def _changed(*columns: str) -> str:
    # IS NOT also compares with NULL.
    return " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)


def _there(table: str, *matches: str) -> str:
    return f"EXISTS (SELECT 1 FROM negotiation_{table} AS other WHERE {' OR '.join(matches)})"  # nosec B608 # noqa: S608 -- our own words of SQL


def _same(*columns: str) -> str:
    return "(" + " AND ".join(f"other.{column} = NEW.{column}" for column in columns) + ")"


def _current(ended: str, *columns: str) -> str:
    return f"(NEW.{ended} IS NULL AND other.{ended} IS NULL AND {_same(*columns)})"


def _kept(table: str, reason: str, *keys: str) -> list[tuple[str, str, str, str]]:
    """Return the guards of a table whose rows never change."""
    there = _there(table, "other.id = NEW.id", *keys)
    return [(table, "INSERT", there, reason), (table, "UPDATE", ALWAYS, reason), (table, "DELETE", ALWAYS, reason)]


def _ends(
    table: str, reason: str, columns: tuple[str, ...], *keys: str, ended: str = "ended_at"
) -> list[tuple[str, str, str, str]]:
    """Return the guards of a table whose rows change once: they end."""
    there = _there(table, "other.id = NEW.id", *keys)
    altered = f"OLD.{ended} IS NOT NULL OR {_changed('id', *columns)}"
    return [(table, "INSERT", there, reason), (table, "UPDATE", altered, reason), (table, "DELETE", ALWAYS, reason)]


CHAIR = ("base_id", "place", "words", "note", "amendments", "file_id", "written_at", "written_by")
POSITION = ("wording_id", "base_id", "delegation_id", "stance", "reason", "caucus_id", "taken_at", "taken_by")
STEP = ("base_id", "place", "state", "cause", "at", "by", "stands_on", "agreed", "taken", "package", "meeting_id")
STEP_TOO = ("party_id", "reason", "certainty", "carried_from_id")
ANSWERED = "OLD.confirmed_at IS NOT NULL OR OLD.objected_at IS NOT NULL OR " + _changed(
    "id", "step_id", "delegation_id"
)

GUARDS = [
    *_kept("wording", SAID, _same("base_id", "ask")),
    *_kept("sponsorship", SAID, _same("wording_id", "proposal_id"), _same("wording_id", "chair_id")),
    *_kept("bridge", SAID),
    *_kept("caucus", SAID, _same("group_id", "code")),
    *_ends(
        "caucusmember",
        SAID,
        ("caucus_id", "delegation_id", "since"),
        _current("until", "caucus_id", "delegation_id"),
        ended="until",
    ),
    *_kept("onbehalf", SAID, _same("proposal_id")),
    *_ends("chairwording", SAID, CHAIR, _current("ended_at", "base_id", "place")),
    *_ends("position", SAID, (*POSITION, "carried_from_id"), _current("ended_at", "wording_id", "delegation_id")),
    *_ends("step", STOOD, (*STEP, *STEP_TOO), _current("ended_at", "base_id", "place")),
    ("stepparty", "INSERT", _there("stepparty", "other.id = NEW.id", _same("step_id", "delegation_id")), STOOD),
    ("stepparty", "UPDATE", ANSWERED, STOOD),
    ("stepparty", "DELETE", ALWAYS, STOOD),
    *_ends("agenda", STOOD, ("base_id", "places", "set_at", "set_by"), _current("ended_at", "base_id")),
]


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_guards"),
        ("negotiation", "0002_guards"),
        ("people", "0003_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Caucus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=120)),
                ("since", models.DateTimeField()),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaucusMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "caucus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="negotiation.caucus"
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChairWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("amendments", models.JSONField()),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Customs",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision_label", models.CharField(default="Rev.{n}", max_length=40)),
                ("mark_up", models.CharField(default="brackets", max_length=8)),
                ("bracket_style", models.CharField(default="suffix", max_length=12)),
                ("silence", models.BooleanField(default=False)),
                ("silence_hours", models.PositiveIntegerField(default=72)),
                ("silence_rule", models.TextField(blank=True)),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OnBehalf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "caucus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.caucus"
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.proposal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=120)),
                ("state", models.CharField(blank=True, max_length=14)),
                ("stands_on", models.CharField(max_length=64)),
                ("value", models.JSONField()),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="negotiation.chairwording",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("bracketed", "in brackets"),
                            ("pending", "pending"),
                            ("informal", "agreed informally"),
                            ("ad_referendum", "agreed ad referendum"),
                            ("approved", "approved"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("recorded", "recorded by the Chair"),
                            ("text_changed", "the words changed"),
                            ("confirmed", "all those asked have confirmed"),
                            ("objected", "one of those asked objected"),
                            ("reopened", "reopened"),
                            ("carried", "carried over from the earlier version"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("stands_on", models.CharField(max_length=64)),
                ("agreed", models.TextField(blank=True)),
                ("taken", models.JSONField(default=list)),
                ("package", models.CharField(blank=True, max_length=120)),
                ("reason", models.TextField(blank=True)),
                ("certainty", models.FloatField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.step"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.formalmeeting",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StepParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("objected_at", models.DateTimeField(null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="negotiation.step"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ask", models.CharField(max_length=160)),
                ("place", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=20)),
                ("removed", models.TextField(blank=True)),
                ("added", models.TextField(blank=True)),
                ("contents", models.JSONField(default=list)),
                ("first_at", models.DateTimeField()),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.wording",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sponsorship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chair",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.chairwording",
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
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsorships",
                        to="negotiation.wording",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("support", "supports"),
                            ("object", "objects"),
                            ("reserve", "reserves its position"),
                            ("dissociate", "dissociates itself"),
                            ("withdrawn", "withdrew its position"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("taken_at", models.DateTimeField()),
                ("taken_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.position",
                    ),
                ),
                (
                    "caucus",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiation.caucus",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.delegation"
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="negotiation.wording"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Bridge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.proposal"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.wording"
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
            name="Agenda",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("places", models.JSONField()),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiation.roundbase"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("base",), name="negotiation_one_agenda"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="caucus",
            constraint=models.UniqueConstraint(fields=("group", "code"), name="negotiation_caucus_once"),
        ),
        migrations.AddConstraint(
            model_name="caucusmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("caucus", "delegation"),
                name="negotiation_member_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairwording",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("base", "place"),
                name="negotiation_one_chair_wording",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(fields=("base", "address"), name="negotiation_place_once"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("base", "place"), name="negotiation_one_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("meeting__isnull", False), ("state", "approved")),
                    models.Q(models.Q(("state", "approved"), _negated=True), ("meeting__isnull", True)),
                    _connector="OR",
                ),
                name="negotiation_approved_by_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cause", "reopened"), _negated=True),
                    models.Q(("party__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="negotiation_reopened_for_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "bracketed", "pending", "informal", "ad_referendum", "approved"])
                ),
                name="negotiation_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepparty",
            constraint=models.UniqueConstraint(fields=("step", "delegation"), name="negotiation_awaited_once"),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(fields=("base", "ask"), name="negotiation_wording_once"),
        ),
        migrations.AddConstraint(
            model_name="sponsorship",
            constraint=models.UniqueConstraint(fields=("wording", "proposal"), name="negotiation_sponsored_once"),
        ),
        migrations.AddConstraint(
            model_name="sponsorship",
            constraint=models.UniqueConstraint(fields=("wording", "chair"), name="negotiation_chaired_once"),
        ),
        migrations.AddConstraint(
            model_name="sponsorship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chair__isnull", True), ("proposal__isnull", False)),
                    models.Q(("chair__isnull", False), ("proposal__isnull", True)),
                    _connector="OR",
                ),
                name="negotiation_sponsor_is_one",
            ),
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["base", "wording"],
                name="negotiation_positions_now",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("wording", "delegation"),
                name="negotiation_one_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("stance__in", ["support", "object", "reserve", "dissociate", "withdrawn"])),
                name="negotiation_stance",
            ),
        ),
        operation(*(Guard(f"negotiation_{table}", *rest) for table, *rest in GUARDS)),
    ]
