"""What a document's page says of the official channels: when a version went out, to how many, what became of it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import dates
from accord.kernel.actor import Actor
from accord.library.queries import DocumentView
from accord.negotiation import queries
from accord.negotiation.queries.values import DispatchedView


def versions(actor: Actor, document: DocumentView) -> list[dict[str, Any]]:
    """Return the document's versions, each with what of it went out officially."""
    sent = queries.dispatches(actor, document.id)
    return [
        {
            "view": each,
            "dispatched": [{"view": one, "sentence": sentence(one)} for one in sent if one.version == each.id],
        }
        for each in document.versions
    ]


def sentence(one: DispatchedView) -> str:
    """Return a dispatch in one sentence: "Sent on 3 December to 34 of 35 addressees: 33 accepted …, refused: 1"."""
    count = len(one.letters)
    said = _("Sent on %(day)s to %(n)s of %(of)s addressees: %(state)s.")
    day = dates.written_day(timezone.localdate(one.at))
    return said % {"day": day, "n": count, "of": max(one.of, count), "state": ", ".join(_states(one))}


def _states(one: DispatchedView) -> list[str]:
    accepted, refused, waiting = one.count("accepted"), one.count("refused"), one.count("waiting")
    said = []
    if accepted:
        words = ngettext("%(n)s accepted by its server", "%(n)s accepted by their servers", accepted)
        said.append(words % {"n": accepted})
    if refused:
        said.append(_("refused: %(n)s") % {"n": refused})
    if waiting:
        said.append(_("on the way: %(n)s") % {"n": waiting})
    return said
