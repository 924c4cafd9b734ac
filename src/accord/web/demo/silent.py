"""The demo's silence procedure: the group's work schedule goes out unless somebody objects; most know of it already."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accord.kernel.actor import Actor
from accord.library import queries as library
from accord.negotiation import actions as negotiation
from accord.people import queries

SYMBOL = "GT/PIPC/doc.2/26"
QUESTION = "May the work schedule be circulated to the capitals as it stands?"
KNOW = ("AG", "BR", "JM", "AR", "MX", "PE", "CO")
"""Who has acknowledged it, in this order; the others find it first among what they are asked."""


def play(staff: Actor, speakers: Mapping[str, Actor], slug: str, now: datetime, ends: datetime) -> None:
    """Open it on the work schedule, and have delegations acknowledge it one after the other."""
    group = queries.group(staff, slug)
    papers = [paper for folder in library.folders(staff, group) for paper in folder.documents]
    schedule = next(each.versions[-1] for each in papers if each.symbol == SYMBOL)
    version = library.version_to_administer(staff, schedule.id)
    row = negotiation.open_silence(actor=staff, now=now, version=version, expires_at=ends, question=QUESTION)
    for hours, code in enumerate(KNOW, 1):
        at = now + timedelta(hours=hours)
        negotiation.answer_silence(actor=speakers[code], now=at, silence=row, kind="acknowledged")
