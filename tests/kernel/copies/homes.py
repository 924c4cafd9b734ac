"""Installations on the disk, filled by a negotiation, and the real commands run on them as processes of their own."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NOT_SET = {"DATABASE_URL", "ACCORD_BACKUP", "ACCORD_FILES", "ACCORD_SETTINGS"}
START = "import django; django.setup()\n"
FILL = """
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from tests.factories.negotiation import negotiation
    from tests.redline.generator import Insert
    from accord.kernel import clocks, queue
    from accord.kernel.actor import system
    from accord.kernel.record import checkpoints
    from accord.negotiation import actions
    plan = negotiation()
    plan.propose("AG", Insert((0,), 0, "All "))
    plan.compile()
    from accord.negotiation.models import Customs, Proposal
    from tests.factories.places import one_of_each
    one_of_each(Proposal.objects.get(state="standing"), plan.world.delegations["BR"])
    Customs.objects.create(group=plan.world.group)
    actions.prepare_outputs(actor=plan.world.chair, now=clocks.now(), base=plan.base())
    queue.drain()
    from tests.factories.revisions import one_of_revision
    one_of_revision(plan.base(), plan.world.delegations["BR"])
    from accord.people.models import Person
    from tests.factories.timing import one_feed, one_of_timing
    one_of_timing(Proposal.objects.get(state="standing"), plan.world.delegations["BR"])
    one_feed(Person.objects.first(), plan.world.delegations["BR"])
    from tests.factories.channels import one_of_channels
    one_of_channels(plan.base(), plan.world.delegations["BR"])
    plan.upload("BR", Insert((1,), 0, "Once more: "))
    from accord.negotiation import actions
    from accord.negotiation.models import Draft
    from accord.negotiation.queries.values import WrittenEdit
    speaker, edit = plan.world.focal_points["CL"], WrittenEdit("p1", "words", "Written.", "Because.")
    given = dict(actor=speaker, now=clocks.now(), round=plan.round, language="en", edit=edit, seen=0)
    actions.save_edit(**given)
    actions.send_draft(actor=speaker, now=clocks.now(), draft=Draft.objects.get(), seen=1)
    actions.save_edit(**given | {"edit": WrittenEdit("p2", "words", "Not sent.")})
    checkpoints.publish(actor=system("test"), now=clocks.now())
"""
WRITER = """
    import time
    from tests.kernel.acts import noted
    while True:
        print(noted("agreed ad referendum").index, flush=True)
        time.sleep(0.01)
"""


class Installation:
    """An ACCORD_HOME, on SQLite or on the PostgreSQL database of this address, and commands run on it."""

    def __init__(self, home: Path, database: str = "", **more: str) -> None:
        self.home = home
        self.database = database
        self.more = more

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a process that works on this installation."""
        told = {name: value for name, value in os.environ.items() if name not in NOT_SET}
        told |= {"ACCORD_HOME": str(self.home), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        told["DJANGO_SETTINGS_MODULE"] = "accord.settings.testing"
        return told | ({"DATABASE_URL": self.database} if self.database else {}) | self.more | more

    def start(self, program: str) -> subprocess.Popen[str]:
        """Start a Python process that runs this program after Django's set-up."""
        command = [sys.executable, "-c", START + textwrap.dedent(program)]
        return subprocess.Popen(command, env=self.environment(), stdout=subprocess.PIPE, text=True)

    def run(self, program: str) -> str:
        """Run a program to its end and return what it printed."""
        process = self.start(program)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return said

    def accord(self, *words: str | Path, code: int = 0, **more: str) -> str:
        """Run `accord …` and return what it said; it must end with this exit code."""
        command = [sys.executable, "-m", "accord", *map(str, words)]
        done = subprocess.run(
            command, env=self.environment(**more), capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def counted(self) -> dict[str, int]:
        """Return how many rows each table holds."""
        lines = self.run("""
            from accord.kernel.copies import tables
            from django.db.models import QuerySet
            for model in tables.models():
                print(tables.name(model), QuerySet(model).count())
        """).splitlines()
        return {name: int(count) for name, count in (line.split() for line in lines)}
