"""Merged words that are not all a delegation's own: its focal point says whether that is right for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import QuestionView, RoundView
from accord.web.frame import Ask, frame
from accord.web.negotiation.forms import AnswerForm
from accord.web.reader import found_at_door, member_in
from accord.web.signs import series


def question(request: HttpRequest, actor: Actor, *, group: str, question: int) -> HttpResponse:  # noqa: ARG001 - the door read it
    """Show what the merged words leave out or add, and take in what she says of them."""
    member = member_in(request, actor, group)
    row = found_at_door(request)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    refusal: Any = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer_question(
                actor=actor,
                now=clocks.now(),
                question=row,
                confirmed=said["answer"] == "yes",
                words=said["words"],
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            return HttpResponseRedirect(request.path, status=303)
    found = queries.question(actor, row)
    where = {"group": group, "number": found.number, "language": found.language}
    context = {
        "found": found,
        "form": form,
        "refusal": refusal,
        "heading": _("Is this right for you?"),
        "asked": Ask(sentence(found), _asked(found)),
        "answered": answered(found),
        "others": [(cited, reverse("question", kwargs={"group": group, "question": pk})) for cited, pk in found.others],
        "up": reverse("round-text", kwargs=where),
        "up_label": found.symbol,
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiation/question.html", {**around, **context}, status=status)


def put(round_: RoundView) -> Ask:
    """Return that merged words, which are not all of the reader's delegation, are put to it."""
    page = reverse("question", kwargs={"group": round_.group, "question": round_.question})
    return Ask(_("The Chair’s merged words are not all yours. Is that right for you?"), "", _("Look at them"), page)


def line(each: QuestionView) -> dict[str, Any]:
    """Return a question as a line for those who asked it."""
    lost = ", ".join(quoted(one) for one in each.phrases)
    told = [
        _("leaves out %(words)s") % {"words": lost} if lost else "",
        _("brings back %(words)s") % {"words": ", ".join(map(quoted, each.back))} if each.back else "",
        _("adds %(words)s") % {"words": ", ".join(map(quoted, each.added))} if each.added else "",
    ]
    return {"each": each, "told": series(told), "answered": answered(each)}


def sentence(found: QuestionView) -> str:
    """Return what the merged words do to hers, in one sentence."""
    place = found.cited or _("The beginning")
    if found.phrases:
        words = ", ".join(quoted(each) for each in found.phrases)
        return _("%(place)s: the Chair’s merged words leave out your %(words)s.") % {"place": place, "words": words}
    if found.back:
        words = ", ".join(quoted(each) for each in found.back)
        return _("%(place)s: the Chair’s merged words bring back %(words)s.") % {"place": place, "words": words}
    words = ", ".join(quoted(each) for each in found.added)
    return _("%(place)s: the Chair’s merged words add %(words)s.") % {"place": place, "words": words}


def answered(found: QuestionView) -> str:
    """Return what she answered, in words; "" while she has not."""
    said = {"confirmed": _("It is right."), "refused": _("It is not right.")}
    return said.get(found.answer, "")


def _asked(found: QuestionView) -> str:
    if found.answer:
        return _("You have answered. Your answer stands in the account of the version.")
    return _("An open answer does not stop the Chair; it is printed as asked and not answered.")


def quoted(words: str) -> str:
    """Return words in the reader's quotation marks."""
    return _("“%(words)s”") % {"words": words}
