"""The pages of documents: what each reader finds, how a file is handed out, and how one is published (O15, O20)."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accord.kernel import clocks
from accord.library import actions
from accord.library.models import Document, HeldFile, LanguageVersion
from accord.web.downloads import SANDBOX
from tests.factories import library as make
from tests.factories.people import World, account, world

pytestmark = pytest.mark.django_db

DOCUMENTS = "/g/plan/documents/"
NEW = "/g/plan/documents/new/"
MOST_QUERIES = 8


@pytest.fixture
def plan() -> World:
    return world()


@pytest.fixture
def signed_in(client: Client) -> Any:
    """Return a client in which this actor has signed in."""

    def as_actor(actor: Any) -> Client:
        client.force_login(account(actor))
        return client

    return as_actor


def sent(data: bytes | None = None, name: str = "Matriz.docx", **said: Any) -> dict[str, Any]:
    """Return a form as a person sends it."""
    values = {
        "folder": "base",
        "symbol": make.SYMBOL,
        "title": "Draft Inter-American Plan",
        "distribution": "limited",
        "original_language": "es",
        "language": "es",
        "date": "2026-11-03",
        "file": SimpleUploadedFile(name, make.word_file() if data is None else data),
    }
    return {name: value for name, value in {**values, **said}.items() if value is not None}


@pytest.mark.clause("O20")
def test_empty_folders_say_what_will_be_there(plan: World, signed_in: Any) -> None:
    page = signed_in(plan.focal_points["AG"]).get(DOCUMENTS).content.decode()
    assert page.count('class="empty"') == 3
    assert "resolutions that give it its mandate will stand here" in page
    assert "Publish" not in page
    assert NEW in signed_in(plan.secretariat).get(DOCUMENTS).content.decode()


@pytest.mark.clause("O15", "O20")
def test_documents_stand_in_their_folders_with_their_classification(plan: World, signed_in: Any) -> None:
    document = make.publish(plan)
    page = signed_in(plan.focal_points["AG"]).get(DOCUMENTS).content.decode()
    for words in (make.SYMBOL, "Draft Inter-American Plan", "Spanish", "DOCX", "Limited", "3 November 2026"):
        assert words in page
    one = signed_in(plan.focal_points["AG"]).get(f"{DOCUMENTS}{document.pk}/").content.decode()
    for words in (make.SYMBOL, "Matriz.docx", "Original language", "Published by"):
        assert words in one
    assert "Add a version" not in one


def test_languages_are_named_in_the_language_of_the_reader(plan: World, signed_in: Any) -> None:
    document = make.publish(plan)
    client = signed_in(plan.focal_points["AG"])
    client.post("/language/", {"language": "fr", "next": DOCUMENTS})
    for address in (DOCUMENTS, f"{DOCUMENTS}{document.pk}/", "/g/plan/"):
        assert "espagnol" in client.get(address).content.decode().lower(), address


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_few_queries_however_many_documents(
    plan: World, signed_in: Any, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    documents = [make.publish(plan, symbol=f"doc.{number}") for number in range(count)]
    for number in range(count):
        actions.add_version(
            actor=plan.chair,
            now=clocks.now(),
            document=documents[0],
            label=f"Rev.{number + 1}",
            day=date(2026, 11, 20),
            language="es",
            held=make.held(plan.chair, plan, make.word_file(f"Rev {number}")),
        )
    client = signed_in(plan.focal_points["AG"])
    for address in (DOCUMENTS, f"{DOCUMENTS}{documents[0].pk}/", f"{DOCUMENTS}files/{make.file_of(documents[0]).pk}/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200


def test_a_file_is_saved_never_opened_in_the_page(plan: World, signed_in: Any) -> None:
    file = make.held(plan.chair, plan, filename="Matriz – año “uno”.docx")
    document = actions.publish_document(
        actor=plan.chair,
        now=clocks.now(),
        group=plan.group,
        classification=make.classification(),
        language="es",
        held=file,
    )
    answer = signed_in(plan.experts["AG"]).get(f"{DOCUMENTS}files/{make.file_of(document).pk}/")
    assert answer.content == make.word_file()
    named = answer["Content-Disposition"]
    assert named == "attachment; filename*=utf-8''Matriz%20%E2%80%93%20a%C3%B1o%20%E2%80%9Cuno%E2%80%9D.docx"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == SANDBOX
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["ETag"] == f'"{file.file_id}"'
    assert client_head(signed_in(plan.chair), make.file_of(document)) == (b"", str(len(make.word_file())))


def client_head(client: Client, file: LanguageVersion) -> tuple[bytes, str]:
    """Return the body and the length that HEAD answers."""
    answer = client.head(f"{DOCUMENTS}files/{file.pk}/")
    return answer.content, answer["Content-Length"]


@pytest.mark.parametrize(
    ("who", "folder", "distribution", "status"),
    [
        ("BR expert", "base", "limited", 200),
        ("BR expert", "base", "restricted", 404),
        ("BR expert", "reference", "general", 404),
        ("BR focal point", "base", "restricted", 200),
        ("stranger", "base", "general", 404),
    ],
)
def test_who_may_take_a_file_away(
    plan: World, signed_in: Any, who: str, folder: str, distribution: str, status: int
) -> None:
    document = make.publish(plan, folder=folder, distribution=distribution)
    client = signed_in(plan.everybody[who])
    assert client.get(f"{DOCUMENTS}files/{make.file_of(document).pk}/").status_code == status
    assert client.get(f"{DOCUMENTS}{document.pk}/").status_code == status


def test_an_anonymous_reader_is_shown_the_way_in(plan: World, client: Client) -> None:
    document = make.publish(plan)
    for address in (DOCUMENTS, f"{DOCUMENTS}{document.pk}/", f"{DOCUMENTS}files/{make.file_of(document).pk}/", NEW):
        answer = client.get(address)
        assert (answer.status_code, "next=" in answer["Location"]) == (302, True)
    assert client.post(NEW, sent()).status_code == 404


@pytest.mark.parametrize("who", ["AG focal point", "AG expert", "stranger"])
def test_others_do_not_find_the_pages_that_publish(plan: World, signed_in: Any, who: str) -> None:
    document = make.publish(plan)
    version = make.version_of(document)
    client = signed_in(plan.everybody[who])
    for address in (
        NEW,
        f"{DOCUMENTS}folder/",
        f"{DOCUMENTS}{document.pk}/versions/new/",
        f"{DOCUMENTS}versions/{version.pk}/languages/new/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, sent()).status_code == 404
    assert Document.objects.count() == 1


def test_a_document_of_another_group_is_not_found_under_this_one(plan: World, signed_in: Any) -> None:
    document = make.publish(plan)
    other = world("other")
    client = signed_in(other.chair)
    version = make.version_of(document).pk
    for address in (
        f"/g/other/documents/{document.pk}/",
        f"/g/other/documents/{document.pk}/versions/new/",
        f"/g/other/documents/versions/{version}/languages/new/",
        f"/g/other/documents/files/{make.file_of(document).pk}/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.clause("O15")
def test_the_secretariat_publishes_a_base_document(plan: World, signed_in: Any) -> None:
    client = signed_in(plan.secretariat)
    page = client.get(f"{NEW}?folder=supporting").content.decode()
    assert 'value="supporting"' in page
    answer = client.post(NEW, sent())
    document = Document.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{DOCUMENTS}{document.pk}/")
    assert "Published." in client.get(answer["Location"]).content.decode()


def test_a_form_that_is_not_complete_keeps_the_file_and_what_was_typed(plan: World, signed_in: Any) -> None:
    client = signed_in(plan.chair)
    answer = client.post(NEW, sent(title=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert "Matriz.docx is here. You need not send it again." in page
    assert make.SYMBOL in page
    held = HeldFile.objects.get()
    assert f'name="held" value="{held.pk}"' in page
    assert client.post(NEW, sent(file=None, held=held.pk)).status_code == 303
    assert LanguageVersion.objects.get().file_id == held.file_id


def test_no_file_at_all_is_said_beside_the_field(plan: World, signed_in: Any) -> None:
    answer = signed_in(plan.chair).post(NEW, sent(file=None))
    assert answer.status_code == 422
    assert "Choose the file first." in answer.content.decode()
    assert "no longer kept" in signed_in(plan.chair).post(NEW, sent(file=None, held=12345)).content.decode()


def test_a_refused_file_is_explained(plan: World, signed_in: Any) -> None:
    answer = signed_in(plan.chair).post(NEW, sent(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "Matriz.doc"))
    assert answer.status_code == 422
    assert "Save it as .docx without a password and send it again." in answer.content.decode()


def test_a_base_with_tracked_changes_is_settled_without_sending_it_again(plan: World, signed_in: Any) -> None:
    client = signed_in(plan.chair)
    answer = client.post(NEW, sent(make.tracked_file()))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Matriz.docx still holds 1 tracked change" in page
    assert 'value="accept_all"' in page
    assert 'value="reject_all"' in page
    held = HeldFile.objects.get()
    done = client.post(NEW, sent(file=None, held=held.pk, settle="reject_all"))
    assert done.status_code == 303
    assert "All tracked changes were rejected" in client.get(done["Location"]).content.decode()


def test_pressing_twice_leads_to_the_one_document(plan: World, signed_in: Any) -> None:
    client = signed_in(plan.chair)
    held = make.held(plan.chair, plan)
    answers = [client.post(NEW, sent(file=None, held=held.pk)) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"{DOCUMENTS}{Document.objects.get().pk}/"}


def test_a_version_and_a_language_are_added(plan: World, signed_in: Any) -> None:
    document, client = make.publish(plan), signed_in(plan.secretariat)
    address = f"{DOCUMENTS}{document.pk}/versions/new/"
    assert client.get(address).status_code == 200
    say = {"label": "Rev.1", "date": "2026-11-20", "language": "es"}
    file = SimpleUploadedFile("Matriz.docx", make.word_file("Revisado"))
    assert client.post(address, {**say, "file": file})["Location"] == f"{DOCUMENTS}{document.pk}/"
    version = make.version_of(document)
    assert version.label == "Rev.1"
    address = f"{DOCUMENTS}versions/{version.pk}/languages/new/"
    assert '<option value="es"' not in client.get(address).content.decode()
    file = SimpleUploadedFile("Matrix.docx", make.word_file("Revised"))
    assert client.post(address, {"language": "en", "title": "Draft Plan", "file": file}).status_code == 303
    assert "Draft Plan" in client.get(f"{DOCUMENTS}{document.pk}/").content.decode()


@pytest.mark.clause("O20")
def test_the_base_folder_gets_its_name(plan: World, signed_in: Any) -> None:
    client = signed_in(plan.chair)
    assert client.post(f"{DOCUMENTS}folder/", {"name": " "}).status_code == 422
    assert client.post(f"{DOCUMENTS}folder/", {"name": "Inter-American Plan"}).status_code == 303
    assert "Inter-American Plan" in client.get(DOCUMENTS).content.decode()


@pytest.mark.parametrize("page", ["documents/new/", "documents/folder/"])
def test_an_empty_form_by_hand_is_answered_with_a_sentence(client: Client, plan: World, page: str) -> None:
    client.force_login(account(plan.chair))
    answer = client.post(f"/g/plan/{page}", {})
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
