"""Tells Django that the library is a part of Accord."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """The official documents of the groups, their versions and their languages."""

    name = "accord.library"
    label = "library"
    verbose_name = _("Documents")
