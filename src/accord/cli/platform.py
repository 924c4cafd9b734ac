"""Django, set up for a command, with sentences instead of stack traces when it cannot be."""

import gettext
import os

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from accord.cli.words import Wrong

_ = gettext.gettext


def set_up() -> None:
    """Read the settings from the environment and load the applications."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Wrong(str(error)) from error
    except PermissionError as error:
        raise Wrong(_("ACCORD_HOME cannot be written: {error}.").format(error=error)) from error


def demand_database() -> None:
    """Refuse to go on without a database in the state this version needs."""
    missing = missing_migrations()
    if missing:
        sentence = _("The database in {home} is not ready ({count} steps to do): run `accord migrate` first.")
        raise Wrong(sentence.format(home=settings.ACCORD_HOME, count=missing), code=1)


def missing_migrations() -> int:
    """Return how many migrations are still to be done."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Wrong(_("The database cannot be opened: {error}.").format(error=str(error).strip()), code=1) from error
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
