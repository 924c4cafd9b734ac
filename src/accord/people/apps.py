"""The people app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Parties, persons, accounts, groups and who speaks for whom in them."""

    name = "accord.people"
    label = "people"
    verbose_name = _("People")
