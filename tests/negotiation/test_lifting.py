"""What stands in brackets since an earlier round is taken, kept or left in the next version, with its account (R13)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

import redline
from accord.kernel import clocks, storage
from accord.kernel.action import Refused
from accord.library.models import LanguageVersion
from accord.negotiation import actions, queries
from accord.negotiation.models import Question, Revision, Wording
from accord.negotiation.queries import lifting
from accord.negotiation.queries.carried import KEPT
from accord.negotiation.queries.values import Choice
from tests.factories.negotiation import Negotiation
from tests.factories.people import account
from tests.factories.revised import begin, decide, decide_all, next_round, publish, write
from tests.redline.generator import Delete, Insert, InsertParagraph

pytestmark = pytest.mark.django_db
COOPERATE = "The States {} cooperate in good time."
REGISTER = "Each{} State will keep a register of its capacities."
COST = "The General Secretariat publishes a list of those capacities, and their cost."
REVIEWED = "The plan is reviewed every {} years."


@pytest.fixture
def second(open_round: Negotiation) -> Iterator[Negotiation]:
    """Give round 2, closed, on a text with four paragraphs in which words stand in brackets since round 1.

    p1: AG's "should" for "shall". p2: CL's " Member". p3: BR takes ", and their cost" out. The last: two words for
    one, of AG and of BR. A paragraph of BR's.
    """
    two, cost = Delete((5,), 27, 30), COST.index(", and")
    open_round.propose("AG", Delete((0,), 11, 16), Insert((0,), 16, "should"), two, Insert((5,), 30, "four"))
    published = InsertParagraph((1,), "It is published.")
    open_round.propose("BR", Delete((2,), cost, len(COST) - 1), two, Insert((5,), 30, "five"), published)
    open_round.propose("CL", Insert((1,), 4, " Member"))
    with open_round.after_close():
        row = begin(open_round)
        decide_all(open_round, row, "keep")
        version = publish(open_round, row).version
        assert version is not None
        yield next_round(open_round, version)


def kept(held: Negotiation, added: str = "", removed: str = "") -> str:
    """Return the wording in brackets that adds these words, or takes these out."""
    words = {"added": added} if added else {"added": "", "removed": removed}
    return Wording.objects.get(base=held.base(), carried_from__isnull=False, **words).ask


def texts(row: Revision) -> list[str]:
    """Return the paragraphs of the version as published."""
    file = LanguageVersion.objects.get(version=row.version_id, language="en")
    return list(redline.text(storage.read(file.file), "final"))


def decided(held: Negotiation, choices: dict[str, Choice], reason: str = "") -> Revision:
    """Decide on these in the next version, and publish it."""
    row = begin(held)
    decide(held, row, choices, reason)
    return publish(held, row)


@pytest.mark.clause("R13", "O1")
def test_words_in_brackets_are_taken_kept_or_left(second: Negotiation) -> None:
    should, member = kept(second, "should"), kept(second, " Member")
    published = kept(second, "It is published.")
    with second.after_close():
        before = list(redline.text(storage.read(second.base().file), "final"))
        assert before[:2] == [COOPERATE.format("[shall][should]"), REGISTER.format("[ Member]")]
        row = decided(second, {should: "take", member: "leave", published: "leave"}, "So it was said in the room.")
    after = texts(row)
    assert after[:2] == [COOPERATE.format("should"), REGISTER.format("")]
    assert before[2] == "[2 bis. It is published.]"
    assert after[2:] == before[3:], "what is not decided stays"
    assert not any("It is published." in each for each in after)
    changed = {each["cited"]: each for each in row.account["changed"]}
    assert changed["Paragraph 1"]["by"] == ["AG"]
    assert changed["Paragraph 1"]["asks"] == [should]
    assert (changed["Paragraph 2"]["by"], changed["Paragraph 2"]["chair"]) == (["Chair"], True)
    told = {each["ask"]: (each["outcome"], each["by"], each["reason"]) for each in row.account["wordings"]}
    assert told[should] == ("take", ["AG"], "So it was said in the room.")
    assert told[member] == ("leave", ["CL"], "So it was said in the room.")


@pytest.mark.clause("R13")
def test_a_deletion_in_brackets_is_taken_or_left(second: Negotiation) -> None:
    ask, words = kept(second, removed=", and their cost"), ", and their cost"
    with second.after_close():
        paragraphs = redline.read(storage.read(second.base().file)).paragraphs
        (before,) = (each.text for each in paragraphs if words in each.text)
        row = begin(second)
        decide(second, row, {ask: "leave"})
        decide(second, row, {ask: "take"})
        assert before.replace(f"[{words}]", "") in texts(publish(second, row))


@pytest.mark.clause("R13")
def test_of_words_in_the_same_brackets_one_is_taken_once_the_others_are_left(second: Negotiation) -> None:
    four, five = kept(second, "four"), kept(second, "five")
    with second.after_close():
        row = begin(second)
        with pytest.raises(Refused) as error:
            decide(second, row, {four: "take"})
        assert error.value.code == "same_brackets"
        decide(second, row, {five: "leave"})
        decide(second, row, {four: "take"})
        assert REVIEWED.format("four") in texts(publish(second, row))


def test_of_words_in_the_same_brackets_one_can_be_left_alone(second: Negotiation) -> None:
    with second.after_close():
        row = decided(second, {kept(second, "five"): "leave"})
    assert REVIEWED.format("[two][four]") in texts(row)


@pytest.mark.clause("R13", "O19")
def test_what_was_lifted_is_carried_no_further_and_what_stays_is(second: Negotiation) -> None:
    with second.after_close():
        should, five, member = (kept(second, words) for words in ("should", "five", " Member"))
        row = decided(second, {should: "take", five: "leave", member: "keep"})
        assert row.version is not None
        third = next_round(second, row.version)
        still = Wording.objects.filter(base=third.base(), carried_from__isnull=False)
        assert sorted(still.values_list("added", flat=True)) == ["", " Member", "It is published.", "four"]


def test_new_words_that_touch_the_brackets_cannot_be_taken_with_them(second: Negotiation) -> None:
    write(second, "BR", "p2", "Every State will keep a register of its capacities.")
    new = Wording.objects.get(base=second.base(), carried_from__isnull=True).ask
    with second.after_close():
        row = begin(second)
        decide(second, row, {new: "take"})
        with pytest.raises(Refused) as error:
            decide(second, row, {kept(second, " Member"): "take"})
        assert error.value.code == "conflict"
        publish(second, row)


@pytest.mark.parametrize("others", ["[four][six]", "[four] or [two][four]", "[four [or more]]", "[four", "four]"])
def test_brackets_that_do_not_tell_whose_they_are_can_only_be_kept(
    second: Negotiation, monkeypatch: pytest.MonkeyPatch, others: str
) -> None:
    ask, base = kept(second, "four"), second.base()
    paragraphs = lifting.paragraphs_of(base)
    assert ask in lifting.liftable(base)
    other = [replace(each, text=each.text.replace("[four]", others)) for each in paragraphs]
    monkeypatch.setattr(lifting, "paragraphs_of", lambda _base: other)
    assert ask not in lifting.liftable(base)
    with second.after_close():
        row = begin(second)
        with pytest.raises(Refused) as error:
            decide(second, row, {ask: "leave"})
        assert error.value.code == "shared_brackets"
        decide(second, row, {ask: "keep"})
        with pytest.raises(Refused) as error:
            decide(second, row, {f"{KEPT}0": "keep"})
        assert error.value.code == "not_asked"


@pytest.mark.clause("R13")
def test_a_paragraph_in_brackets_is_taken_with_the_number_it_bears(second: Negotiation) -> None:
    with second.after_close():
        row = decided(second, {kept(second, "It is published."): "take"})
    assert [each for each in texts(row) if each.endswith("It is published.")] == ["2 bis. It is published."]


@pytest.mark.clause("O2", "R13")
def test_words_of_the_chairs_that_lose_words_in_brackets_are_put_to_whose_they_are(second: Negotiation) -> None:
    given = {"actor": second.world.chair, "now": clocks.now(), "base": second.base()}
    actions.write_chair_wording(**given, place="p2", words=REGISTER.format(""), note="")
    chairs = Wording.objects.get(base=second.base(), carried_from__isnull=True).ask
    with second.after_close():
        row = begin(second)
        decide(second, row, {chairs: "take"})
        actions.check_streamlining(actor=second.world.chair, now=clocks.now(), revision=row)
        asked = Question.objects.get(revision=row)
        assert (asked.delegation.code, asked.lost) == ("CL", ["Member"])


def test_the_page_offers_what_stands_in_brackets_beside_what_is_proposed(second: Negotiation) -> None:
    with second.after_close():
        row = begin(second)
        client = Client()
        client.force_login(account(second.world.chair))
        page = client.get("/g/plan/rounds/2/revision/en/").content.decode()
        assert page.count("In brackets in the text since round 1. It stays there unless you decide otherwise.") == 6
        found = queries.revision_page(second.world.chair, second.world.group, 2, "en")
        assert (found.undecided, len(found.proposed), len(found.wordings)) == (0, 0, 6)
        done = client.post("/g/plan/rounds/2/revision/en/", {"do": "take", "ask": kept(second, "should"), "reason": ""})
        assert done.status_code == 303
        assert row.decisions.get().choice == "take"
