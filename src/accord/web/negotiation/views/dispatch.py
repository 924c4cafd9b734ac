"""Official channels: choose to whom a version goes, send it, and see on the document's page what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.library.queries import version_to_administer
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import AddresseeView, DispatchPage
from accord.web.frame import Ask, frame
from accord.web.negotiation.views.typed import chosen
from accord.web.negotiation.views.typed import typed as typed_in
from accord.web.reader import member_in


def dispatch(request: HttpRequest, actor: Actor, *, group: str, version: int) -> HttpResponse:
    """Show what goes to whom, and send it."""
    member = member_in(request, actor, group)
    found = queries.dispatching(actor, member.group, version)
    refusal: Any = ""
    note = typed_in(request, "note").strip()
    picked = {each for each in chosen(request, "to") if each.isdecimal()}
    if request.method == "POST":
        try:
            made = actions.dispatch_version(
                actor=actor,
                now=clocks.now(),
                version=version_to_administer(actor, found.version),
                addressees=queries.found_addressees(actor, member.group, map(int, picked)),
                note=note,
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _sent(made.letters.count()))
            where = {"group": group, "document": found.document}
            return HttpResponseRedirect(f"{reverse('document', kwargs=where)}#version-{found.version}", status=303)
    context = {
        "heading": _("Send it officially"),
        "found": found,
        "up": reverse("document", kwargs={"group": group, "document": found.document}),
        "addressees_href": reverse("addressees", kwargs={"group": group}),
        "asked": _asked(found),
        "lines": [_line(each, picked if request.method == "POST" else None) for each in found.addressees],
        "note": note,
        "refusal": refusal,
    }
    around = frame(request, actor, member.group, current="documents", role=member.role)
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiation/dispatch.html", {**around, **context}, status=status)


def _sent(count: int) -> str:
    said = ngettext(
        "%(n)s letter is on its way. What becomes of it stands below.",
        "%(n)s letters are on their way. What becomes of them stands below.",
        count,
    )
    return said % {"n": count}


def _line(each: AddresseeView, picked: set[str] | None) -> dict[str, Any]:
    """Return an addressee; ticked is whom the version has not reached, or whoever was ticked before."""
    reached = each.delivery in {"accepted", "waiting"}
    ticked = str(each.id) in picked if picked is not None else not reached
    return {"view": each, "reached": reached, "ticked": ticked and not reached}


def _asked(found: DispatchPage) -> Ask:
    """Return the one thing to do here."""
    if not found.official:
        return Ask(_("This document has no symbol."), _("Only official documents go out through official channels."))
    if not found.addressees:
        sentence = _("No official addressee is entered")
        where = _("Enter missions, ministries and organs first; they need no account.")
        return Ask(sentence, where)
    if all(each.delivery in {"accepted", "waiting"} for each in found.addressees):
        return Ask(_("It went to all official addressees."), _("What became of each letter stands on its page."))
    return Ask(_("Choose to whom it goes."), _how(found))


def _how(found: DispatchPage) -> str:
    """Return what each receives: the file, or, where it is too large for a letter, word of where it stands."""
    without = sum(not each.attached for each in found.addressees)
    if not without:
        return _("Each receives a letter in its language with the file attached.")
    said = ngettext(
        "%(n)s receives a letter without the file, which is too large: it says where the file stands, and that the "
        "Secretariat sends it to who has no account.",
        "%(n)s receive a letter without the file, which is too large: it says where the file stands, and that the "
        "Secretariat sends it to who has no account.",
        without,
    )
    return said % {"n": without}
