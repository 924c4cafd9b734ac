"""The texts for the meeting: which there are, how far they are, and their files."""

from datetime import datetime

from django.db.models import QuerySet

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Output
from accord.negotiation.policy import OUTPUT_VISIBLE
from accord.negotiation.queries import timetable
from accord.negotiation.queries.readers import reader
from accord.negotiation.queries.values import FileView, OutputState, OutputsView, OutputView
from accord.people.models import Group

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"docx": _WORD, "xlsx": _BOOK, "html": "text/html", "json": "application/json"}
_STATES: dict[str, OutputState] = {"queued": "queued", "done": "done", "failed": "failed"}


def outputs(actor: Actor, group: Group, number: int, language: str, as_of: datetime | None = None) -> OutputsView:
    """Return the texts of one language version as of that instant, or the latest, in three questions.

    NotAllowed when there is no such base that the actor may see; of a sealed round there are none.
    """
    bases = timetable.bases_of(actor, group, number)
    base = next((each for each in bases if each.language == language), None)
    if base is None:
        raise NotAllowed
    round_ = timetable.view_of(reader(actor, group), bases, [])
    rows = list(_rows(actor, base.pk))
    instants = tuple(dict.fromkeys(each.as_of for each in rows))
    chosen = as_of if as_of in instants else next(iter(instants), None)
    found = tuple(_view(each) for each in rows if each.as_of == chosen)
    return OutputsView(round_, timetable.base_view(base), chosen, found, instants, sealed=round_.sealed)


def output(actor: Actor, group: Group, pk: int) -> OutputView:
    """Return one of the group's texts as it is now; NotAllowed when there is none that the actor may see."""
    return _view(_find(actor, group, pk))


def output_file(actor: Actor, group: Group, pk: int) -> FileView:
    """Return the file of one of the group's texts; NotAllowed when it is not there or not the actor's to see."""
    found = _find(actor, group, pk)
    if found.file is None:
        raise NotAllowed
    media = MEDIA[found.filename.rpartition(".")[2]]
    return FileView(found.filename, media, storage.read(found.file), found.file.sha256)


def _find(actor: Actor, group: Group, pk: int) -> Output:
    rows = Output.objects.filter(pk=pk, base__round__group=group).select_related("file")
    found = OUTPUT_VISIBLE.filter(actor, rows).first()
    if found is None:
        raise NotAllowed
    return found


@prepared
def _rows(actor: Actor, base: int) -> QuerySet[Output]:
    rows = Output.objects.filter(base=base).select_related("file")
    return OUTPUT_VISIBLE.filter(actor, rows).order_by("-as_of", "-asked_at", "pk")


def _view(row: Output) -> OutputView:
    return OutputView(
        id=row.pk,
        kind=row.kind,
        style=row.options.get("style", ""),
        mark_up=row.options.get("mark_up", ""),
        state=_STATES[row.state],
        failure=row.failure,
        filename=row.filename,
        size=row.file.size if row.file else 0,
    )
