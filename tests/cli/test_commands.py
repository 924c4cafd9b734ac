"""The command line: what it says, what it refuses, and that a receipt needs neither server nor Django."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accord import cli
from accord.cli import demo_home, serving
from accord.cli.words import Wrong
from accord.kernel import clocks, demo
from accord.kernel.record import keys, queries
from accord.people.models import Account, LinkToken, Person
from tests.factories.people import make_actor
from tests.kernel.acts import noted
from tests.servers import homes

ROOT = Path(__file__).resolve().parents[2]
INES = ["user", "create", "--given", "Inés", "--family", "Caballero", "--email", "ines@example.org"]


def run(capsys: Any, *words: str) -> tuple[int, str]:
    code = cli.main(list(words))
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.mark.parametrize("words", [[], ["record"], ["user"], ["nonsense"], ["serve", "--port", "many"]])
def test_what_cannot_be_understood_is_exit_code_two(words: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == 2
    assert "usage: accord" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], *(name.split() for name in cli.EXAMPLES)])
def test_every_command_explains_itself(words: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([*words, "--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    assert f"usage: accord {' '.join(words)}".strip() in said
    assert not words or f"Example: accord {' '.join(words)}" in said


@pytest.mark.django_db
class TestUser:
    @pytest.mark.clause("O6")
    def test_a_person_is_entered_and_her_link_printed(self, capsys: Any) -> None:
        code, said = run(capsys, *INES, "--secretariat", "--zone", "America/New_York")
        assert code == 0
        assert re.search(r"/activate/[\w-]{43}\n", said)
        person = Person.objects.get()
        assert (person.is_secretariat, person.zone) == (True, "America/New_York")
        assert not Account.objects.exists(), "she chooses her user name herself"

    def test_a_fresh_link_ends_the_former(self, capsys: Any) -> None:
        run(capsys, *INES)
        assert run(capsys, "user", "link", "INES@example.org")[0] == 0
        assert LinkToken.objects.filter(revoked_at__isnull=True).count() == 1

    @pytest.mark.parametrize(
        ("more", "said"),
        [(["--zone", "Lima"], "not a time zone"), (["--email", "nowhere"], "not an e-mail address")],
    )
    def test_a_mistake_is_said(self, more: list[str], said: str, capsys: Any) -> None:
        code, out = run(capsys, *INES, *more)
        assert code == 2
        assert said in out

    def test_the_same_address_twice_says_what_to_do(self, capsys: Any) -> None:
        run(capsys, *INES)
        code, said = run(capsys, *INES)
        assert code == 1
        assert "accord user link" in said

    @pytest.mark.clause("O8")
    def test_a_user_name_is_never_changed(self, capsys: Any) -> None:
        make_actor("ana.lima")
        code, said = run(capsys, "user", "rename", "ana.lima", "ana.sosa")
        assert code == 2
        assert "never be changed" in said
        assert Account.objects.get().username == "ana.lima"

    def test_an_account_is_closed_and_opened_again(self, capsys: Any) -> None:
        make_actor("ana.lima")
        assert run(capsys, "user", "lock", "ana.lima")[0] == 0
        assert not Account.objects.get().is_active
        assert "closed" in run(capsys, "user", "list")[1]
        assert run(capsys, "user", "lock", "ana.lima")[0] == 1
        assert run(capsys, "user", "link", "ana.lima")[0] == 1
        assert run(capsys, "user", "unlock", "ana.lima")[0] == 0
        assert Account.objects.get().is_active

    def test_nobody_of_that_name(self, capsys: Any) -> None:
        assert run(capsys, "user", "link", "nobody") == (
            1,
            "accord: Nobody has the user name or e-mail address “nobody”.\n",
        )

    def test_the_list_of_an_empty_register_says_how_to_begin(self, capsys: Any) -> None:
        assert "accord user create" in run(capsys, "user", "list")[1]


@pytest.mark.django_db
class TestRecord:
    def test_a_sound_record_and_a_checkpoint_that_was_kept(self, capsys: Any, tmp_path: Path) -> None:
        noted()
        code, note = run(capsys, "record", "checkpoint")
        assert code == 0
        (tmp_path / "kept.txt").write_text(note)
        noted()
        code, said = run(capsys, "record", "verify", "--checkpoint", str(tmp_path / "kept.txt"))
        assert code == 0
        assert "sound: 2 entries" in said
        assert run(capsys, "record", "key")[1].strip() == queries.verifier_key()

    def test_a_checkpoint_that_does_not_agree_is_a_finding(self, capsys: Any, tmp_path: Path) -> None:
        noted()
        signer = keys.load()
        (tmp_path / "kept.txt").write_text(signer.checkpoint(1, bytes(32)))
        code, said = run(capsys, "record", "verify", "--checkpoint", str(tmp_path / "kept.txt"))
        assert code == 1
        assert "rewritten" in said
        assert "NOT" in said

    def test_a_receipt_serves_as_a_checkpoint(self, capsys: Any, tmp_path: Path) -> None:
        (tmp_path / "r.json").write_bytes(queries.receipt(noted()))
        assert run(capsys, "record", "verify", "--checkpoint", str(tmp_path / "r.json"))[0] == 0

    def test_a_file_without_checkpoint_or_no_file_is_said(self, capsys: Any, tmp_path: Path) -> None:
        (tmp_path / "empty").write_text("")
        assert "no checkpoint" in run(capsys, "record", "verify", "--checkpoint", str(tmp_path / "empty"))[1]
        assert run(capsys, "record", "verify", "--checkpoint", str(tmp_path / "gone"))[0] == 2

    def test_words_are_erased_lawfully(self, capsys: Any) -> None:
        noted("a name")
        assert run(capsys, "record", "erase", "0", "--ground", "request 7")[0] == 0
        assert run(capsys, "record", "erase", "0", "--ground", "request 7")[0] == 1
        assert run(capsys, "record", "erase", "99", "--ground", "request 7")[0] == 1
        assert run(capsys, "record", "verify")[0] == 0


@pytest.mark.django_db
class TestReceipt:
    def offline(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the command where Django cannot even be imported."""
        program = (
            "import sys; sys.modules['django'] = None; sys.modules['socket'] = None\n"
            "from accord.cli import main; sys.exit(main(sys.argv[1:]))"
        )
        clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-c", program, "receipt", "verify", *words]
        return subprocess.run(command, env=clean, capture_output=True, text=True, check=False)

    def test_a_receipt_is_checked_without_server_or_django(self, tmp_path: Path) -> None:
        receipt, key = tmp_path / "receipt.json", tmp_path / "key"
        receipt.write_bytes(queries.receipt(noted("AG_Matriz.docx, 12 amendments")))
        key.write_text(queries.verifier_key() + "\n")
        for given in (str(key), queries.verifier_key()):
            done = self.offline(str(receipt), "--key", given)
            assert (done.returncode, done.stderr) == (0, "")
            assert "This receipt holds." in done.stdout
            assert "AG_Matriz.docx, 12 amendments" in done.stdout
            assert "the key you gave" in done.stdout
        assert queries.verifier_key() in self.offline(str(receipt)).stdout

    def test_what_does_not_hold_is_exit_code_one_and_nonsense_two(self, tmp_path: Path) -> None:
        receipt = tmp_path / "receipt.json"
        told = json.loads(queries.receipt(noted("twelve")))
        told["body"]["text"] = "eleven"
        receipt.write_text(json.dumps(told))
        done = self.offline(str(receipt))
        assert done.returncode == 1
        assert "does NOT hold" in done.stdout
        assert self.offline(str(tmp_path / "gone")).returncode == 2
        assert self.offline(str(receipt), "--key", "nonsense").returncode == 2
        other = keys.Signer("elsewhere", bytes(32)).verifier
        receipt.write_bytes(queries.receipt(noted()))
        assert self.offline(str(receipt), "--key", str(other)).returncode == 1


