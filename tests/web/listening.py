"""Listens to the log as the server writes it, to more than the server writes: libraries from INFO on."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accord.kernel import logs

IP = "203.0.113.77"
SECRETIVE = "tok-7d0c1be2f4a99"  # shorter than what the last net catches: nothing may rely on that net


@contextmanager
def listening(*, personal: bool = False) -> Iterator[io.StringIO]:
    """Give what is written while this lasts, in the form of a server's standard error."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logs.formatter(form="json", personal=personal))
    root, ours = logging.getLogger(), logging.getLogger("accord")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        ours.setLevel(before[1])


def lines(said: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]
