"""What `accord check` finds: a short name for machines, what is wrong, and what to do."""

from dataclasses import dataclass
from typing import Final

# Monitoring may rely on these names.
CODES: Final = frozenset(
    {
        "backup_drill_failed",
        "backup_none",
        "backup_not_set",
        "backup_old",
        "clock_behind",
        "cookies_not_secure",
        "database_damaged",
        "database_owner",
        "database_settings",
        "database_unready",
        "debug",
        "demo",
        "demo_not_made_here",
        "disk_full",
        "django",
        "files_in_clear",
        "files_unreachable",
        "hosts_any",
        "job_dead",
        "key_missing",
        "letters_failed",
        "mail_in_clear",
        "mail_not_set",
        "mail_silent",
        "no_hsts",
        "no_tls",
        "open_to_others",
        "origin_path",
        "origin_silent",
        "proxies_wide",
        "python_slow",
        "record",
        "secret_weak",
        "time_zones",
        "worker",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right: `code` stays the same over versions, `wrong` and `do` are one sentence each.

    Of `advice` nothing is wrong yet: something could be better, or is only likely.
    """

    code: str
    wrong: str
    do: str
    advice: bool = False

    def __str__(self) -> str:
        return f"{self.wrong} {self.do}"
