"""Every page, letter and file of a group says once, and only once, that nothing in it is agreed (O19, O26, R14).

The pages come from the grid, the letters from the modules that write them: a new one cannot be forgotten.
"""

import importlib
import inspect
import io
import pkgutil
import re
import zipfile
from html import unescape
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import translation

from accord.mailings.models import Letter
from accord.negotiation import mail
from tests.house import test_grid
from tests.house.test_grid import ROWS, Scene, address_of, pages

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O19", "O26", "R14")]
scene = test_grid.scene
NOTICES = (
    "Informal until approved at a formal meeting.",
    "Nothing is agreed until everything is agreed.",
    "This is no vote.",
)
READERS = ("chair", "AG focal point", "BR focal point", "acting for CL")
SAY_SO = {"output-file", "pack"}
"""Files that tell where the text stands."""
AS_THEY_ARE = {
    *("document-file", "handout"),  # the official text itself
    *("proposal-file", "draft-file", "lodged-file", "evidence-file", "translation-file"),  # a delegation's own
    *("receipt", "record-receipt", "record-checkpoint", "proof-file", "note"),  # proofs that something was received
    "compilation-file",  # goes on in Word as the next version: nothing stands in it but the official text and changes
    *("screen-state", "compilation-state", "output-state"),  # told to the page's script, not to a reader
}


def reader_of(row: str) -> str | None:
    """Return who of the level enters the page of this row."""
    return next((actor for actor in READERS if ROWS[row, "GET"][actor] == "o"), None)


OF_A_GROUP = [
    row
    for row, method in ROWS
    if method == "GET" and "<slug:group>" in pages()[row.partition("@")[0]].route and reader_of(row)
]


def answer_to(scene: Scene, row: str) -> HttpResponseBase:
    name, _, where = row.partition("@")
    group, actor = "sealed" if where == "sealed" else "plan", reader_of(row) or ""
    scene.browser.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: scene.sessions[group, actor]})
    return scene.browser.get(address_of(name, group, scene.values.get(row, {})), follow=True)


def read(data: bytes) -> str:
    """Return the words of a page, of a Word file's parts, or of what stands at the head of an archive of files."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.namelist()
            head = [each for each in parts if each.startswith("README")]
            return " ".join(read(archive.read(each)) for each in head or parts)
    words = re.sub(r"<(style|script|title)\b.*?</\1>|<[^>]*>", " ", data.decode("utf-8", "ignore"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(words))


@pytest.mark.parametrize("row", OF_A_GROUP)
def test_every_page_and_file_of_a_group_says_it_once(scene: Scene, row: str) -> None:
    name, answer = row.partition("@")[0], answer_to(scene, row)
    assert answer.status_code == 200
    if not answer.headers["Content-Type"].startswith("text/html"):
        assert name in SAY_SO | AS_THEY_ARE
        if name in AS_THEY_ARE:
            return
    said = read(b"".join(answer) if answer.streaming else answer.content)
    assert [said.count(each) for each in NOTICES] == [1, 1, 1]


WRITERS = [
    each
    for module in pkgutil.iter_modules(mail.__path__, f"{mail.__name__}.")
    for _, each in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction)
    if each.__module__ == module.name and "-> Callable[[], Composed]:" in inspect.getsource(each)
]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda each: each.__name__)
def test_every_letter_of_a_negotiation_ends_with_it(writer: object) -> None:
    assert inspect.getsource(writer).count("standing()") == 1  # type: ignore[arg-type]  # a function, as found above


def test_no_letter_says_it_twice(scene: Scene) -> None:
    sent = [each.text for each in Letter.objects.all()]
    told = [words for words in sent if re.search(r"/g/\w+/(rounds|questions|silence)/", words)]
    assert len(told) > 10
    assert {sum(words.count(each) for each in in_all_languages(notice)) for words in told for notice in NOTICES} == {1}


def in_all_languages(sentence: str) -> set[str]:
    """Return how each language of the letters says it."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(translation.gettext(sentence))
    return found
