"""The people app as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Parties, persons, accounts, groups and who speaks for whom in them."""

    name = "accord.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """After each migration load the table of parties again, and name the installation if it has no name yet."""
        table = import_string("accord.people.actions.parties.PartyTable")
        post_migrate.connect(table.load, sender=self, weak=False, dispatch_uid="people.parties")
        place = import_string("accord.people.actions.installation.Place")
        post_migrate.connect(place.name_it, sender=self, weak=False, dispatch_uid="people.installation")
