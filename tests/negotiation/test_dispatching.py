"""Official channels: a version goes to each official addressee once, in its language; what became of it is known."""

from typing import Any

import pytest

from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.library import actions as library
from accord.library.models import Document, Version
from accord.mailings.actions import Entered, end_addressee, enter_addressee
from accord.mailings.models import Addressee, Attachment, Letter
from accord.negotiation import actions, queries
from accord.negotiation.models import Dispatch
from accord.negotiation.queries.dispatches import fits
from accord.people.models import Person
from tests.factories.library import held, word_file
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.people import world

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O18")]


@pytest.fixture
def plan() -> Negotiation:
    return negotiation(texts={"en": ENGLISH, "es": SPANISH})


def addressee(plan: Negotiation, name: str, language: str = "en") -> Addressee:
    entered = Entered(f"Mission of {name}", f"{name.lower()}@example.org", language)
    return enter_addressee(actor=plan.world.chair, now=clocks.now(), group=plan.world.group, entered=entered)


def send(plan: Negotiation, *to: Addressee, **given: Any) -> Dispatch:
    values: dict[str, Any] = {"actor": plan.world.chair, "now": clocks.now(), "version": plan.version, **given}
    return actions.dispatch_version(**values, addressees=to)


def code_of(plan: Negotiation, *to: Addressee, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        send(plan, *to, **given)
    return refused.value.code


def test_each_receives_the_file_in_its_language_and_the_page_says_so(plan: Negotiation) -> None:
    spanish, english, french = addressee(plan, "AR", "es"), addressee(plan, "US"), addressee(plan, "HT", "fr")
    made = send(plan, spanish, english, french, note="For the meeting of the 9th.")
    letters = {each.addressee_id: each for each in made.letters.select_related("letter")}
    assert [letters[each.pk].language for each in (spanish, english, french)] == ["es", "en", "en"]
    first = letters[spanish.pk].letter
    files = {each.language: each.file_id for each in plan.version.languages.all()}
    assert Attachment.objects.get(letter=first).file_id == files["es"]
    for words in (plan.version.symbol, "For the meeting of the 9th.", files["es"], "Nada está acordado"):
        assert words in f"{first.subject} {first.text}"
    (shown,) = queries.dispatches(plan.world.chair, plan.version.document_id)
    assert shown.not_carried == 0
    assert (shown.version, shown.of, len(shown.letters), shown.count("waiting")) == (plan.version.pk, 3, 3, 3)
    entry = Entry.objects.get(kind="version.dispatched")
    assert entry.data["symbol"] == plan.version.symbol
    assert entry.data["letters"] == {str(pk): each.letter.message_id for pk, each in letters.items()}
    assert set(entry.data["files"]) == {"en", "es"}


def test_it_says_what_became_of_each_letter(plan: Negotiation) -> None:
    one, two, three = (addressee(plan, name) for name in ("AR", "US", "HT"))
    addressee(plan, "CL")
    made = send(plan, one, two, three)
    states = dict(zip((one.pk, two.pk, three.pk), ("sent", "failed", "queued"), strict=True))
    for each in made.letters.all():
        Letter.objects.filter(pk=each.letter_id).update(state=states[each.addressee_id], error="550 no such mailbox")
    (shown,) = queries.dispatches(plan.world.focal_points["AG"], plan.version.document_id)
    assert [(each.delivery, each.answer) for each in shown.letters] == [
        ("accepted", ""),
        ("waiting", ""),
        ("refused", "550 no such mailbox"),
    ]
    assert (shown.of, shown.count("accepted"), shown.count("refused"), shown.count("waiting")) == (4, 1, 1, 1)
    assert queries.dispatches(plan.world.experts["AG"], plan.version.document_id) == ()


def test_nobody_receives_it_twice_but_whom_it_did_not_reach(plan: Negotiation) -> None:
    one, two = addressee(plan, "AR"), addressee(plan, "US")
    made = send(plan, one, two)
    assert code_of(plan, one, two) == "sent_already"
    Letter.objects.filter(pk=made.letters.get(addressee=two).letter_id).update(state="failed")
    again = send(plan, one, two)
    assert [each.addressee_id for each in again.letters.all()] == [two.pk]
    assert code_of(plan, one, two) == "sent_already"
    assert [each.of for each in queries.dispatches(plan.world.chair, plan.version.document_id)] == [2, 2]


def test_what_cannot_go_out_says_why(plan: Negotiation) -> None:
    assert code_of(plan) == "nobody"
    ended = addressee(plan, "AR")
    end_addressee(actor=plan.world.chair, now=clocks.now(), addressee=ended)
    ended.refresh_from_db()
    assert code_of(plan, ended) == "ended"
    Document.objects.filter(pk=plan.version.document_id).update(folder="reference", symbol="")
    assert code_of(plan, addressee(plan, "US")) == "not_official"
    assert (Dispatch.objects.count(), Letter.objects.filter(kind="dispatch").count()) == (0, 0)


def test_of_a_file_too_large_for_a_letter_it_says_where_it_stands_and_who_sends_it(
    plan: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fits.__globals__, "LARGEST", 10)
    letter = send(plan, addressee(plan, "AR")).letters.get().letter
    serving = Person.objects.get(pk=plan.world.secretariat.id)
    assert f"{serving} <{serving.email}>" in letter.text
    assert "is not attached" in letter.text
    (shown,) = queries.dispatches(plan.world.chair, plan.version.document_id)
    assert (shown.not_carried, [each.carried for each in shown.letters]) == (1, [False])
    assert not Attachment.objects.filter(letter=letter).exists()
    assert f"/g/plan/documents/{plan.version.document_id}/" in letter.text
    page = queries.dispatching(plan.world.chair, plan.world.group, plan.version.pk)
    assert [each.attached for each in (*page.files, *page.addressees)] == [False, False, False]


def test_only_chair_and_secretariat_send_and_only_to_their_own(plan: Negotiation) -> None:
    one, elsewhere = addressee(plan, "AR"), world("other", ("PE",))
    entered = Entered("Mission of PE", "pe@example.org", "en")
    theirs = enter_addressee(actor=elsewhere.chair, now=clocks.now(), group=elsewhere.group, entered=entered)
    with pytest.raises(NotAllowed):
        send(plan, theirs)
    for who, actor in plan.world.everybody.items():
        may = who in {"chair", "vice_chair", "secretariat"}
        if not may:
            with pytest.raises(NotAllowed):
                send(plan, one, actor=actor)
            with pytest.raises(NotAllowed):
                queries.dispatching(actor, plan.world.group, plan.version.pk)
        assert bool(queries.found_addressees(actor, plan.world.group, [one.pk])) is may, who
    assert queries.found_addressees(plan.world.chair, plan.world.group, [theirs.pk]) == ()
    with pytest.raises(NotAllowed):
        queries.dispatching(elsewhere.chair, elsewhere.group, plan.version.pk)


def test_a_killed_worker_sends_each_letter_still_once(plan: Negotiation) -> None:
    send(plan, addressee(plan, "AR"), addressee(plan, "US"))
    queue.drain()
    assert Letter.objects.filter(kind="dispatch").count() == 2
    assert len(set(Letter.objects.values_list("message_id", flat=True))) == Letter.objects.count()


def test_a_later_version_goes_out_anew(plan: Negotiation) -> None:
    one = addressee(plan, "AR")
    send(plan, one)
    later: Version = library.add_version(
        actor=plan.world.chair,
        now=clocks.now(),
        document=plan.version.document,
        label="Rev.1",
        day=clocks.now().date(),
        language="en",
        held=held(plan.world.chair, plan.world, word_file("Later.")),
    )
    assert send(plan, one, version=later).letters.count() == 1
    assert [each.version for each in queries.dispatches(plan.world.chair, plan.version.document_id)] == [
        later.pk,
        plan.version.pk,
    ]
