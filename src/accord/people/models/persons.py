"""Persons: whoever takes part, with or without an account."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("pt", "Português")]


def check_zone(name: str) -> None:
    """Refuse a name that is not a zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone we know."), params={"zone": name}, code="zone")


class Person(models.Model):
    """A human being; several offices over time, one e-mail address, at most one account."""

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True, default="")
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    zone = models.CharField(max_length=64, default="UTC", validators=[check_zone])
    # Staff of the installation's secretariat: may convene groups and enter persons.
    is_secretariat = models.BooleanField(default=False)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.CheckConstraint(condition=~models.Q(given_name=""), name="person_has_a_name"),
            models.CheckConstraint(condition=models.Q(language__in=[c for c, _n in LANGUAGES]), name="person_language"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the order in which it is spoken."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def has_account(self) -> bool:
        """Whether she has chosen her user name already."""
        return hasattr(self, "account")
