"""The installation is named once, when its database is made."""

from typing import Any

from accord.people.models import Installation


class Place:
    """The installation as its database knows it."""

    @staticmethod
    def name_it(**signal: Any) -> None:
        """Give the installation its random name, unless it has one, or the database has no table for it (backwards)."""
        known = signal.get("apps")
        if known is None or "installation" in known.all_models["people"]:
            Installation.objects.using(signal.get("using", "default")).get_or_create(pk=1)
