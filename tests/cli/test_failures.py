"""`accord queue`: the operator sees what waits, puts it back or lets it be."""

from typing import Any

import pytest

from accord import cli
from accord.kernel.models import Entry, Job
from accord.mailings.models import Letter
from tests.factories.letters import refused_letter
from tests.factories.people import LONG_AGO, make_person

pytestmark = pytest.mark.django_db


def run(capsys: Any, *words: str) -> tuple[int, str]:
    code = cli.main(["queue", *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_what_waits_is_listed_tried_again_and_set_aside(capsys: Any) -> None:
    assert run(capsys) == (0, "Nothing waits: everything was done, or is being tried.\n")
    letter = refused_letter(make_person())
    made = {"state": "dead", "error": "ValueError: words of a text", "due_at": LONG_AGO, "made_at": LONG_AGO}
    job = Job.objects.create(name="negotiation.compile", attempt=8, ended_at=LONG_AGO, **made)
    code, said = run(capsys)
    assert code == 1
    assert f"letter-{letter.pk}" in said
    assert "550 No such mailbox" in said
    assert "negotiation.compile  ValueError\n" in said
    code, said = run(capsys, "--again", f"letter-{letter.pk}", "--aside", f"work-{job.pk}")
    assert code == 0
    assert f"work-{job.pk} is set aside" in said
    assert Letter.objects.get(pk=letter.pk).state == "queued"
    assert not Job.objects.filter(pk=job.pk).exists()
    assert {"letter.tried_again", "work.set_aside"} <= set(Entry.objects.values_list("kind", flat=True))


def test_all_is_all_that_does_not_come_back_by_itself(capsys: Any) -> None:
    refused_letter(make_person())
    made = {
        "state": "dead",
        "error": "X: y",
        "attempt": 8,
        "due_at": LONG_AGO,
        "made_at": LONG_AGO,
        "ended_at": LONG_AGO,
    }
    sweep = Job.objects.create(name="mailings.sweep", recurring=True, **made)
    code, said = run(capsys, "--again", "all")
    assert code == 1
    assert f"work-{sweep.pk}" in said
    assert Letter.objects.get().state == "queued"
    assert run(capsys, "--again", f"work-{sweep.pk}")[0] == 1


def test_what_is_not_there_is_said(capsys: Any) -> None:
    code, said = run(capsys, "--again", "letter-99")
    assert code == 2
    assert "There is no “letter-99” that failed" in said
