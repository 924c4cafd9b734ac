"""Rows of a revision in the making, one of each table, for tests of how they are kept."""

from django.db.models import Model

from accord.kernel import clocks
from accord.negotiation.models import (
    Assignment,
    Decision,
    Difference,
    Question,
    Revision,
    RoundBase,
    Upholding,
    Wording,
)
from accord.people.models import Delegation
from tests.factories.negotiation import Negotiation


def one_of_revision(base: RoundBase, other: Delegation) -> dict[str, Model]:
    """Return one row of each table about a revision of this base, another delegation being asked."""
    now = clocks.now()
    said = {"place": "p9", "kind": "insert", "added": "words", "first_at": now}
    wording, _new = Wording.objects.get_or_create(base=base, ask="three", defaults=said)
    revision = Revision.objects.create(base=base, number=1, way="upload", begun_at=now, begun_by="Chair")
    difference = Difference.objects.create(revision=revision, ordinal=1, place="p9", before="a", after="b")
    given = {"wording": wording, "delegation": other, "upheld": True, "at": now, "by": "BR"}
    return {
        "revision": revision,
        "decision": Decision.objects.create(
            revision=revision, ask="three", choice="take", decided_at=now, decided_by="Chair"
        ),
        "difference": difference,
        "assignment": Assignment.objects.create(difference=difference, wording=wording, at=now, by="Chair"),
        "upholding": Upholding.objects.create(**given),
        "question": Question.objects.create(revision=revision, place="p9", delegation=other, asked_at=now),
    }


def question_to(held: Negotiation, code: str) -> Question:
    """Return a question put to a delegation on a version that was put aside since."""
    now, asked = clocks.now(), held.world.delegations[code]
    given = {"base": held.base(), "number": 1, "way": "upload", "begun_at": now, "begun_by": "Chair", "ended_at": now}
    row = Revision.objects.create(**given)
    return Question.objects.create(revision=row, place="p1", delegation=asked, lost=["means"], asked_at=now)


def accounted(held: Negotiation) -> int:
    """Have the base's own version be one that was published with an account, and return it."""
    now, base = clocks.now(), held.base()
    account = {"changed": [], "wordings": [], "questions": []}
    begun = {"number": 1, "way": "decisions", "begun_at": now, "begun_by": "Chair"}
    row, _new = Revision.objects.get_or_create(base=base, ended_at=None, defaults=begun)
    row.version, row.docx, row.clean_docx, row.account = held.version, base.file, base.file, account
    row.published_at, row.published_by = now, "Chair"
    row.save()
    return held.version.pk
