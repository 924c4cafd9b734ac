"""How a Python tells that it was built plainly: what Debian's, python.org's images and a plain build say of it."""

from typing import Any

import pytest

from accord.cli import machines

PLAIN = {"CONFIG_ARGS": "'--enable-shared'", "PGO_PROF_USE_FLAG": "-fprofile-use", "PY_CORE_CFLAGS": "-O3 -Wall"}


@pytest.mark.parametrize(
    ("told", "plainly"),
    [
        (PLAIN, True),
        (PLAIN | {"CONFIG_ARGS": "'--with-lto' '--enable-optimizations'"}, False),
        (PLAIN | {"PY_CORE_CFLAGS": "-O3 -fprofile-use -fprofile-correction"}, False),
        (PLAIN | {"PY_CFLAGS_NODIST": '-O3 -fprofile-instr-use="code.profclangd"'}, False),
        (PLAIN | {"PGO_PROF_USE_FLAG": ""}, False),
        ({}, False),
    ],
    ids=["pyenv", "python.org's images", "GCC", "Clang", "Debian", "tells nothing"],
)
def test_how_a_python_tells_that_it_was_built(told: dict[str, str], plainly: bool, monkeypatch: Any) -> None:
    monkeypatch.setattr("sysconfig.get_config_vars", lambda: told)
    assert machines._built_plainly() is plainly