@pytest.mark.django_db
class TestDemoIsFenced:
    @pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "accord.example.org"])  # noqa: S104 -- the point
    def test_the_demo_is_not_shown_to_the_world(self, host: str, settings: Any) -> None:
        settings.ACCORD_DEMO = True
        with pytest.raises(Wrong, match=r"127\.0\.0\.1 only"):
            serving._demand_safe(host)

    @pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
    def test_the_demo_is_shown_on_this_machine(self, host: str, settings: Any) -> None:
        settings.ACCORD_DEMO = True
        demo.open_demo(clocks.now())
        serving._demand_safe(host)
        assert demo.made_by_demo()

    def test_a_real_record_is_not_shown_as_a_demo(self, settings: Any) -> None:
        settings.ACCORD_DEMO = True
        noted()
        with pytest.raises(Wrong, match="not made by the demo"):
            serving._demand_safe("127.0.0.1")
        with pytest.raises(RuntimeError):
            demo.open_demo(clocks.now())

    def test_a_server_that_is_no_demo_may_be_shown(self) -> None:
        noted()
        serving._demand_safe("0.0.0.0")  # noqa: S104 -- the point


class TestDemoHome:
    @pytest.fixture
    def home(self, tmp_path: Path) -> Iterator[Path]:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("ACCORD_DEMO", "ACCORD_ORIGIN"):
                patch.setenv(name, os.environ.get(name, ""))
            patch.setenv("ACCORD_HOME", str(tmp_path / "home"))
            yield tmp_path / "home"

    def prepare(self, *, fresh: bool = False) -> None:
        demo_home.prepare(cli._parser().parse_args(["demo", *(["--fresh"] if fresh else [])]))

    def test_a_home_is_made_once_and_kept(self, home: Path) -> None:
        self.prepare()
        demo_home.begin()
        assert os.environ["ACCORD_ORIGIN"] == "http://localhost:8000", "browsers make passkeys for a name only"
        assert not demo_home.is_ready()
        demo_home.finish()
        (home / "kept").touch()
        self.prepare()
        assert demo_home.is_ready()
        assert (home / "kept").exists()

    def test_a_half_made_old_or_unwanted_home_is_made_anew(self, home: Path) -> None:
        self.prepare()
        demo_home.begin()
        self.prepare()
        assert not home.exists()
        demo_home.begin()
        demo_home.finish()
        self.prepare(fresh=True)
        assert not home.exists()

    def test_what_the_demo_did_not_make_is_never_touched(self, home: Path) -> None:
        home.mkdir()
        (home / "accord.sqlite3").write_text("ours")
        with pytest.raises(Wrong, match="did not make"):
            self.prepare(fresh=True)
        assert (home / "accord.sqlite3").read_text() == "ours"


