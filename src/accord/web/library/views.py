"""The documents of a group: read, taken away, and published by Chair and Secretariat."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.library import actions, queries
from accord.library.queries import DocumentView
from accord.negotiation import queries as negotiation
from accord.people.queries import Membership
from accord.web.downloads import handed_out
from accord.web.frame import frame
from accord.web.library import dispatched, intake
from accord.web.library.forms import DocumentForm, FileForm, FolderForm, LanguageForm, VersionForm
from accord.web.reader import member_in

WILL_BE_HERE = {
    "base": gettext_lazy("The text under negotiation will stand here, version by version, in each of its languages."),
    "supporting": gettext_lazy(
        "The group’s official documents and the resolutions that give it its mandate will stand here."
    ),
    "reference": gettext_lazy("Documents that bear on the group’s work will stand here."),
}


def documents(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show the three standing folders."""
    member = member_in(request, actor, group)
    shelves = [(shelf, WILL_BE_HERE[shelf.folder]) for shelf in queries.folders(actor, member.group)]
    return _page(request, actor, member, "documents", {"shelves": shelves})


def document(request: HttpRequest, actor: Actor, *, group: str, document: int) -> HttpResponse:
    """Show one document: its classification, its versions, and their languages."""
    member = member_in(request, actor, group)
    shown = _in_group(actor, member, document)
    accounts = negotiation.accounted(actor, member.group, document)
    context: dict[str, Any] = {
        "document": shown,
        "versions": dispatched.versions(actor, shown),
        "accounts": accounts,
    }
    if member.role.administers:
        context["silence_allowed"] = negotiation.silence_allowed(actor, member.group)
    return _page(request, actor, member, "document", context)


def file(request: HttpRequest, actor: Actor, *, group: str, file: int) -> HttpResponse:
    """Hand out a file, to be saved and never opened in the page; its entity tag is the SHA-256 of its bytes."""
    found = queries.download(actor, member_in(request, actor, group).group, file)
    return handed_out(request, found.data, found.content_type, found.filename, found.sha256)


def publish(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Publish a document under its classification."""
    member = member_in(request, actor, group)
    wanted = request.GET.get("folder", "base")
    form = DocumentForm(*posted(request), initial={"folder": wanted, **_today(member)})
    form.offer(queries.folders(actor, member.group), member.group.languages)

    def place(held: Any) -> int:
        said = form.cleaned_data
        names = ("folder", "symbol", "title", "distribution", "original_language", "date")
        classification = actions.Classification(**{name: said[name] for name in names})
        published = actions.publish_document(
            actor=actor,
            now=clocks.now(),
            group=member.group,
            classification=classification,
            language=said["language"],
            held=held,
        )
        return int(published.pk)

    return _publishing(request, actor, member, form, place, {"heading": _("Publish a document")})


def version(request: HttpRequest, actor: Actor, *, group: str, document: int) -> HttpResponse:
    """Add a version to a document."""
    member = member_in(request, actor, group)
    shown = _in_group(actor, member, document)
    form = VersionForm(*posted(request), initial=_today(member) | {"language": shown.original_language})
    form.offer(member.group.languages)

    def place(held: Any) -> int:
        said = form.cleaned_data
        actions.add_version(
            actor=actor,
            now=clocks.now(),
            document=queries.document_to_administer(actor, document),
            label=said["label"],
            day=said["date"],
            language=said["language"],
            held=held,
        )
        return document

    context = {"heading": _("Add a version"), "document": shown}
    return _publishing(request, actor, member, form, place, context)


def language(request: HttpRequest, actor: Actor, *, group: str, version: int) -> HttpResponse:
    """Add a language to a version."""
    member = member_in(request, actor, group)
    to_version = queries.version_to_administer(actor, version)
    shown = _in_group(actor, member, to_version.document_id)
    form = LanguageForm(*posted(request))
    form.offer(member.group.languages, (each.language for v in shown.versions if v.id == version for each in v.files))

    def place(held: Any) -> int:
        said = form.cleaned_data
        actions.add_language_version(
            actor=actor,
            now=clocks.now(),
            version=to_version,
            language=said["language"],
            held=held,
            title=said["title"],
        )
        return shown.id

    context = {"heading": _("Add a language"), "document": shown, "version": to_version}
    return _publishing(request, actor, member, form, place, context)


def folder(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Give the folder of the base document its name."""
    member = member_in(request, actor, group)
    name = queries.folders(actor, member.group)[0].name
    form, refusal = FolderForm(posted(request)[0], initial={"name": name}), None
    if form.is_valid():
        try:
            said = form.cleaned_data["name"]
            actions.name_base_folder(actor=actor, now=clocks.now(), group=member.group, name=said)
        except Refused as refused:
            refusal = refused.sentence
        else:
            return _to("documents", group)
    return _page(request, actor, member, "folder", {"form": form, "refusal": refusal})


def _publishing(
    request: HttpRequest,
    actor: Actor,
    member: Membership,
    form: FileForm,
    place: Any,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form; when it is sent, publish and go to the document, or say what stands in the way."""
    taken = intake.Intake()
    if request.method == "POST":
        taken = intake.attempt(actor, member.group, form, place)
    if taken.document_id:
        messages.success(request, _("Published. Everybody who may read it finds it here."))
        return _to("document", member.group.slug, document=taken.document_id)
    shown: DocumentView | None = context.get("document")
    values = {"group": member.group.slug}
    up = reverse("document", kwargs={**values, "document": shown.id}) if shown else reverse("documents", kwargs=values)
    back = {"up": up, "up_label": (shown.symbol or shown.title) if shown else _("Documents")}
    return _page(request, actor, member, "publish", {"form": form, "taken": taken, **back, **context})


def _in_group(actor: Actor, member: Membership, document: int) -> DocumentView:
    """Return the document, if it is one of this group's."""
    found = queries.document(actor, document)
    if found.group_id != member.group.pk:
        raise NotAllowed
    return found


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    """Return what a form is bound to: what was posted, be it nothing, or None where the page is only read."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _today(member: Membership) -> dict[str, Any]:
    first = member.group.languages[0] if member.group.languages else "en"
    return {"date": clocks.now().date(), "original_language": first, "language": first}


def _page(request: HttpRequest, actor: Actor, member: Membership, name: str, context: dict[str, Any]) -> HttpResponse:
    around = frame(request, actor, member.group, current="documents", role=member.role)
    status = 422 if request.method == "POST" else 200
    here = {"group": member.group, "administers": member.role.administers}
    return render(request, f"library/{name}.html", {**around, **here, **context}, status=status)


def _to(name: str, group: str, **values: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, kwargs={"group": group, **values}), status=303)
