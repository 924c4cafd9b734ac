"""The first page (my groups, and what is asked of me in each), a group's overview, the choice of language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.library import queries as library
from accord.negotiation import queries as negotiation
from accord.negotiation.queries import RoundView
from accord.people import actions as people_actions
from accord.people import queries as people
from accord.people.queries import Membership
from accord.web.frame import Ask, frame
from accord.web.negotiation.views import sentences

LATEST = 4


def home(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Show my groups and what is asked of me in each; to a stranger, what Accord is."""
    if actor is None:
        return render(request, "home/front.html", frame(request, actor))
    groups = [(mine, asked(actor, mine, _round(actor, mine))) for mine in people.my_groups(actor)]
    context = {"groups": groups, "may_convene": people.may_convene(actor)}
    return render(request, "home/home.html", {**frame(request, actor), **context})


def overview(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show a group as the reader's role sees it: what is asked, the round, the documents, who is in it."""
    mine = people.membership(actor, group)
    current = _round(actor, mine)
    around = frame(request, actor, mine.group, current="overview", role=mine.role)
    context: dict[str, Any] = {
        "group": mine.group,
        "role": mine.role,
        "ask": asked(actor, mine, current),
        "round": current,
        "officers": people.officers(actor, mine.group),
        "documents": [each for shelf in library.folders(actor, mine.group) for each in shelf.documents[:LATEST]],
        "delegations": _delegations(actor, mine, current),
    }
    if mine.role.delegation and mine.role.kind == "expert":
        context["room"] = people.room(actor, mine.role.delegation)
    if current:
        context |= {"phase": sentences.phase(current), "sees": sentences.sees(current)}
        context |= {"quiet": _("sealed until the close") if current.sealed else _("nothing sent")}
        context |= {"before": sentences.before(current), "received": sentences.received(current)}
    return render(request, "home/overview.html", {**around, **context})


def language(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Keep the language that was chosen in the bar, for the person or in the browser, and go back to the page."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("home")
    response = HttpResponseRedirect(back, status=303)
    if chosen in dict(settings.LANGUAGES):
        if actor is not None:
            people_actions.change_language(
                actor=actor, now=clocks.now(), person=people.person_of(actor), language=chosen
            )
        secure, name = request.is_secure(), settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, chosen, max_age=31536000, samesite="Lax", httponly=True, secure=secure)
    return response


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


def _acted_for(actor: Actor, mine: Membership) -> Ask:
    """Return who has the regular focal point's word, and until when (O14a)."""
    row = people.delegation(actor, mine.group, mine.role.delegation.pk) if mine.role.delegation else None
    if row is None or row.speaks is None:
        return Ask(_("Another person acts for you now."))
    sentence = _("%(name)s acts for you now.") % {"name": row.speaks.person}
    detail = _("The word is yours again when that time is over.")
    zones = {"official": mine.group.official_zone, "capital": row.party.zone}
    names = {"official_name": mine.group.official_place, "capital_name": row.party.capital}
    return Ask(sentence, detail, due=row.acting_until, **zones, **names)


def _round(actor: Actor, mine: Membership) -> RoundView | None:
    """Return the round that matters now, to those who may know of it."""
    return negotiation.current_round(actor, mine.group) if mine.role.at_delegations_level else None


def _delegations(actor: Actor, mine: Membership, current: RoundView | None) -> list[dict[str, Any]]:
    """Return the delegations, to those at their level, each with what it sent in this round, if the reader may know."""
    if not mine.role.at_delegations_level:
        return []
    sent: dict[str, str] = {}
    if current is not None and current.received:
        found = negotiation.proposals(actor, negotiation.find_round(actor, mine.group, current.number))
        standing = [each for each in found if each.state == "standing"]
        sent = {each.party.code: sentences.counted(each.amendments, each.paragraphs) for each in standing}
    rows = people.delegations(actor, mine.group)
    return [{"row": row, "sent": sent.get(row.party.code, "")} for row in rows]
