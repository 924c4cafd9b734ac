"""Forty hands at once: two tabs, forty uploads and forty sendings give one standing proposal (bar 10)."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.servers import homes

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
    import django; django.setup()
    from concurrent.futures import ThreadPoolExecutor
    from django.core.management import call_command
    from django.db import connection
    call_command("migrate", verbosity=0)
    from accord.kernel import clocks
    from accord.kernel.models import Entry
    from accord.library.providers import guard
    from accord.library.providers.guard import Verdict, gate
    from accord.negotiation import actions
    from accord.negotiation.models import Amendment, Proposal
    from tests.factories.negotiation import negotiation
    from tests.redline.generator import Insert

    held = negotiation()
    # The guard has its own tests; forty processes at once would only measure the machine.
    gate.examine = lambda data, filename: Verdict("ok", "ok", "docx", "Matriz.docx")
    actor, data = held.world.focal_points["AG"], held.file(Insert((0,), 3, " Member"))

    def upload(_number):
        try:
            row = actions.receive_proposal(
                actor=actor, now=clocks.now(), round=held.round, data=data, filename="Matriz.docx"
            )
            return actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(40) as pool:
        answers = set(pool.map(upload, range(40)))
    print(len(answers), Proposal.objects.count(), Proposal.objects.filter(state="standing").count(),
          Amendment.objects.count(), Entry.objects.filter(kind="proposal.submitted").count())
"""

WRITING = """
    import django; django.setup()
    from concurrent.futures import ThreadPoolExecutor
    from django.core.management import call_command
    from django.db import connection
    call_command("migrate", verbosity=0)
    from accord.kernel import clocks
    from accord.kernel.action import Refused
    from accord.negotiation import actions
    from accord.negotiation.models import Draft, DraftEdit
    from accord.negotiation.queries.values import WrittenEdit
    from tests.factories.negotiation import negotiation

    held = negotiation()
    actor = held.world.focal_points["AG"]

    def write(number):
        edit = WrittenEdit("p1", "words", f"Words number {number}.")
        try:
            actions.save_edit(actor=actor, now=clocks.now(), round=held.round, language="en", edit=edit, seen=0)
            return "saved"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = sorted(pool.map(write, range(12)))
    row = DraftEdit.objects.get()
    kept = {row.words, *row.rival.split("\\n\\n")}
    print(answers.count("saved"), answers.count("other_version"), len(kept), Draft.objects.count())
"""


@pytest.mark.clause("O9")
def test_twelve_windows_writing_at_one_place_lose_nothing(tmp_path: Path) -> None:
    assert run(WRITING, tmp_path) == ["1", "11", "12", "1"]


@pytest.mark.clause("O9")
def test_forty_simultaneous_sendings_are_one(tmp_path: Path) -> None:
    assert run(PROGRAM, tmp_path) == ["1", "1", "1", "1", "1"]


def run(program: str, home: Path) -> list[str]:
    """Return what a program prints, in a process and on an installation of its own."""
    environment = os.environ | {
        "ACCORD_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "accord.settings.testing",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    with homes.own_database() as more:
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)],
            env=environment | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout.split()
