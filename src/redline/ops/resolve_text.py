"""The text of a file as it was before its tracked changes, or as it is with all of them."""

from typing import Literal

from redline.opc import read_package
from redline.ops.resolve_tree import Decision, resolve
from redline.oxml.names import w
from redline.text.views import paragraph_texts

View = Literal["original", "final"]


def text(data: bytes, view: View) -> tuple[str, ...]:
    """Return the body's paragraphs after reject-all ("original") or accept-all ("final"), tables in reading order.

    BadFile when the bytes are not a readable Word document; ValueError for another view.

    >>> from redline.render.example import AG
    >>> text(AG, "original")[0], text(AG, "final")[0]
    ('States shall act in time.', 'States should act in time.')
    """
    if view not in ("original", "final"):
        raise ValueError(view)
    decision: Decision = "reject" if view == "original" else "accept"
    package = read_package(data)
    root = package.tree(package.main)
    resolve(root, lambda _: decision)
    body = root.find(w("body"))
    return () if body is None else paragraph_texts(body)
