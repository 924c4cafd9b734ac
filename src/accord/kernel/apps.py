"""The kernel as a Django application: actors, rules, acts, the record, stored files and the queue."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the kernel's models."""

    name = "accord.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
