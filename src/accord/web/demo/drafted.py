"""A delegation of the demo has begun to write in the browser, and has not sent it yet."""

import re
from datetime import datetime, timedelta

from accord.kernel.actor import Actor
from accord.negotiation import actions as negotiation
from accord.negotiation import queries as negotiating
from accord.negotiation.queries.values import WrittenEdit
from accord.people import queries

ROUND, LANGUAGE = 2, "en"
PARAGRAPH = re.compile(r"p\d+\Z")
REASON = "It keeps the aim of the others and what our budget allows."
ADDED = "The States that are able to do so will share what they learn within a year."


def begin(speaker: Actor, slug: str, now: datetime) -> None:
    """Have a focal point offer a bridge to words of others, and put in a paragraph of her own."""
    member = queries.membership(speaker, slug)
    round_ = negotiating.find_round(speaker, member.group, ROUND)
    lines = negotiating.board(speaker, member.group, ROUND, LANGUAGE).lines
    places = [each for each in lines if each.wordings and PARAGRAPH.match(each.address)]
    first, second = places[0], places[-1]
    page = negotiating.place(speaker, member.group, ROUND, LANGUAGE, first.anchor)
    theirs = next((each.id for each in page.wordings if not each.mine), None)
    here = negotiating.amending(speaker, member, ROUND, LANGUAGE, first.anchor)
    bridge = f"{here.words.rstrip('.;')}, each within its means."
    edits = (
        WrittenEdit(here.address, "words", bridge, REASON, bridges=theirs),
        WrittenEdit(second.address, "add", ADDED, ordinal=1),
    )
    for minutes, edit in enumerate(edits):
        at = now + timedelta(minutes=minutes)
        negotiation.save_edit(actor=speaker, now=at, round=round_, language=LANGUAGE, edit=edit, seen=0)
