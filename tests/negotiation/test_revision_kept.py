"""What was decided, assigned and asked of a revision is ended or answered once, never altered; published, it stands."""

import pytest
from django.db import transaction
from django.db.models import Model
from django.db.utils import IntegrityError

from accord.kernel import clocks
from accord.library.models import Version
from accord.negotiation.models import Question, Revision
from tests.factories.negotiation import Negotiation
from tests.factories.revisions import one_of_revision
from tests.negotiation.keeping import other, refused, stands
from tests.redline.generator import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2")]
MAKING = {"uploaded", "version", "published_at", "published_by", "docx", "clean_docx", "account", "ended_at"}
MAY: dict[str, set[str]] = {
    "revision": MAKING,
    "decision": {"ended_at"},
    "difference": set(),
    "assignment": {"ended_at"},
    "upholding": {"ended_at"},
    "question": {"ended_at", "answer", "words", "answered_at", "answered_by"},
}
"""What may still be written of an open row; all else never."""


@pytest.fixture
def rows(open_round: Negotiation) -> dict[str, Model]:
    open_round.propose("AG", Insert((0,), 3, " Member"))
    return one_of_revision(open_round.base(), open_round.world.delegations["BR"])


def test_every_table_is_tried(rows: dict[str, Model]) -> None:
    assert sorted(rows) == sorted(MAY)


@pytest.mark.parametrize("table", sorted(MAY))
def test_no_row_is_altered_or_lost(rows: dict[str, Model], table: str) -> None:
    stands(rows[table], MAY[table])


@pytest.mark.parametrize("table", sorted(name for name, may in MAY.items() if may))
def test_what_ended_ended(rows: dict[str, Model], table: str) -> None:
    row = rows[table]
    held = type(row)._base_manager.filter(pk=row.pk)
    assert held.update(ended_at=clocks.now()) == 1
    for field in MAY[table]:
        attname = row._meta.get_field(field).attname  # type: ignore[union-attr]  # every one is a column
        held_now = held.values().get()[attname]
        value = None if field == "ended_at" else clocks.now() if attname.endswith("_at") else other(held_now)
        refused(row, **{attname: value})


def test_an_answer_is_given_once_and_may_end(rows: dict[str, Model]) -> None:
    question = Question.objects.filter(pk=rows["question"].pk)
    question.update(answer="confirmed", answered_at=clocks.now(), words="Yes.")
    refused(rows["question"], words="No.")
    refused(rows["question"], answer="refused")
    assert question.update(ended_at=clocks.now()) == 1


def test_a_published_revision_never_changes(rows: dict[str, Model], open_round: Negotiation) -> None:
    base = open_round.base()
    version = Version.objects.get(pk=open_round.round.version_id)
    made = {"version": version, "docx": base.file, "clean_docx": base.file, "published_at": clocks.now()}
    assert Revision.objects.filter(pk=rows["revision"].pk).update(account={"changed": []}, **made) == 1
    refused(rows["revision"], account={})
    refused(rows["revision"], ended_at=clocks.now())
    refused(rows["revision"], published_by="somebody")
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(base=base, number=2, way="decisions", begun_at=clocks.now(), begun_by="Chair")
