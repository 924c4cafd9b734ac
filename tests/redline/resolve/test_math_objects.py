"""Formulas' own objects: a fraction that goes leaves what stood in it, one kept stays whole (§17.13.5.13, .16)."""

from collections.abc import Callable

import pytest
from tests.redline.specimens import change, docx, paragraph

import redline
from redline.opc import read_package

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def fraction(kind: str) -> str:
    control = f"<m:fPr><m:ctrlPr><w:rPr>{change(kind, '')}</w:rPr></m:ctrlPr></m:fPr>"
    return f"<m:oMath><m:f>{control}<m:num>{letter('a')}</m:num><m:den>{letter('b')}</m:den></m:f></m:oMath>"


def letter(name: str) -> str:
    return f"<m:r><m:t>{name}</m:t></m:r>"


@pytest.mark.parametrize(
    ("kind", "operation", "stays"),
    [
        ("ins", redline.accept, True),
        ("ins", redline.reject, False),
        ("del", redline.accept, False),
        ("del", redline.reject, True),
    ],
)
def test_a_fraction_stays_or_leaves_its_parts(kind: str, operation: Callable[[bytes], bytes], stays: bool) -> None:
    data = operation(docx(paragraph("x ", fraction(kind))))
    package = read_package(data)
    root = package.tree(package.main)
    assert len(list(root.iter(f"{M}f"))) == (1 if stays else 0)
    assert "".join(each.text or "" for each in root.iter(f"{M}t")) == "ab"
    assert redline.pending(data) == 0
