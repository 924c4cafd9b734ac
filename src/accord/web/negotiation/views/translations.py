"""A proposal in another language than the one that is read: what there is of it, and how the Secretariat adds to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import DelegationView, RoundText
from accord.web.frame import frame
from accord.web.negotiation.timing_forms import TranslationForm
from accord.web.negotiation.views.files import attachment
from accord.web.negotiation.views.filling import fill, given
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name


def translated(found: RoundText, each: DelegationView) -> dict[str, str]:
    """Return what stands beside the text of a file in another language: its language, a translation, or none yet."""
    if each.language == found.base.language:
        return {"other_language": ""}
    said = {"language": language_name(each.language)}
    where = {"group": found.round.group}
    into = {"number": found.round.number, "language": found.base.language, "proposal": each.proposal}
    if each.translation is None:
        state = _("received in %(language)s, translation pending") % said
    elif each.translation_stale:
        state = _("received in %(language)s; the translation is of an earlier file") % said
    else:
        state = _("received in %(language)s") % said
    file = reverse("translation-file", kwargs={**where, "translation": each.translation}) if each.translation else ""
    page = reverse("translation", kwargs={**where, **into}) if found.round.may_administer else ""
    return {"other_language": state, "translation_href": file, "translate_href": page}


def translation(
    request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, proposal: int
) -> HttpResponse:
    """Ask for a courtesy translation of a proposal into this language."""
    member = member_in(request, actor, group)
    base = queries.find_base(actor, member.group, number, language)
    row = queries.find_proposal(actor, member.group, proposal)
    text = reverse("round-text", kwargs={"group": group, "number": number, "language": language})
    form = TranslationForm(*given(request))

    def act() -> str:
        name, data = form.upload()
        actions.add_translation(actor=actor, now=clocks.now(), base=base, proposal=row, data=data, filename=name)
        messages.success(request, _("The translation stands beside the text."))
        return text

    context: dict[str, Any] = {
        **frame(request, actor, member.group, current="text", role=member.role),
        "heading": _("Put in a translation"),
        "proposal": queries.proposal(actor, row),
        "language": language_name(language),
        "from_language": language_name(row.base.language),
        "up": text,
        "up_label": _("The text"),
    }
    return fill(request, "translation", context, form, act)


def translation_file(request: HttpRequest, actor: Actor, *, group: str, translation: int) -> HttpResponse:
    """Hand out a courtesy translation."""
    return attachment(request, queries.translation_file(actor, member_in(request, actor, group).group, translation))
