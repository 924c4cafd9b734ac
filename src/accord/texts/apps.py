"""Tells Django that texts are a part of Accord, and the library who reads tracked changes for it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    """The text of language versions, paragraph by paragraph; the only importer of the engine."""

    name = "accord.texts"
    label = "texts"
    verbose_name = _("Texts")

    def ready(self) -> None:
        """Give the library its inspector of Word files."""
        from accord.library.providers import wordfile  # noqa: PLC0415  rooms are importable only once apps are loaded
        from accord.texts.providers.word import Engine  # noqa: PLC0415  the engine takes its time to load

        wordfile.register(Engine())
