"""Parties: States, and those that are not States, with their official names in the four languages."""

from django.db import models
from django.utils.translation import get_language


class Party(models.Model):
    """A State or another party to a negotiation; its code opens every file name of its delegation (O23)."""

    code = models.CharField(primary_key=True, max_length=3)
    # False for codes that ISO 3166 only reserves, such as EU.
    iso = models.BooleanField(default=True)
    official_en = models.CharField(max_length=120)
    official_es = models.CharField(max_length=120)
    official_fr = models.CharField(max_length=120)
    official_pt = models.CharField(max_length=120)
    short_en = models.CharField(max_length=80)
    short_es = models.CharField(max_length=80)
    short_fr = models.CharField(max_length=80)
    short_pt = models.CharField(max_length=80)
    capital = models.CharField(max_length=80)
    # IANA name of the zone in which the capital lives.
    zone = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.short_name()

    def short_name(self, language: str | None = None) -> str:
        """Return the name used on screens, in `language` or else in the reader's."""
        return self._named("short", language)

    def official_name(self, language: str | None = None) -> str:
        """Return the name used in instruments, in `language` or else in the reader's."""
        return self._named("official", language)

    def _named(self, form: str, language: str | None) -> str:
        tongue = (language or get_language() or "en")[:2]
        name: str = getattr(self, f"{form}_{tongue}", "") or getattr(self, f"{form}_en")
        return name
