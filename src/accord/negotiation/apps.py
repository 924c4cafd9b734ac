"""Tells Django that the negotiation is a part of Accord."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NegotiationConfig(AppConfig):
    """Rounds, proposals, the text with all amendments, compilations."""

    name = "accord.negotiation"
    label = "negotiation"
    verbose_name = _("Negotiation")
