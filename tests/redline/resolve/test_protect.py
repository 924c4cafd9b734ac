"""The file handed out to delegations: tracking is on and Word enforces it."""

import pytest
from tests.redline.specimens import docx

import redline
from redline.opc import read_package
from redline.oxml.names import local, w


def _settings(data: bytes) -> list[str]:
    package = read_package(data)
    (name,) = package.related(package.main, "settings")
    return [local(child) for child in package.tree(name)]


@pytest.mark.clause("O22")
def test_settings_are_made_when_there_are_none() -> None:
    data = redline.protect(docx("<w:p/>"))
    assert _settings(data) == ["trackRevisions", "documentProtection"]
    protection = read_package(data).tree("word/settings.xml")[1]
    assert dict(protection.attrib) == {w("edit"): "trackedChanges", w("enforcement"): "1"}


def test_settings_find_their_place_among_others() -> None:
    others = "<w:zoom/><w:mirrorMargins/><w:defaultTabStop/><w:compat/>"
    found = _settings(redline.protect(docx("<w:p/>", settings=others)))
    assert found == ["zoom", "mirrorMargins", "trackRevisions", "documentProtection", "defaultTabStop", "compat"]


def test_former_protection_is_replaced() -> None:
    others = '<w:trackRevisions w:val="0"/><w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
    data = redline.protect(docx("<w:p/>", settings=others))
    assert _settings(data) == ["trackRevisions", "documentProtection"]
    assert redline.protect(data) == data


def test_the_text_stays() -> None:
    data = docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>")
    assert redline.text(redline.protect(data), "final") == ("a",)
    assert read_package(redline.protect(data)).part("word/document.xml") == read_package(data).part("word/document.xml")
