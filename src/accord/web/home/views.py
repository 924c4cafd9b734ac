"""The first page (my groups, and what is asked of me in each), a group's overview, the choice of language."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.remembered import Remembered
from accord.library import queries as library
from accord.negotiation import queries as negotiation
from accord.negotiation.queries import Calendar, RoundView
from accord.negotiation.queries.values import SilenceNow
from accord.people import actions as people_actions
from accord.people import queries as people
from accord.people.queries import Membership, Seat
from accord.web.frame import Ask, frame
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views import silence as silences
from accord.web.reader import member_in
from accord.web.returning import own_address
from accord.web.templatetags.accord import hue

LATEST = 4
_ROWS: Remembered[SafeString] = Remembered(1000)


def home(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Show my groups and what is asked of me in each; to a stranger, what Accord is."""
    if actor is None:
        return render(request, "home/front.html", frame(request, actor))
    mine = people.my_groups(actor)
    current = negotiation.current_rounds(actor, mine)
    silent = negotiation.silences_in(actor, [each for each in mine if each.group.pk not in current])
    groups = [_of_group(actor, each, current.get(each.group.pk), silent.get(each.group.pk)) for each in mine]
    context = {"groups": groups, "may_convene": people.may_convene(actor)}
    return render(request, "home/home.html", {**frame(request, actor), **context})


def overview(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show a group as the reader's role sees it: what is asked, the round, the documents, who is in it."""
    mine = member_in(request, actor, group)
    seats = people.seats(actor, mine.group) if mine.role.at_delegations_level else []
    current = negotiation.current_rounds(actor, [mine], [each.delegation for each in seats]).get(mine.group.pk)
    silent = {} if current else negotiation.silences_in(actor, [mine])
    _mine, ask, quiet_line = _of_group(actor, mine, current, silent.get(mine.group.pk))
    around = frame(request, actor, mine.group, current="overview", role=mine.role)
    context: dict[str, Any] = {
        "group": mine.group,
        "role": mine.role,
        "ask": ask,
        "silence": quiet_line,
        "round": current,
        "officers": people.officers(actor, mine.group),
        "documents": library.latest(actor, mine.group, LATEST),
        "delegations": _delegations(seats, current),
    }
    if mine.role.delegation and mine.role.kind == "expert":
        context["room"] = people.room(actor, mine.role.delegation)
    if not mine.role.at_delegations_level:
        calendar = negotiation.calendar(actor, mine.group)
        context |= sentences.calendar(calendar, mine.role.delegation)
        if mine.role.kind == "expert" and calendar and calendar.internal_at and calendar.internal_at > clocks.now():
            context["ask"] = _asked_of_capital(mine, calendar)
    if current:
        context |= {"phase": sentences.phase(current), "sees": sentences.sees(current)}
        context |= {"before": sentences.before(current), "received": sentences.received(current)}
    return render(request, "home/overview.html", {**around, **context})


def language(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Keep the language that was chosen in the bar, for the person or in the browser, and go back to the page."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(own_address(request, request.POST.get("next", "")), status=303)
    if chosen in dict(settings.LANGUAGES):
        if actor is not None:
            people_actions.change_language(
                actor=actor, now=clocks.now(), person=people.person_of(actor), language=chosen
            )
        secure, name = settings.LANGUAGE_COOKIE_SECURE, settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, chosen, max_age=31536000, samesite="Lax", httponly=True, secure=secure)
    return response


def _of_group(
    actor: Actor, mine: Membership, current: RoundView | None, silence: SilenceNow | None
) -> tuple[Membership, Ask, dict[str, str] | None]:
    """Return what is asked in a group, and its line on the silence procedure that runs in it, if one does.

    While her delegation has said nothing to it, that is the first thing asked of a focal point.
    """
    silence = current.silence if current is not None else silence
    if silence is None:
        return mine, asked(actor, mine, current), None
    if mine.role.kind == "focal_point" and not silence.own:
        return mine, silences.put(mine, silence), None
    return mine, asked(actor, mine, current), silences.line(mine, silence)


def asked(actor: Actor, mine: Membership, current: RoundView | None) -> Ask:
    """Return what is asked of this member of the group: one sentence, one button, by when."""
    if current is not None:
        return sentences.asked(current)
    documents = reverse("documents", kwargs={"group": mine.group.slug})
    if mine.role.administers:
        detail = _("Publish the base document; then open a round on it, before the next formal meeting.")
        return Ask(_("No round is scheduled yet."), detail, _("Go to the documents"), documents)
    if mine.role.kind == "focal_point":
        detail = _("When the Chair schedules a round you find here what to do, and a letter tells you.")
        return Ask(_("Nothing is asked of you now."), detail, _("See the documents"), documents)
    if mine.role.kind == "away":
        return _acted_for(actor, mine)
    detail = _("You prepare with your focal point; only she proposes at the delegations level.")
    return Ask(_("Nothing is asked of you here."), detail, _("See the documents"), documents)


def _asked_of_capital(mine: Membership, calendar: Calendar) -> Ask:
    """Return that her focal point waits for an expert's word, and until when."""
    documents = reverse("documents", kwargs={"group": mine.group.slug})
    sentence, party = _("Your focal point waits for your word."), mine.role.delegation and mine.role.delegation.party
    zones = {"official": calendar.zone, "official_name": calendar.place}
    zones |= {"capital": party.zone, "capital_name": party.capital} if party else {}
    return Ask(sentence, calendar.note, _("See the documents"), documents, calendar.internal_at, **zones)


def _acted_for(actor: Actor, mine: Membership) -> Ask:
    """Return who has the regular focal point's word, and until when (O14a)."""
    row = people.delegation(actor, mine.group, mine.role.delegation.pk) if mine.role.delegation else None
    if row is None or row.speaks is None:
        return Ask(_("Another person acts for you now."))
    sentence = _("%(name)s acts for you now.") % {"name": row.speaks.person}
    detail = _("The word is yours again when that time is over.")
    zones = {"official": mine.group.official_zone, "capital": row.party.zone}
    names = {"official_name": mine.group.official_place, "capital_name": row.party.capital}
    where = {"group": mine.group.slug, "delegation": row.delegation.pk}
    page = reverse("delegation", kwargs=where)
    return Ask(sentence, detail, _("Your delegation"), page, row.acting_until, **zones, **names)


def _delegations(seats: Sequence[Seat], current: RoundView | None) -> list[SafeString]:
    """Return the delegations as rows, each with what it sent in this round, if the reader may know."""
    quiet = "" if current is None else _("sealed until the close") if current.sealed else _("nothing sent")
    sent = {each.code: (each.amendments, each.paragraphs) for each in current.sent} if current else {}
    return [_row(each, sent.get(each.delegation.code), quiet) for each in seats]


def _row(seat: Seat, sent: tuple[int, int] | None, quiet: str) -> SafeString:
    """Return a delegation's row, written once for all who read it."""
    code, name = seat.delegation.code, str(seat.delegation.party)
    row = {"code": code, "name": name, "speaks": seat.speaks, "acting": bool(seat.acting_until), "quiet": quiet}

    def written() -> SafeString:
        counted = sentences.counted(*sent) if sent else ""
        return render_to_string("home/_delegation.html", {**row, "hue": hue(code), "sent": counted})

    return _ROWS.of((get_language(), *row.values(), sent), written)
