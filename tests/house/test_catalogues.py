"""Every sentence is said in every language, whole and true to what is filled in, and the server reads the same."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils import translation
from tools import messages

LANGUAGES = sorted(messages.PLURALS)


def test_there_is_a_catalogue_for_every_language_that_is_offered() -> None:
    assert {code for code, _name in settings.LANGUAGES} == {"en", *LANGUAGES}


@pytest.mark.clause("O6")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete_true_and_compiled(language: str) -> None:
    assert messages.faults(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_what_update_would_write(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = messages.LOCALE / language / "LC_MESSAGES" / "django.po"
    copied = tmp_path / language / "LC_MESSAGES" / "django.po"
    copied.parent.mkdir(parents=True)
    copied.write_bytes(kept.read_bytes())
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages.update(language)
    assert copied.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "none", "one", "three"),
    [
        ("es", "0 enmiendas", "1 enmienda", "3 enmiendas"),
        ("fr", "0 amendement", "1 amendement", "3 amendements"),
        ("pt", "0 emenda", "1 emenda", "3 emendas"),
    ],
)
def test_plurals_follow_the_language(language: str, none: str, one: str, three: str) -> None:
    with translation.override(language):
        said = [translation.ngettext("%(n)s amendment", "%(n)s amendments", n) % {"n": n} for n in (0, 1, 3)]
    assert said == [none, one, three]


def test_sentences_are_found_in_code_templates_and_letters() -> None:
    found = messages.sentences()
    places = {path for _msgid, paths, _comments in found.values() for path in paths}
    assert {Path(place).suffix for place in places} == {".py", ".html", ".txt"}
    assert found[None, "%(n)s amendment"][0] == ("%(n)s amendment", "%(n)s amendments")
    assert ("of the pages", "Language") in found
    assert not any(place.startswith("src/accord/cli/") for place in places)


@pytest.mark.parametrize(
    ("msgid", "string", "language", "fault"),
    [
        ("Send it", "", "es", "untranslated"),
        ("%(name)s acts", "%(nombre)s actúa", "es", "what is filled in differs"),
        ("%(n)s of %(n)s", "%(n)s", "es", None),
        ("%s ago", "hace", "es", "what is filled in differs"),
        ("<b>Not</b> now", "<b>Ahora no", "es", "what is filled in differs"),
        (" or ", "o", "es", "the space or line break around it differs"),
        (("One file", "%(n)s files"), ("Un archivo", "%(n)s archivos"), "es", None),
        (("One file", "%(n)s files"), ("Un fichier", "%(n)s fichiers"), "fr", "what is filled in differs"),
        (("%(n)s file", "%(n)s files"), ("%(n)s fichier", "%(n)s fichiers"), "fr", None),
        (("%(n)s file", "%(n)s files"), ("%(n)s archivo", ""), "es", "untranslated"),
    ],
)
def test_the_reader_of_catalogues_finds_what_is_wrong(
    msgid: str | tuple[str, str], string: str | tuple[str, str], language: str, fault: str | None
) -> None:
    assert list(messages.wrong(Message(msgid, string), language)) == ([fault] if fault else [])


def test_a_doubtful_translation_is_not_accepted() -> None:
    assert list(messages.wrong(Message("Send it", "Enviarlo", flags=["fuzzy"]), "es")) == ["fuzzy"]
