"""Official addressees, in the register or outside it, and letters that carry a document to them (O18)."""

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse

from accord.kernel import clocks, queue, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.mailings import actions, queries
from accord.mailings.actions import Entered
from accord.mailings.models import Addressee, Attachment, Letter
from tests.factories.people import World, account, world
from tests.kernel.acts import SYSTEM
from tests.mailings.conftest import Server

if TYPE_CHECKING:
    from django.db.models import Model

pytestmark = pytest.mark.django_db
MISSION = Entered("Mission of Antigua and Barbuda", "Mission@AG.example.org ", "es", "Registry")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def there() -> World:
    return world()


def enter(there: World, **given: Any) -> Addressee:
    values = {"name": MISSION.name, "email": MISSION.email, "language": "es", "office": "Registry", **given}
    return actions.enter_addressee(actor=there.chair, now=clocks.now(), group=there.group, entered=Entered(**values))


def send(there: World, addressee: Addressee, *files: tuple[str, bytes]) -> Letter:
    kept = [(name, storage.keep(data)) for name, data in files]
    said = {"subject": "Versión oficial", "text": "Adjunto.", "kind": "dispatch"}
    return actions.post_official(actor=there.chair, now=clocks.now(), addressee=addressee, files=kept, **said)


@pytest.mark.clause("O18")
def test_the_document_travels_whole_to_who_is_in_no_register(there: World, server: Server) -> None:
    data = bytes(range(256)) * 40
    letter = send(there, enter(there), ("Matriz ñ.docx", data), ("Cuadro.xlsx", b"rows"))
    queue.drain()
    (message,) = server.taken
    assert (message["To"], message["Content-Language"]) == ("mission@ag.example.org", "es")
    parts = [part.get_content_type() for part in message.walk()]
    assert parts[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]
    attached = list(message.iter_attachments())
    assert [part.get_filename() for part in attached] == ["Matriz ñ.docx", "Cuadro.xlsx"]
    assert next(part.get_content_type() for part in attached) == WORD
    assert [part.get_content() for part in attached] == [data, b"rows"]
    letter.refresh_from_db()
    assert (letter.state, letter.to, letter.language) == ("sent", None, "es")


@pytest.mark.clause("O18")
def test_a_file_that_is_damaged_is_never_sent_and_the_next_letter_goes(there: World, server: Server) -> None:
    first, second = enter(there), enter(there, email="other@example.org")
    send(there, first, ("a.docx", b"the document"))
    send(there, second, ("b.docx", b"another"))
    file = Attachment.objects.order_by("pk")[0].file
    storage.path_of(file.sha256).write_bytes(b"other words")
    queue.drain()
    assert [letter.state for letter in Letter.objects.order_by("pk")] == ["failed", "sent"]
    assert len(server.taken) == 1


