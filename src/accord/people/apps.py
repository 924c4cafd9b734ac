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
        """Keep the table of parties as the release has it: after each migration it is loaded again."""
        table = import_string("accord.people.actions.parties.PartyTable")
        post_migrate.connect(table.load, sender=self, weak=False, dispatch_uid="people.parties")
