"""The next version by decisions: nothing changes that nobody asked for, and everybody sees whose doing it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import redline
from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.library.models import LanguageVersion, Version
from accord.mailings.models import Letter
from accord.negotiation import actions
from accord.negotiation.models import Customs, Decision, Revision, Wording
from accord.negotiation.queries.deciding import agreed_choices, standing_wordings, undecided
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.revised import begin, decide, decide_all, publish
from tests.factories.standing import record, says, wording_of
from tests.negotiation.test_at_once import BEGIN
from tests.negotiation.test_simultaneous import run
from tests.redline.generator import Delete, Insert, InsertParagraph, final_text, random_base, random_edits

pytestmark = pytest.mark.django_db
TWICE = f"""{BEGIN}
    from accord.library.models import Version
    from tests.factories.revised import begin, decide_all, publish

    with held.after_close():
        row = begin(held)
        decide_all(held, row, "take")
        said = all_at_once(lambda: publish(held, row), lambda: publish(held, row))
    print(*said, Version.objects.count())
"""
SHOULD = [Delete((0,), 11, 16), Insert((0,), 16, "should")]


@pytest.fixture
def held(open_round: Negotiation) -> Iterator[Negotiation]:
    """Give a round that has closed: AG and BR ask for the same words, AG for a new paragraph, CL for another one."""
    open_round.propose("AG", *SHOULD, InsertParagraph((2,), "The list is open."))
    open_round.propose("BR", *SHOULD)
    open_round.propose("CL", Insert((1,), 0, "Then: "))
    says(open_round, "CL", "object", wording_of(open_round, "BR"))
    with open_round.after_close():
        yield open_round


def asks(held: Negotiation) -> dict[str, str]:
    """Return the wordings by what they add."""
    return {each.added: each.ask for each in Wording.objects.filter(base=held.base())}


def words(row: Revision) -> list[str]:
    """Return the paragraphs of the version as published."""
    file = LanguageVersion.objects.get(version=row.version_id, language=row.base.language)
    return list(redline.text(storage.read(file.file), "final"))


def refused(held: Negotiation, revision: Revision, label: str = "") -> str:
    with pytest.raises(Refused) as found:
        publish(held, revision, label)
    assert str(found.value.sentence)
    return found.value.code


@pytest.mark.clause("O1", "R13")
def test_what_is_taken_is_in_what_is_kept_stands_in_brackets_and_what_is_left_is_out(held: Negotiation) -> None:
    found = asks(held)
    row = begin(held)
    decide(held, row, {found["should"]: "take", found["The list is open."]: "keep"}, "As discussed on Tuesday.")
    decide(held, row, {found["Then: "]: "leave"})
    made = publish(held, row)
    assert made.version is not None
    assert str(made.version) == "GT/PLAN/doc.4/26 Rev.1"
    wanted = list(final_text(ENGLISH, SHOULD))
    published = words(made)
    assert [line for line in published if line in wanted] == wanted, published
    assert [line for line in published if line not in wanted] == ["[3 bis. The list is open.]"]
    assert redline.pending(storage.read(LanguageVersion.objects.get(version=made.version).file)) == 0


@pytest.mark.clause("O1", "O2", "O17")
def test_the_account_says_of_each_change_whose_proposal_it_was_and_why(held: Negotiation) -> None:
    found = asks(held)
    row = begin(held)
    decide(held, row, {found["should"]: "take"}, "Nobody insists on shall.")
    decide(held, row, {found["The list is open."]: "keep", found["Then: "]: "leave"})
    account = publish(held, row).account
    (changed,) = account["changed"]
    assert (changed["before"], changed["after"]) == (final_text(ENGLISH, [])[0], final_text(ENGLISH, SHOULD)[0])
    assert (changed["by"], changed["asks"]) == (["AG", "BR"], [found["should"]])
    assert (changed["cited"], changed["cited_now"]) == ("Paragraph 1", "Paragraph 1")
    told = {each["added"]: each for each in account["wordings"]}
    assert {added: each["outcome"] for added, each in told.items()} == {
        "should": "take",
        "The list is open.": "keep",
        "Then: ": "leave",
    }
    assert told["should"]["reason"] == "Nobody insists on shall."
    assert told["should"]["said"] == {"object": ["CL"]}
    entry = Entry.objects.get(kind="revision.published")
    assert entry.data["changed"] == 1
    assert Entry.objects.filter(kind="document.version_added").count() == 1


def test_everybody_is_told_in_one_letter_each(held: Negotiation) -> None:
    row = begin(held)
    decide_all(held, row, "leave")
    before = Letter.objects.count()
    publish(held, row)
    letters = Letter.objects.filter(kind="revision_published")
    assert letters.count() == Letter.objects.count() - before == len({each.to_id for each in letters})
    assert "Rev.1" in letters[0].subject


def test_an_open_round_has_no_next_version(open_round: Negotiation) -> None:
    open_round.propose("AG", *SHOULD)
    with pytest.raises(Refused) as found:
        begin(open_round)
    assert found.value.code == "open"


@pytest.mark.parametrize("who", ["AG", "expert", "stranger"])
def test_delegations_make_no_version(held: Negotiation, who: str) -> None:
    people = held.world
    row = begin(held)
    actor = {"AG": people.focal_points["AG"], "expert": people.experts["AG"]}.get(who) or people.stranger
    day = clocks.now().date()
    with pytest.raises(NotAllowed):
        actions.begin_revision(actor=actor, now=clocks.now(), base=held.base())
    with pytest.raises(NotAllowed):
        actions.decide(actor=actor, now=clocks.now(), revision=row, choices={asks(held)["should"]: "take"})
    with pytest.raises(NotAllowed):
        actions.publish_revision(actor=actor, now=clocks.now(), revision=row, day=day)


def test_nothing_is_published_while_something_is_undecided(held: Negotiation) -> None:
    row = begin(held)
    decide(held, row, {asks(held)["should"]: "take"})
    assert len(undecided(row)) == 2
    assert refused(held, row) == "undecided"


@pytest.mark.clause("O19")
def test_what_the_ladder_agreed_is_decided_in_one_act(open_round: Negotiation) -> None:
    open_round.propose("AG", *SHOULD)
    open_round.propose("BR", Insert((0,), 0, "All: "))
    open_round.propose("CL", Insert((1,), 0, "Then: "))
    taken = wording_of(open_round, "AG").ask
    record(open_round, "p1", "informal", taken=(taken,))
    with open_round.after_close():
        row = begin(open_round)
        base = open_round.base()
        assert agreed_choices(base, standing_wordings(base.pk)) == {
            taken: "take",
            wording_of(open_round, "BR").ask: "leave",
        }
        actions.take_agreed(actor=open_round.world.chair, now=clocks.now(), revision=row)
        assert undecided(row) == [wording_of(open_round, "CL").ask]
        with pytest.raises(Refused) as found:
            actions.take_agreed(actor=open_round.world.chair, now=clocks.now(), revision=row)
        assert found.value.code == "no_wording"


def test_two_that_cannot_both_stand_are_not_both_taken(open_round: Negotiation) -> None:
    open_round.propose("AG", *SHOULD)
    open_round.propose("BR", Delete((0,), 11, 16), Insert((0,), 16, "may"))
    with open_round.after_close():
        row = begin(open_round)
        with pytest.raises(Refused) as found:
            decide_all(open_round, row, "take")
        assert found.value.code == "conflict"
        assert not Decision.objects.exists()
        decide_all(open_round, row, "keep")
        assert words(publish(open_round, row))[0].count("[") == 3


@pytest.mark.clause("O2")
def test_the_chairs_wording_stands_beside_and_is_the_chairs(open_round: Negotiation) -> None:
    open_round.propose("AG", *SHOULD)
    chair = open_round.world.chair
    chairs = "The States must cooperate in good time."
    actions.write_chair_wording(
        actor=chair, now=clocks.now(), base=open_round.base(), place="p1", words=chairs, note=""
    )
    with open_round.after_close():
        row = begin(open_round)
        mine = wording_of(open_round, "AG").ask
        decide_all(open_round, row, "leave")
        others = standing_wordings(row.base_id).exclude(ask=mine).values_list("ask", flat=True)
        decide(open_round, row, dict.fromkeys(others, "take"))
        made = publish(open_round, row)
        assert words(made)[0] == chairs
        assert [(each["by"], each["chair"]) for each in made.account["changed"]] == [(["Chair"], True)]


def test_a_decision_replaces_the_former_and_both_are_kept(held: Negotiation) -> None:
    row, ask = begin(held), asks(held)["should"]
    decide(held, row, {ask: "leave"}, "Too early.")
    decide(held, row, {ask: "leave"})
    decide(held, row, {ask: "take"}, "Agreed after all.")
    history = list(Decision.objects.filter(ask=ask).order_by("pk").values_list("choice", "reason"))
    assert history == [("leave", "Too early."), ("take", "Agreed after all.")]
    assert Entry.objects.filter(kind="revision.decided").count() == 2


@pytest.mark.parametrize(
    ("choices", "code"), [({}, "no_wording"), ({"insert@p1": "take"}, "not_asked"), ({"x": "burn"}, "choice")]
)
def test_what_is_no_decision_is_refused(held: Negotiation, choices: dict[str, str], code: str) -> None:
    row = begin(held)
    with pytest.raises(Refused) as found:
        decide(held, row, choices)  # type: ignore[arg-type]  # what is no choice is tried too
    assert found.value.code == code


@pytest.mark.clause("O15")
def test_the_label_is_the_bodys_and_is_given_once(held: Negotiation) -> None:
    Customs.objects.create(group=held.world.group, revision_label="rev {n}")
    row = begin(held)
    decide_all(held, row, "leave")
    Version.objects.create(
        document=held.version.document,
        label="Rev 1",
        ordinal=0,
        date=clocks.now().date(),
        published_at=clocks.now(),
        published_by=held.version.published_by,
    )
    assert refused(held, row) == "label_taken"
    assert str(publish(held, row, "Rev.1 a").version) == "GT/PLAN/doc.4/26 Rev.1 a"


def test_published_once_and_nothing_is_decided_afterwards(held: Negotiation) -> None:
    row = begin(held)
    decide_all(held, row, "leave")
    publish(held, row)
    assert refused(held, row) == "published"
    for act in (lambda: decide_all(held, row, "take"), lambda: begin(held)):
        with pytest.raises(Refused) as found:
            act()
        assert found.value.code in {"published", "closed"}
    assert Version.objects.filter(document=held.version.document).count() == 2


def test_languages_follow_one_another_under_the_same_symbol() -> None:
    plan = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    plan.propose("AG", *SHOULD)
    plan.propose("BR", Insert((1,), 0, "Luego: "), language="es")
    with plan.after_close():
        made = []
        for language in ("en", "es"):
            row = begin(plan, language)
            decide_all(plan, row, "take")
            made.append(publish(plan, row))
        assert made[0].version_id == made[1].version_id
        files = LanguageVersion.objects.filter(version=made[0].version_id)
        assert sorted(files.values_list("language", flat=True)) == ["en", "es"]
        assert words(made[1])[1].startswith("Luego: ")


@pytest.mark.clause("O1", "R13")
def test_the_account_says_which_number_each_paragraph_had_and_has(held: Negotiation) -> None:
    found = asks(held)
    row = begin(held)
    decide(held, row, {found["should"]: "leave", found["The list is open."]: "take", found["Then: "]: "keep"})
    account = publish(held, row).account
    assert [(each["cited"], each["cited_now"], each["after"]) for each in account["changed"]] == [
        ("", "Paragraph 4", "The list is open.")
    ]
    told = {each["added"]: (each["cited"], each["cited_now"]) for each in account["wordings"]}
    assert told["should"] == ("Paragraph 1", "Paragraph 1")
    assert told["Then: "] == ("Paragraph 2", "Paragraph 2"), "it is the same paragraph, though it holds brackets now"


def demand_no_silent_edit(count: int, seed: int) -> None:
    """Play a round of chance, decide by chance, and hold the account against the two texts."""
    codes = [f"{first}{second}" for first in "ABCDE" for second in "KLMNOPQ"][:count]
    base = random_base(seed, paragraphs=8)
    plan = negotiation(codes=codes, texts={"en": base})
    for at, code in enumerate(codes):
        plan.propose(code, *random_edits(base, seed + at))
    with plan.after_close():
        row = begin(plan)
        for at, ask in enumerate(standing_wordings(row.base_id).values_list("ask", flat=True)):
            try:
                decide(plan, row, {ask: ("take", "keep", "leave")[at % 3]})
            except Refused:
                decide(plan, row, {ask: "keep"})
        made = publish(plan, row)
        account = made.account
        old = {each.address: each.text for each in redline.read(base.data).paragraphs}
        assert made.clean_docx is not None
        clean = redline.read(storage.read(made.clean_docx)).paragraphs
        touched = {each["new_place"] for each in account["changed"]}
        assert all(each["asks"] and each["by"] for each in account["changed"])
        for each in clean:
            assert each.text in old.values() or each.address in touched, each.text
        sponsors = {each.ask for each in standing_wordings(row.base_id)}
        assert {ask for each in account["changed"] for ask in each["asks"]} <= sponsors
        assert {each["ask"] for each in account["wordings"]} == sponsors


@pytest.mark.clause("O1")
@pytest.mark.parametrize("seed", [3, 4])
def test_no_paragraph_changes_silently(seed: int) -> None:
    demand_no_silent_edit(4, seed)


@pytest.mark.long
@pytest.mark.clause("O1")
@pytest.mark.parametrize("seed", range(10, 12))
def test_no_paragraph_changes_silently_among_35_delegations(seed: int) -> None:
    demand_no_silent_edit(35, seed)


@pytest.mark.clause("O2")
def test_two_who_publish_at_once_publish_it_once(tmp_path: Path) -> None:
    assert run(TWICE, tmp_path) == ["done", "published", "2"]
