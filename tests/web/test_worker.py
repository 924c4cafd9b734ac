"""The built worker itself, run by Node: it follows the shared vectors, judges new passwords, and can be built again."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

from tools import bundle

from tests.kernel.test_derivation import VECTORS

HERE = Path(__file__).parent
LIMIT = 250 * 1024
JUDGED = {
    "": "short",
    "abc defgh12": "short",
    "ana.solero.1": "name",
    "2026orelos.ana": "name",
    "ana solero 26!": "name",
    "password1234": "common",
    "P@ssw0rd1234": "common",
    "123456789012": "common",
    "qwertyuiop[]": "common",
    "aaaaaaaaaaaaaaaa": "common",
    "abcabcabcabcabc": "common",
    "abcdefghijklmnop": "common",
    "............": "common",
    "seven slow rivers meet": "",
    "in good faith and in good time": "",
    "eleven blue herons": "",
    "siete ríos lentos": "",
    "密码不是一个词而是许多词呢": "",
    "zK4!vq9Lw#2m": "",
}


def asked(questions: list[dict[str, Any]]) -> list[Any]:
    """Return the worker's answers."""
    run = [*bundle.NODE, str(HERE / "ask_worker.mjs"), str(bundle.BUNDLE)]
    done = subprocess.run(run, input=json.dumps(questions), capture_output=True, text=True, check=True)
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_it_derives_what_python_derives() -> None:
    answers = asked([{"question": "derive", **vector} for vector in VECTORS])
    assert answers == [vector["sent"] for vector in VECTORS]


def test_it_says_why_a_password_is_weak() -> None:
    questions = [{"question": "weakness", "password": each, "username": "ana.solero"} for each in JUDGED]
    assert dict(zip(JUDGED, asked(questions), strict=True)) == JUDGED


def test_a_fault_is_told_and_not_kept() -> None:
    [answer] = asked([{"question": "derive", "username": "ana.sol", "installation": "0" * 32}])
    assert "fault" in answer


def test_it_is_small_and_the_same_bytes_when_built_again(tmp_path: Path) -> None:
    built = tmp_path / "sealing.js"
    bundle.build(built)
    assert built.read_bytes() == bundle.BUNDLE.read_bytes(), "run: python -m tools.bundle"
    assert len(gzip.compress(built.read_bytes())) <= LIMIT
