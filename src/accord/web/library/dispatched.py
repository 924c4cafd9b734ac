"""What a document's page says of official channels and of silence: what went out, to whom; what was asked."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import dates
from accord.kernel.actor import Actor
from accord.library.queries import DocumentView
from accord.negotiation import queries
from accord.negotiation.queries.values import DispatchedView, SilenceRun
from accord.web.negotiation.views import sentences


def versions(actor: Actor, document: DocumentView) -> list[dict[str, Any]]:
    """Return the document's versions, each with what of it went out officially, and the silence procedures on it."""
    sent, runs = queries.dispatches(actor, document.id), queries.silence_runs(actor, document.id)
    return [
        {
            "view": each,
            "asked": any(run.version == each.id and not run.outcome for run in runs),
            "silences": [{"view": run, "sentence": silence(run)} for run in runs if run.version == each.id],
            "dispatched": [{"view": one, "sentence": sentence(one)} for one in sent if one.version == each.id],
        }
        for each in document.versions
    ]


def silence(run: SilenceRun) -> str:
    """Return a silence procedure in one sentence; its end is never called approval."""
    until = sentences.instant(run.expires_at, run.zone, run.place)
    said = {
        "": _("It runs until %(instant)s."),
        "no_objection": _("It ended on %(instant)s: no objection was received."),
        "broken": _("It was broken."),
        "cancelled": _("It was ended before its time."),
    }
    return said[run.outcome] % {"instant": until}


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
    if one.not_carried:
        said.append(_("without the file, which is too large for a letter: %(n)s") % {"n": one.not_carried})
    return said
