"""The tables of a negotiation: rounds with what is proposed in them, and what becomes of the words."""

from accord.negotiation.models.rounds import (
    AddedLabel,
    Amendment,
    Compilation,
    Proposal,
    RenderedParagraph,
    Round,
    RoundBase,
)

__all__ = [
    "AddedLabel",
    "Amendment",
    "Compilation",
    "Proposal",
    "RenderedParagraph",
    "Round",
    "RoundBase",
]
