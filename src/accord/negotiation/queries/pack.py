"""One download for poor lines: the text in brackets and to read, the comparison table, the hand-out to write in."""

from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Customs, Output
from accord.negotiation.policy import OUTPUT_VISIBLE
from accord.negotiation.queries import timetable
from accord.negotiation.queries.outputs import MARK_UP, MEDIA, STYLE
from accord.negotiation.queries.readers import reader
from accord.negotiation.queries.values import FileView, PackView
from accord.people.models import Group

KINDS: Final = ("brackets", "html", "table_xlsx")


def pack(actor: Actor, group: Group, number: int, language: str) -> PackView:
    """Return what goes into the download: the texts prepared last, and the hand-out, in three questions.

    NotAllowed when there is no such base that the actor may see; of a sealed round there is the hand-out alone.
    """
    bases = timetable.bases_of(actor, group, number)
    base = next((each for each in bases if each.language == language), None)
    if base is None:
        raise NotAllowed
    round_ = timetable.view_of(reader(actor, group), bases, [])
    rows = [each for each in _rows(actor, base.pk) if each.kind != "brackets" or _in_the_bodys_style(each)]
    latest = rows[0].as_of if rows else None
    found = {each.kind: _file(each) for each in reversed(rows) if each.as_of == latest}
    handout = FileView(base.filename, MEDIA["docx"], storage.read(base.handout), base.handout_id)
    files = (("handout", handout), *((kind, found[kind]) for kind in KINDS if kind in found))
    return PackView(round_, timetable.base_view(base), latest, files)


def _in_the_bodys_style(row: Output) -> bool:
    style, mark_up = row.__dict__["style"] or STYLE, row.__dict__["mark_up"] or MARK_UP
    return bool(row.options == {"style": style, "mark_up": mark_up})


def _file(row: Output) -> FileView:
    if row.file is None:
        raise NotAllowed
    media = MEDIA[row.filename.rpartition(".")[2]]
    return FileView(row.filename, media, storage.read(row.file), row.file.sha256)


@prepared
def _rows(actor: Actor, base: int) -> QuerySet[Output]:
    rows = Output.objects.filter(base=base, kind__in=KINDS, state=Output.State.DONE).select_related("file")
    customs = Customs.objects.filter(group=OuterRef("base__round__group"))
    style, mark_up = (Subquery(customs.values(name)[:1]) for name in ("bracket_style", "mark_up"))
    rows = rows.annotate(style=style, mark_up=mark_up)
    return OUTPUT_VISIBLE.filter(actor, rows).order_by("-as_of", "-asked_at", "-pk")
