"""The next version as a Word file: send it, say of every difference whose it is, ask those whose words are missing."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import DifferenceView, EditedPage
from accord.people.queries import Membership
from accord.web.frame import Ask, Words, frame
from accord.web.negotiation.forms import AssignForm, EditedForm
from accord.web.negotiation.views import questions as asked
from accord.web.negotiation.views import sentences
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

KINDS: Final[dict[str, Words]] = {
    "changed": gettext_lazy("changed"),
    "put_in": gettext_lazy("put in behind it"),
    "gone": gettext_lazy("taken out"),
    "moved": gettext_lazy("stands elsewhere"),
}
WORTH_SAYING: Final = 30
"""Beyond so many differences the page shows those that are nobody's, unless all are asked for."""


def upload(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Show how to make the next version in Word, and take the file in."""
    member = member_in(request, actor, group)
    where = {"group": group, "number": number, "language": language}
    form = EditedForm(request.POST, request.FILES) if request.method == "POST" else EditedForm()
    refusal: Any = ""
    if request.method == "POST" and form.is_valid():
        try:
            _take(actor, member, where, form)
        except Refused as refused:
            refusal = refused.sentence
        else:
            return HttpResponseRedirect(reverse("revision-assign", kwargs=where), status=303)
    base = queries.find_base(actor, member.group, number, language)
    found = queries.edited(actor, base, queries.find_edited(actor, member.group, number, language), listed=False)
    waits = _too_early(found)
    shown = {"asked": waits or _to_send(found), "may_send": waits is None and not found.published}
    context = {"form": form, "refusal": refusal, **shown, **_around(found, where)}
    status = 422 if request.method == "POST" else 200
    return _shown(request, actor, member, "negotiation/revision_upload.html", context, status)


def assign(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Show every difference with the wordings at its place, and take in whose one of them is."""
    member = member_in(request, actor, group)
    where = {"group": group, "number": number, "language": language}
    row = queries.find_edited(actor, member.group, number, language)
    if row is None or row.uploaded_id is None:
        return HttpResponseRedirect(reverse("revision-upload", kwargs=where), status=303)
    refusal: Any = ""
    if request.method == "POST":
        try:
            ordinal = _assigned(request, actor, member, where)
        except Refused as refused:
            refusal = refused.sentence
        else:
            return HttpResponseRedirect(
                f"{reverse('revision-assign', kwargs=where)}{_next(request, ordinal)}", status=303
            )
    more = request.GET.get("more", "")
    found = queries.edited(actor, row.base, row, only=int(more) if more.isdecimal() else None)
    everything = bool(request.GET.get("all")) or bool(more) or not found.left or len(found.differences) <= WORTH_SAYING
    context = {
        "refusal": refusal,
        "asked": _to_assign(found, where),
        "lines": [_line(each) for each in found.differences if everything or not each.explained],
        "more": more,
        "all_href": "" if everything else f"{reverse('revision-assign', kwargs=where)}?all=1",
        "all_words": _all(found),
        "questions_href": reverse("revision-questions", kwargs=where),
        **_around(found, where),
    }
    status = 422 if request.method == "POST" else 200
    return _shown(request, actor, member, "negotiation/revision_assign.html", context, status)


def questions(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Show what was asked of delegations whose words are not all in merged ones; a press of the button asks them."""
    member = member_in(request, actor, group)
    where = {"group": group, "number": number, "language": language}
    row = queries.find_edited(actor, member.group, number, language)
    if row is None:
        return HttpResponseRedirect(reverse("revision-upload", kwargs=where), status=303)
    refusal: Any = ""
    if request.method == "POST":
        try:
            put = actions.check_streamlining(actor=actor, now=clocks.now(), revision=row)
        except Refused as refused:
            refusal = refused.sentence
        else:
            done = reverse("revision-questions", kwargs=where)
            return HttpResponseRedirect(done if put else f"{done}?none=1", status=303)
    found = queries.questions(actor, member.group, number, language)
    base = queries.edited(actor, row.base, row, listed=False)
    context = {
        "refusal": refusal,
        "lines": [asked.line(each) for each in found],
        "none": bool(request.GET.get("none")) and not found,
        "may_ask": row.published_at is None,
        **_around(base, where),
        "heading": _("Whose words are not all there"),
    }
    status = 422 if request.method == "POST" else 200
    return _shown(request, actor, member, "negotiation/revision_questions.html", context, status)


def _take(actor: Actor, member: Membership, where: dict[str, Any], form: EditedForm) -> None:
    """Take the file in for the version that was on the page, or begin one."""
    number, language = where["number"], where["language"]
    seen = form.cleaned_data["revision"]
    if seen:
        row = queries.find_edited(actor, member.group, number, language, seen)
        if row is None:
            raise NotAllowed
    if not seen or row is None or row.way != "upload":
        base = queries.find_base(actor, member.group, number, language)
        row = actions.begin_revision(actor=actor, now=clocks.now(), base=base, way="upload")
    filename, data = form.upload()
    actions.upload_revision(actor=actor, now=clocks.now(), revision=row, data=data, filename=filename)


def _assigned(request: HttpRequest, actor: Actor, member: Membership, where: dict[str, Any]) -> int:
    form = AssignForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Say whose this difference is, once more."), code="form")
    said = form.cleaned_data
    row = queries.find_edited(actor, member.group, where["number"], where["language"], said["revision"])
    if row is None:
        raise NotAllowed
    wanted = [int(each) for each in request.POST.getlist("wording") if each.isdecimal()]
    actions.assign(
        actor=actor,
        now=clocks.now(),
        revision=row,
        ordinal=said["ordinal"],
        wordings=queries.find_wordings(actor, row, wanted),
        chair=said["chair"],
        note=said["note"],
    )
    return int(said["ordinal"])


def _next(request: HttpRequest, ordinal: int) -> str:
    """Return where to go on: the same list, at the difference behind this one."""
    return f"{'?all=1' if request.GET.get('all') else ''}#d{ordinal}"


def _line(each: DifferenceView) -> dict[str, Any]:
    cited = each.cited or _("The beginning")
    return {"each": each, "heading": cited, "kind": KINDS[each.kind], "told": _told(each)}


def _told(each: DifferenceView) -> str:
    if not each.explained:
        return _("nobody’s yet")
    whose = [*each.whose, *([_("the Chair")] if each.chair else [])]
    if each.by_words:
        return _("exactly the words of %(codes)s") % {"codes": ", ".join(whose)}
    return ", ".join(whose)


def _too_early(found: EditedPage) -> Ask | None:
    """Return that the round is open still, and until when; None once it has closed."""
    if found.closes_at <= clocks.now():
        return None
    closes = sentences.instant(found.closes_at, found.zone, found.place)
    detail = _("The next version is made once it has closed, on %(instant)s.") % {"instant": closes}
    return Ask(_("The round is not closed yet."), detail)


def _to_send(found: EditedPage) -> Ask:
    if found.published:
        return Ask(_("This version is published."), _("It stands as it is."))
    if found.way == "decisions":
        return Ask(
            _("This version is being made by decisions on each wording."),
            _("If you send a file, those decisions are put aside. They stay in the record."),
        )
    if found.uploaded:
        return Ask(
            _("A file was sent already."),
            _("Another one takes its place, and everything is compared anew. The first stays in the record."),
        )
    return Ask(
        _("Send the next version as a Word file."),
        _("Every paragraph that differs is listed. Nothing is published before each of them is somebody’s."),
    )


def _to_assign(found: EditedPage, where: dict[str, Any]) -> Ask:
    if found.published:
        return Ask(_("This version is published."), _("It stands as it is."))
    if found.left:
        sentence = ngettext(
            "%(n)s difference belongs to nobody yet.", "%(n)s differences belong to nobody yet.", found.left
        )
        return Ask(sentence % {"n": found.left}, _("Say whose words each is, or that it is the Chair’s own."))
    detail = _("Ask those whose words are not all in merged ones, then publish it.")
    return Ask(_("Every difference is somebody’s."), detail, _("Go on"), reverse("revision", kwargs=where))


def _all(found: EditedPage) -> str:
    count = len(found.differences)
    return ngettext("Show the %(n)s difference", "Show all %(n)s differences", count) % {"n": count}


def _around(found: EditedPage, where: dict[str, Any]) -> dict[str, Any]:
    return {
        "found": found,
        "heading": _("The next version, by Word"),
        "text_name": _("%(symbol)s, %(language)s")
        % {"symbol": found.symbol, "language": language_name(found.language)},
        "up": reverse("revision", kwargs=where),
        "up_label": _("The next version"),
        "upload_href": reverse("revision-upload", kwargs=where),
        "assign_href": reverse("revision-assign", kwargs=where),
        "handout_href": reverse("handout", kwargs=where),
        "compilation_href": reverse("compilation", kwargs={"group": where["group"], "number": where["number"]}),
    }


def _shown(
    request: HttpRequest, actor: Actor, member: Membership, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, template, {**around, **context}, status=status)
