"""Triggers that keep what delegations sent: only a proposal's state moves on, everything else stays as it came (O2).

They stop mistakes and hands in the database's shell, not its owner; what the owner does shows when rows, file and
record are compared (queries.verify_amendments). `INSERT OR REPLACE` passes by update and delete triggers, hence the
guards before insert.
"""

from django.db import migrations

from accord.kernel.guards import ALWAYS, Guard, operation

SENT = "what a delegation sent is never altered"
FROZEN = "the base of a round does not change"
KEPT = "what was compiled does not change"


def _changed(*columns: str) -> str:
    # IS NOT also compares with NULL.
    return " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)


def _there(table: str, *matches: str) -> str:
    return f"EXISTS (SELECT 1 FROM negotiation_{table} AS other WHERE {' OR '.join(matches)})"  # noqa: S608  our own words


def _same(*columns: str) -> str:
    return "(" + " AND ".join(f"other.{column} = NEW.{column}" for column in columns) + ")"


def _state(table: str, row: str) -> str:
    return f"(SELECT state FROM negotiation_{table} WHERE id = {row})"  # noqa: S608  our own words


ROUND = ("id", "group_id", "number", "version_id", "meeting_id", "opens_at", "zone", "sees")
WRITTEN = ("scheduled_at", "scheduled_by")
RECEIVED = ("id", "round_id", "base_id", "delegation_id", "filename", "uploaded_as", "received_sha256", "original_id")
STAMPED = ("received_at", "received_from")
READ = ("file_id", "submitted_at", "amendment_count", "paragraph_count", "untracked_count", "words_added")
READ_TOO = ("words_removed", "comment_count", "touches", "outside")

BEGINS_SENT = "NEW.state <> 'checking' OR " + _there(
    "proposal", "other.id = NEW.id", f"({_same('round_id', 'delegation_id')} AND other.state = 'checking')"
)
MOVES = (
    "(OLD.state = 'checking' AND NEW.state IN ('checking', 'standing', 'discarded')) OR "
    "(OLD.state = 'standing' AND NEW.state IN ('superseded', 'withdrawn'))"
)
SECOND_STANDING = "NEW.state = 'standing' AND " + _there(
    "proposal", f"(other.id <> NEW.id AND other.state = 'standing' AND {_same('round_id', 'delegation_id')})"
)
ALTERED = " OR ".join(
    [
        f"NOT ({MOVES})",
        _changed(*RECEIVED, *STAMPED),
        f"(OLD.state <> 'checking' AND ({_changed(*READ, *READ_TOO)}))",
        f"({SECOND_STANDING})",
    ]
)
ADDED_LATER = f"{_state('proposal', 'NEW.proposal_id')} <> 'checking' OR " + _there(
    "amendment", "other.id = NEW.id", _same("proposal_id", "ordinal")
)

GUARDS = [
    ("proposal", "INSERT", BEGINS_SENT, SENT),
    ("proposal", "UPDATE", ALTERED, SENT),
    ("proposal", "DELETE", ALWAYS, SENT),
    ("amendment", "INSERT", ADDED_LATER, SENT),
    ("amendment", "UPDATE", ALWAYS, SENT),
    ("amendment", "DELETE", f"{_state('proposal', 'OLD.proposal_id')} <> 'checking'", SENT),
    ("round", "INSERT", _there("round", "other.id = NEW.id", _same("group_id", "number")), FROZEN),
    ("round", "UPDATE", _changed(*ROUND, *WRITTEN), FROZEN),
    ("round", "DELETE", ALWAYS, FROZEN),
    ("roundbase", "INSERT", _there("roundbase", "other.id = NEW.id", _same("round_id", "language")), FROZEN),
    ("roundbase", "UPDATE", ALWAYS, FROZEN),
    ("roundbase", "DELETE", ALWAYS, FROZEN),
    ("addedlabel", "UPDATE", ALWAYS, FROZEN),
    ("addedlabel", "DELETE", ALWAYS, FROZEN),
    ("compilation", "INSERT", _there("compilation", "other.id = NEW.id"), KEPT),
    ("compilation", "UPDATE", "OLD.state IN ('done', 'failed')", KEPT),
    ("compilation", "DELETE", ALWAYS, KEPT),
    ("compilation_proposals", "INSERT", f"{_state('compilation', 'NEW.compilation_id')} <> 'queued'", KEPT),
    ("compilation_proposals", "UPDATE", ALWAYS, KEPT),
    ("compilation_proposals", "DELETE", ALWAYS, KEPT),
]


class Migration(migrations.Migration):
    """Create the guards."""

    dependencies = [("negotiation", "0001_initial")]
    operations = [operation(*(Guard(f"negotiation_{table}", *rest) for table, *rest in GUARDS))]
