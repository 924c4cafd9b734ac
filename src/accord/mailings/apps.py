"""Letters to persons as a Django application."""

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    """Registers the letters."""

    name = "accord.mailings"
    label = "mailings"
    default_auto_field = "django.db.models.BigAutoField"
