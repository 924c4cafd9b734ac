"""Publishing: the classification, the versions, the languages, the folders, and the record of it (O15, O20)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.library import actions, queries, tasks
from accord.library.models import Document, HeldFile, LanguageVersion
from tests.factories import library as make
from tests.factories.people import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> World:
    return world()


def refusal(code: str) -> Any:
    """Expect Refused with this code."""
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.mark.clause("O15")
def test_an_official_document_carries_its_classification(plan: World) -> None:
    document = make.publish(plan, symbol="  GT/PLAN/doc.4/26 ")
    shown = queries.document(plan.secretariat, document.pk)
    assert (shown.symbol, shown.title, shown.distribution) == (make.SYMBOL, "Draft Inter-American Plan", "limited")
    assert (shown.original_language, shown.date, shown.official) == ("es", date(2026, 11, 3), True)
    (version,) = shown.versions
    assert (version.label, version.symbol, version.files[0].filename) == ("", make.SYMBOL, "Matriz.docx")


@pytest.mark.clause("O20")
def test_there_are_three_folders_and_the_base_documents_bears_its_own_name(plan: World) -> None:
    assert [shelf.name for shelf in queries.folders(plan.chair, plan.group)] == [
        "Base document",
        "Supporting documents",
        "Reference documents",
    ]
    actions.name_base_folder(actor=plan.chair, now=clocks.now(), group=plan.group, name=" Inter-American  Plan ")
    make.publish(plan)
    make.publish(plan, folder="reference", symbol="", title="A study")
    shelves = queries.folders(plan.chair, plan.group)
    assert [(shelf.name, len(shelf.documents)) for shelf in shelves] == [
        ("Inter-American Plan", 1),
        ("Supporting documents", 0),
        ("Reference documents", 1),
    ]


def test_a_symbol_stands_once_in_a_group_whatever_its_case(plan: World) -> None:
    make.publish(plan)
    with refusal("symbol_taken"):
        make.publish(plan, symbol=make.SYMBOL.lower())
    make.publish(world("other"), symbol=make.SYMBOL)
    make.publish(plan, folder="reference", symbol="", title="One study")
    make.publish(plan, folder="reference", symbol="", title="Another study")
    document = Document.objects.get(group=plan.group, symbol=make.SYMBOL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(group=plan.group, title="One study").update(symbol=document.symbol)


@pytest.mark.clause("O15")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"symbol": " "}, "no_symbol"),
        ({"title": " "}, "no_title"),
        ({"folder": "attic"}, "no_folder"),
        ({"distribution": "secret"}, "no_folder"),
        ({"original_language": "Spanish!"}, "no_language"),
        ({"language": ""}, "no_language"),
    ],
)
def test_an_incomplete_classification_publishes_nothing(plan: World, said: dict[str, str], code: str) -> None:
    with refusal(code):
        make.publish(plan, **said)
    assert Document.objects.count() == 0


def test_versions_and_languages_stand_beside_each_other(plan: World) -> None:
    document = make.publish(plan)
    now, first = clocks.now(), make.version_of(document)
    actions.add_language_version(
        actor=plan.secretariat,
        now=now,
        version=first,
        language="en",
        held=make.held(plan.secretariat, plan, make.word_file("English")),
        title="Draft Plan",
    )
    actions.add_version(
        actor=plan.chair,
        now=now,
        document=document,
        label="Rev.1",
        day=date(2026, 11, 20),
        language="es",
        held=make.held(plan.chair, plan, make.word_file("Revisado")),
    )
    shown = queries.document(plan.chair, document.pk)
    assert [(v.label, [f.language for f in v.files]) for v in shown.versions] == [("Rev.1", ["es"]), ("", ["en", "es"])]
    assert [f.title for f in shown.versions[1].files] == ["Draft Plan", "Draft Inter-American Plan"]
    assert shown.latest is not None
    assert shown.latest.symbol == f"{make.SYMBOL} Rev.1"


def test_a_label_and_a_language_are_taken_once(plan: World) -> None:
    document, now = make.publish(plan), clocks.now()
    say = {"actor": plan.chair, "now": now, "document": document, "day": date(2026, 11, 20), "language": "es"}
    with refusal("no_label"):
        actions.add_version(**say, label=" ", held=make.held(plan.chair, plan))
    actions.add_version(**say, label="Rev.1", held=make.held(plan.chair, plan))
    with refusal("label_taken"):
        actions.add_version(**say, label="rev.1", held=make.held(plan.chair, plan))
    version = make.version_of(document)
    with refusal("language_taken"):
        actions.add_language_version(
            actor=plan.chair, now=now, version=version, language="es", held=make.held(plan.chair, plan)
        )


def test_a_base_document_is_a_word_file_and_other_folders_take_pdf(plan: World) -> None:
    with refusal("not_word"):
        make.publish(plan, data=make.pdf_file())
    document = make.publish(plan, data=make.pdf_file(), folder="supporting", symbol="AG/RES. 1/26")
    file = make.file_of(document)
    assert (file.kind, file.filename) == ("pdf", "Matriz.pdf")
    assert queries.bases(plan.chair, plan.group) == ()


@pytest.mark.clause("O15", "O16")
def test_only_official_word_files_of_the_base_folder_may_be_the_base_of_a_round(plan: World) -> None:
    document = make.publish(plan)
    make.publish(plan, folder="supporting", symbol="AG/RES. 1/26")
    make.publish(plan, folder="reference", symbol="", title="A study")
    assert [base.id for base in queries.bases(plan.chair, plan.group)] == [document.pk]


def test_a_base_with_pending_changes_is_refused_and_the_file_is_kept(plan: World) -> None:
    file = make.held(plan.chair, plan, make.tracked_file())
    say = {"actor": plan.chair, "now": clocks.now(), "group": plan.group, "language": "es"}
    assert file.pending == 1
    with refusal("pending_revisions"):
        actions.publish_document(**say, classification=make.classification(), held=file)
    again = queries.held_file(plan.chair, file.pk, clocks.now())
    settled = actions.settle_file(actor=plan.chair, now=clocks.now(), held=again, choice="accept_all")
    actions.publish_document(**say, classification=make.classification(), held=settled)
    stored = LanguageVersion.objects.get()
    assert (stored.settlement, stored.original_id) == ("accept_all", file.file_id)
    assert b"w:ins" not in make_document_xml(storage.read(stored.file))
    assert stored.original is not None
    assert storage.read(stored.original) == make.tracked_file()
    acts = list(Entry.objects.filter(kind__startswith="document.").values_list("kind", flat=True))
    assert acts == ["document.file_received", "document.file_settled", "document.published"]


def test_pending_changes_may_be_rejected_and_the_choice_must_be_one_of_two(plan: World) -> None:
    file = make.held(plan.chair, plan, make.tracked_file())
    with refusal("no_choice"):
        actions.settle_file(actor=plan.chair, now=clocks.now(), held=file, choice="perhaps")
    settled = actions.settle_file(actor=plan.chair, now=clocks.now(), held=file, choice="reject_all")
    assert b"In good time" not in make_document_xml(storage.read(settled.file))
    once_more = actions.settle_file(actor=plan.chair, now=clocks.now(), held=settled, choice="accept_all")
    assert once_more.settlement == "reject_all"


def test_a_reference_document_may_keep_its_tracked_changes(plan: World) -> None:
    document = make.publish(plan, data=make.tracked_file(), folder="reference")
    assert storage.read(make.file_of(document).file) == make.tracked_file()


def test_a_file_the_guard_refuses_comes_in_nowhere(plan: World) -> None:
    macros = make.packed(
        make.word_parts(types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>')
    )
    with refusal("macros") as caught:
        make.held(plan.chair, plan, macros)
    assert "without macros" in str(caught.value.sentence)
    assert HeldFile.objects.count() == 0


def test_what_was_stripped_is_kept_beside_the_clean_copy_and_never_served(plan: World) -> None:
    parts = make.word_parts(make.paragraph("Text"))
    parts["word/_rels/document.xml.rels"] = make.relationships(("rId9", "image", "http://198.51.100.7/p.png", True))
    dirty = make.packed(parts)
    document = make.publish(plan, data=dirty)
    file = make.file_of(document)
    assert file.original is not None
    assert storage.read(file.original) == dirty
    assert b"198.51.100.7" not in b"".join(unpacked(queries.download(plan.chair, plan.group, file.pk).data))


def test_pressing_the_button_twice_publishes_once(plan: World) -> None:
    file = make.held(plan.chair, plan)
    say = {"actor": plan.chair, "now": clocks.now(), "group": plan.group, "language": "es", "held": file}
    document = actions.publish_document(**say, classification=make.classification())
    with refusal("already_placed"):
        actions.publish_document(**say, classification=make.classification(symbol="Another"))
    with refusal("already_placed"):
        actions.discard_file(actor=plan.chair, now=clocks.now(), held=file)
    assert queries.placed_in(plan.chair, file) == document.pk
    assert Document.objects.count() == 1


def test_a_held_file_is_its_senders_alone_and_lasts_a_day(plan: World) -> None:
    file, later = make.held(plan.chair, plan), clocks.now() + timedelta(hours=25)
    with pytest.raises(NotAllowed):
        queries.held_file(plan.secretariat, file.pk, clocks.now())
    with pytest.raises(NotAllowed):
        queries.held_file(plan.chair, file.pk, later)
    with pytest.raises(NotAllowed):
        actions.settle_file(actor=plan.secretariat, now=clocks.now(), held=file, choice="accept_all")
    with pytest.raises(NotAllowed):
        actions.discard_file(actor=plan.secretariat, now=clocks.now(), held=file)
    with pytest.raises(NotAllowed):
        actions.publish_document(
            actor=plan.secretariat,
            now=clocks.now(),
            group=plan.group,
            classification=make.classification(),
            language="es",
            held=file,
        )
    actions.discard_file(actor=plan.chair, now=clocks.now(), held=file)
    assert HeldFile.objects.count() == 0


def test_the_worker_lets_go_of_what_nobody_placed(plan: World) -> None:
    file = make.held(plan.chair, plan)
    tasks.discard_expired()
    assert HeldFile.objects.filter(pk=file.pk).exists()
    HeldFile.objects.update(expires_at=clocks.now() - timedelta(minutes=1))
    tasks.discard_expired()
    assert HeldFile.objects.count() == 0
    assert Entry.objects.filter(kind="document.files_expired").count() == 1


def test_the_record_keeps_hashes_for_ever_and_words_apart(plan: World) -> None:
    document = make.publish(plan)
    entry = Entry.objects.get(kind="document.published")
    assert entry.scope == f"group:{plan.group.pk}"
    assert entry.subject == f"document:{document.pk}"
    assert make.file_of(document).file_id in entry.metadata
    assert "Matriz" not in entry.metadata
    assert "Inter-American" not in entry.metadata


def unpacked(data: bytes) -> list[bytes]:
    """Return the members of a zip package."""
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(data)) as package:
        return [package.read(name) for name in package.namelist()]


def make_document_xml(data: bytes) -> bytes:
    """Return the main part of a Word file."""
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read("word/document.xml")