def accord(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    environment = os.environ | {"ACCORD_HOME": str(home), "PYTHONPATH": str(ROOT / "src")} | more
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "accord", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture
def own_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the processes of a test a database that nobody else uses."""
    with homes.own_database() as more:
        for name, value in more.items():
            monkeypatch.setenv(name, value)
        yield


@pytest.mark.usefixtures("own_place")
def test_a_server_from_nothing_to_its_first_page_and_a_worker_that_is_killed(tmp_path: Path) -> None:
    refused = accord(tmp_path, "serve")
    assert "accord migrate" in refused.communicate(timeout=60)[0]
    assert refused.returncode == 1
    migrated = accord(tmp_path, "migrate")
    assert "is ready" in migrated.communicate(timeout=120)[0]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = accord(tmp_path, "serve", "--port", str(port), ACCORD_ORIGIN=f"http://127.0.0.1:{port}")
    assert server.stdout is not None
    try:
        assert "Serving" in server.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            assert page.status == 200
        taken = accord(tmp_path, "serve", "--port", str(port))
        assert "Choose another with --port" in taken.communicate(timeout=60)[0]
        first = wait_for_child(server.pid)
        os.kill(first, signal.SIGKILL)
        assert wait_for_child(server.pid, other_than=first)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
    finally:
        server.kill()
        server.communicate()


def wait_for_child(parent: int, other_than: int = 0) -> int:
    """Return the worker's process id, read from the system's own table."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        children = Path(f"/proc/{parent}/task").glob("*/children")
        found = [int(word) for file in children for word in file.read_text().split()]
        alive = [pid for pid in found if pid != other_than]
        if alive:
            return alive[0]
        time.sleep(0.1)
    raise AssertionError("no worker was started")
