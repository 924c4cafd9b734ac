"""The gate: hands a file to the examining process, waits as long as is decent, and says what came of it."""

import json
import os
import signal
import subprocess
import sys
import threading

from accord.library.providers.guard import filename as filenames
from accord.library.providers.guard import limits
from accord.library.providers.guard.verdict import SENTENCES, Verdict

__all__ = ["LARGEST", "Verdict", "examine"]

LARGEST = 60 * limits.MIB
# Each process may take limits.MEMORY: a small server has room for two at a time, and the third file waits its turn.
_ROOM = threading.BoundedSemaphore(2)
_OUT_OF_TIME = {signal.SIGXCPU, signal.SIGKILL}
_CHILD = [sys.executable, "-I", "-m", "accord.library.providers.guard.child"]


def examine(data: bytes, filename: str) -> Verdict:
    """Examine a file that came from outside, in a process of its own, without network, in bounded time and memory.

    Returns "ok", "strip" with the cleaned copy, or "refuse"; it never raises for what the file holds, and never takes
    longer than limits.WALL_SECONDS. A process that dies under the file has refused it.
    """
    if not data or len(data) > LARGEST:
        return _refused("too_large" if data else "empty", filename)
    try:
        with _ROOM:
            ended = _examined(data)
    except subprocess.TimeoutExpired:
        return _refused("too_slow", filename, "wall clock")
    if ended.returncode:
        code = "too_slow" if -ended.returncode in _OUT_OF_TIME else "broken"
        return _refused(code, filename, f"the examining process ended with {ended.returncode}")
    return _verdict(ended.stdout, filename)


def _examined(data: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # nosec B603 # noqa: S603 -- the command is our own, and the file goes in as bytes
        _CHILD,
        input=data,
        capture_output=True,
        check=False,
        timeout=limits.WALL_SECONDS,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,
    )


def _refused(code: str, filename: str, detail: str = "") -> Verdict:
    return Verdict("refuse", code, "", filenames.safe(filename, "bin"), detail=detail)


def _verdict(answer: bytes, filename: str) -> Verdict:
    head, _, cleaned = answer.partition(b"\n")
    said = json.loads(head)
    if said["code"] not in SENTENCES:
        raise ValueError(f"The guard said {said['code']!r}, for which there is no sentence.")
    return Verdict(
        said["outcome"],
        said["code"],
        said["kind"],
        filenames.safe(filename, said["kind"] or "bin"),
        cleaned=cleaned if said["outcome"] == "strip" else None,
        detail=said["detail"],
    )
