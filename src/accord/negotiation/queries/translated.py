"""Courtesy translations beside proposals: the latest of a file, or of one that it took the place of; their files."""

from django.db.models import OuterRef, Subquery

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation.models import Translation
from accord.negotiation.policy import TRANSLATION_VISIBLE
from accord.negotiation.queries.outputs import MEDIA
from accord.negotiation.queries.values import FileView
from accord.people.models import Group

MEDIA_TYPES = {"docx": MEDIA["docx"], "pdf": "application/pdf"}


def latest(language: str) -> Subquery:
    """Return, of a proposal, its latest translation into this language."""
    rows = Translation.objects.filter(proposal=OuterRef("pk"), language=language)
    return Subquery(rows.order_by("-pk").values("pk")[:1])


def latest_of_earlier(language: str) -> Subquery:
    """Return, of a proposal, the latest translation of a file of the same delegation that it took the place of."""
    rows = Translation.objects.filter(
        # By way of its base: SQLite would else look through all proposals of the round for each of them.
        proposal__base__round=OuterRef("round"),
        proposal__delegation=OuterRef("delegation"),
        proposal__state="superseded",
        language=language,
    )
    return Subquery(rows.order_by("-pk").values("pk")[:1])


def translation_file(actor: Actor, group: Group, pk: int) -> FileView:
    """Return a courtesy translation's file; NotAllowed when there is none whose proposal the actor may see."""
    rows = Translation.objects.filter(pk=pk, proposal__round__group=group).select_related("file")
    found = TRANSLATION_VISIBLE.filter(actor, rows).first()
    if found is None:
        raise NotAllowed
    media = MEDIA_TYPES[found.filename.rpartition(".")[2]]
    return FileView(found.filename, media, storage.read(found.file), found.file_id)
