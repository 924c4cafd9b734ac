"""The installation's own name for itself: random, public, for ever."""

import secrets

from django.db import models


def new_name() -> str:
    """Return 128 random bits as hex."""
    return secrets.token_hex(16)


class Installation(models.Model):
    """The one row that says which installation this is; it is of the salt of every password (security.md section 1.1).

    It lies in the database, and so in every backup: restored under another address, everybody still signs in.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=32, default=new_name)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_installation"),)

    def __str__(self) -> str:
        return self.name
