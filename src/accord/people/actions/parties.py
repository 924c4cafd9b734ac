"""The table of parties, loaded from `data/parties.tsv` whenever the database is migrated.

Official names follow the usage of the United Nations (Official Names of the United Nations Membership, in English,
Spanish and French) and of the OAS for its member States; Portuguese follows the usage of Brazil in the OAS. Codes are
ISO 3166-1 alpha-2; `iso` is 0 where ISO only reserves the code (EU).
"""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from accord.people.models import Party

TABLE = Path(__file__).resolve().parents[1] / "data" / "parties.tsv"
# An installation may add parties of its own (observers, organisations); those are left alone.
NAMED = [f"{form}_{tongue}" for form in ("official", "short") for tongue in ("en", "es", "fr", "pt")]


class PartyTable:
    """The table of parties as this release has it."""

    @staticmethod
    @cache
    def rows() -> tuple[dict[str, str], ...]:
        """Return the table's lines, each by column name."""
        with TABLE.open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    @classmethod
    def load(cls, **signal: Any) -> int:
        """Write every party of the table, new or as it is named now, and return how many there are. Repeatable.

        Called after each migration; after one backwards the database may have no such table, and nothing is done.
        """
        if not cls._stands(signal):
            return 0
        parties = [Party(**{**row, "iso": row["iso"] == "1"}) for row in cls.rows()]
        Party.objects.using(signal.get("using", "default")).bulk_create(
            parties,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["iso", *NAMED, "capital", "zone"],
            batch_size=50,
        )
        return len(parties)

    @staticmethod
    def _stands(signal: dict[str, Any]) -> bool:
        if "apps" not in signal:
            return True
        try:
            signal["apps"].get_model("people", "Party")._meta.get_field("zone")  # noqa: SLF001  Django's own name
        except (LookupError, FieldDoesNotExist):
            return False
        return True
