"""The texts for the meeting: which there are, how far they are, and their files."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import ChairWording, Customs, Output, Position, Proposal, RoundBase, Step
from accord.negotiation.policy import OUTPUT_VISIBLE
from accord.negotiation.queries import timetable
from accord.negotiation.queries.readers import reader
from accord.negotiation.queries.values import FileView, OutputState, OutputsView, OutputView, Since
from accord.people.models import Group

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STYLE: Final = "suffix"
MARK_UP: Final = "brackets"
"""How brackets are printed where a body has said nothing: who proposes what behind the words, brackets alone."""
MEDIA = {"docx": _WORD, "xlsx": _BOOK, "html": "text/html", "json": "application/json"}
_STATES: dict[str, OutputState] = {"queued": "queued", "done": "done", "failed": "failed"}


def outputs(actor: Actor, group: Group, number: int, language: str, as_of: datetime | None = None) -> OutputsView:
    """Return the texts of one language version as of that instant, or the latest, in four questions.

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
    style, mark_up, sent, said = _around(base.pk, instants[0] if instants else base.round.opens_at)[0]
    since: Since = "sent" if sent else "said" if said else "closed" if _closed_since(base, instants) else ""
    return OutputsView(
        round=round_,
        base=timetable.base_view(base),
        as_of=chosen,
        outputs=tuple(_view(each) for each in rows if each.as_of == chosen),
        instants=instants,
        sealed=round_.sealed,
        since=since if instants and not round_.sealed else "",
        style=style or STYLE,
        mark_up=mark_up or MARK_UP,
    )


def _closed_since(base: RoundBase, instants: tuple[datetime, ...]) -> bool:
    """Whether the latest texts call themselves preliminary, and the round has closed."""
    return bool(instants) and instants[0] < base.round.closes_at <= clocks.now()


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
def _around(base: int, since: datetime) -> QuerySet[RoundBase, tuple[str | None, str | None, bool, bool]]:
    """Select how the body prints brackets, and whether anything was sent or said on this base after an instant."""
    customs = Customs.objects.filter(group=OuterRef("round__group"))
    style, mark_up = (Subquery(customs.values(name)[:1]) for name in ("bracket_style", "mark_up"))
    sent = Proposal.objects.filter(_later("submitted_at", since), submitted_at__isnull=False, base=base)
    said: list[QuerySet[Any]] = [
        ChairWording.objects.filter(_later("written_at", since), base=base),
        Position.objects.filter(_later("taken_at", since), base=base),
        Step.objects.filter(_later("at", since), base=base),
    ]
    anything = Exists(said[0]) | Exists(said[1]) | Exists(said[2])
    rows = RoundBase.objects.filter(pk=base).annotate(style=style, mark_up=mark_up, sent=Exists(sent), said=anything)
    return rows.values_list("style", "mark_up", "sent", "said")


def _later(began: str, since: datetime) -> Q:
    return Q(**{f"{began}__gt": since}) | Q(ended_at__gt=since)


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