def test_a_store_out_of_reach_keeps_the_letter(there: World, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    send(there, enter(there), ("a.docx", b"the document"))

    def away(_file: object) -> bytes:
        raise storage.StoreDown("away")

    monkeypatch.setattr(storage, "read", away)
    queue.drain()
    assert (Letter.objects.get().state, server.taken) == ("queued", [])


def test_an_addressee_is_entered_once_and_written_to_until_the_end(there: World) -> None:
    made = enter(there)
    assert (made.email, made.language, made.office) == ("mission@ag.example.org", "es", "Registry")
    with pytest.raises(Refused) as again:
        enter(there, email="MISSION@ag.example.org")
    assert again.value.code == "entered_already"
    for wrong, code in (({"name": " "}, "no_name"), ({"email": "a\nb@c"}, "no_address")):
        with pytest.raises(Refused) as refused:
            enter(there, **wrong)
        assert refused.value.code == code
    stranger = world("other", ("PE",)).delegations["PE"].party
    with pytest.raises(Refused) as elsewhere:
        enter(there, email="pe@example.org", party=stranger)
    assert elsewhere.value.code == "party_unknown"
    ended = actions.end_addressee(actor=there.chair, now=clocks.now(), addressee=made)
    since = ended.until
    assert actions.end_addressee(actor=there.chair, now=clocks.now(), addressee=made).until == since
    with pytest.raises(Refused) as gone:
        send(there, ended)
    assert gone.value.code == "ended"
    assert enter(there).pk != made.pk
    assert [entry.kind for entry in Entry.objects.filter(kind__startswith="addressee")] == [
        "addressee.entered",
        "addressee.ended",
        "addressee.entered",
    ]


def test_nobody_but_the_officers_reads_or_writes_to_them(there: World) -> None:
    made = enter(there)
    for who, actor in there.everybody.items():
        may = who in {"chair", "vice_chair", "secretariat"}
        assert bool(queries.addressees(actor, there.group)) is may, who
        given: dict[str, Any] = {"actor": actor, "now": clocks.now()}
        if may:
            assert queries.addressee(actor, there.group, made.pk) == made
            continue
        with pytest.raises(NotAllowed):
            queries.addressee(actor, there.group, made.pk)
        with pytest.raises(NotAllowed):
            actions.enter_addressee(**given, group=there.group, entered=MISSION)
        with pytest.raises(NotAllowed):
            actions.end_addressee(**given, addressee=made)
        with pytest.raises(NotAllowed):
            actions.post_official(**given, addressee=made, subject="s", text="t", files=[], kind="dispatch")
    assert (
        actions.post_official(
            actor=SYSTEM, now=clocks.now(), addressee=made, subject="s", text="t", files=[], kind="dispatch"
        ).address
        == "mission@ag.example.org"
    )


def test_what_goes_with_a_letter_is_read_by_who_reads_the_letter(there: World, settings: Any) -> None:
    letter = send(there, enter(there), ("a.docx", b"the document"))
    assert queries.enclosed(there.chair, letter) == ()
    assert [each.data for each in queries.enclosed(SYSTEM, letter)] == [b"the document"]
    settings.ACCORD_DEMO = True
    assert [each.filename for each in queries.attached(there.stranger, letter)] == ["a.docx"]


@pytest.mark.clause("O2")
def test_neither_an_addressee_nor_an_attachment_is_altered(there: World) -> None:
    made = enter(there)
    attached = Attachment.objects.get(letter=send(there, made, ("a.docx", b"the document")))
    rows: list[tuple[Model, dict[str, Any]]] = [(made, {"email": "x@example.org"}), (attached, {"filename": "b.docx"})]
    for row, other in rows:
        manager = type(row)._base_manager
        with pytest.raises(IntegrityError), transaction.atomic():
            manager.filter(pk=row.pk).update(**other)
        with pytest.raises(IntegrityError), transaction.atomic():
            manager.filter(pk=row.pk)._raw_delete(manager.db)
        if connection.vendor == "sqlite":
            table = row._meta.db_table
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
    actions.end_addressee(actor=there.chair, now=clocks.now(), addressee=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.filter(pk=made.pk).update(until=None)


@pytest.mark.clause("O18")
def test_the_secretariat_enters_and_ends_addressees_on_a_page(there: World) -> None:
    client = Client()
    client.force_login(account(there.secretariat))
    address = reverse("addressees", kwargs={"group": there.group.slug})
    typed = {"name": "Mission of AG", "email": "mission@ag.example.org", "language": "fr", "party": "AG", "office": ""}
    assert client.post(address, typed | {"email": "nothing"}).status_code == 422
    assert client.post(address, typed).status_code == 303
    again = client.post(address, typed)
    assert (again.status_code, b"Mission of AG" in again.content) == (422, True)
    (made,) = queries.addressees(there.chair, there.group)
    assert (made.party_id, made.language) == ("AG", "fr")
    for wrong in ("0", "x", str(made.pk + 1)):
        assert client.post(address, {"end": wrong}).status_code == 303
    assert queries.addressees(there.chair, there.group) == [made]
    assert client.post(address, {"end": made.pk}).status_code == 303
    assert queries.addressees(there.chair, there.group) == []
