"""A round: on one official version, before a named formal meeting, from instant to instant, on frozen bases."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.library.models import LanguageVersion
from accord.mailings.models import Letter
from accord.negotiation import actions, queries
from accord.negotiation.models import Round, RoundBase
from accord.people.models import FormalMeeting
from accord.texts.providers import word
from tests.factories.library import publish, version_of, word_file
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation, published, schedule
from tests.factories.people import World, world
from tests.redline.generator import Insert

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def said(people: World, **other: Any) -> dict[str, Any]:
    now = clocks.now()
    values: dict[str, Any] = {
        "actor": people.chair,
        "now": now,
        "group": people.group,
        "meeting": people.meeting,
        "opens_at": now + DAY,
        "closes_at": now + 3 * DAY,
        "zone": "America/New_York",
        "sees": "at_once",
    }
    return values | other


@pytest.mark.clause("O15", "O16", "O17")
def test_a_round_freezes_every_word_file_of_the_version_by_its_hash() -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    bases = {base.language: base for base in RoundBase.objects.filter(round=held.round)}
    assert {language: base.sha256 for language, base in bases.items()} == {
        "en": hashlib.sha256(ENGLISH.data).hexdigest(),
        "es": hashlib.sha256(SPANISH.data).hexdigest(),
    }
    for base in bases.values():
        assert storage.read(base.handout) == word.handout(storage.read(base.file), base.sha256)
        assert word.said_base(storage.read(base.handout)) == base.sha256
        assert base.text.paragraphs.count() == 15
    entry = Entry.objects.get(kind="round.scheduled")
    assert entry.data["bases"] == {language: base.sha256 for language, base in bases.items()}
    assert entry.data["handouts"] == {language: base.handout_id for language, base in bases.items()}


@pytest.mark.clause("O16")
def test_every_focal_point_is_told_when_it_opens_and_closes() -> None:
    held = negotiation(opens_in=DAY)
    letters = Letter.objects.filter(kind="round_scheduled")
    assert {letter.to_id for letter in letters} == {actor.id for actor in held.world.focal_points.values()}
    letter = letters.get(to_id=held.world.focal_points["CL"].id)
    assert "GT/PLAN/doc.4/26" in letter.subject
    assert "New York" in letter.text
    assert "as soon as you send it" in letter.text


def test_the_same_round_asked_for_twice_is_scheduled_once() -> None:
    people = world()
    version = published(people, {"en": ENGLISH})
    asked = said(people, version=version)
    assert actions.schedule_round(**asked) == actions.schedule_round(**asked)
    assert Round.objects.count() == 1
    assert Entry.objects.filter(kind="round.scheduled").count() == 1


@pytest.mark.clause("O16")
@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"opens_at": -DAY}, "opens_in_past"),
        ({"closes_at": DAY / 2}, "closes_first"),
        ({"opens_at": timedelta(0), "closes_at": timedelta(0)}, "closes_first"),
        ({"closes_at": 15 * DAY}, "closes_after_meeting"),
        ({"zone": "Washington"}, "zone"),
        ({"sees": "never"}, "sees"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(other: dict[str, Any], code: str) -> None:
    people = world()
    now = clocks.now()
    other = {name: now + value if isinstance(value, timedelta) else value for name, value in other.items()}
    with pytest.raises(Refused) as refused:
        actions.schedule_round(**said(people, version=published(people, {"en": ENGLISH}), **other))
    assert refused.value.code == code
    assert str(refused.value.sentence)


@pytest.mark.clause("O16")
def test_the_meeting_is_one_of_the_same_group_and_still_to_come() -> None:
    people, elsewhere = world(), world("climate")
    version = published(people, {"en": ENGLISH})
    with pytest.raises(Refused) as refused:
        actions.schedule_round(**said(people, version=version, meeting=elsewhere.meeting))
    assert refused.value.code == "meeting_elsewhere"
    today = clocks.now().date()
    past = FormalMeeting.objects.create(
        group=people.group, number=7, opens_on=today - DAY, closes_on=today + DAY, zone="America/New_York"
    )
    with pytest.raises(Refused) as refused:
        actions.schedule_round(**said(people, version=version, meeting=past))
    assert refused.value.code == "meeting_past"


@pytest.mark.clause("O15")
def test_only_an_official_document_of_the_group_can_be_negotiated() -> None:
    people = world()
    unclassified = publish(people, data=ENGLISH.data, folder="supporting", symbol="")
    with pytest.raises(Refused) as refused:
        actions.schedule_round(**said(people, version=version_of(unclassified)))
    assert refused.value.code == "not_official"
    foreign = publish(world("climate"), data=ENGLISH.data)
    with pytest.raises(Refused) as refused:
        actions.schedule_round(**said(people, version=version_of(foreign)))
    assert refused.value.code == "not_official"


def test_a_version_without_word_file_and_one_with_tracked_changes_are_refused() -> None:
    people = world()
    version = published(people, {"en": ENGLISH})
    file = LanguageVersion.objects.get(version=version)
    LanguageVersion.objects.filter(pk=file.pk).update(kind="pdf")
    with pytest.raises(Refused) as refused:
        actions.schedule_round(**said(people, version=version))
    assert refused.value.code == "no_word_file"
    pending = storage.keep(Negotiation(people, version, Round(), {"en": ENGLISH}).file(Insert((0,), 3, " Member")))
    LanguageVersion.objects.filter(pk=file.pk).update(kind="docx", file=pending)
    with pytest.raises(Refused) as refused:
        actions.schedule_round(**said(people, version=version))
    assert refused.value.code == "pending_revisions"


def test_two_rounds_on_one_document_do_not_overlap() -> None:
    people = world()
    version, now = published(people, {"en": ENGLISH}), clocks.now()
    schedule(people, version, now + DAY, now + 3 * DAY)
    with pytest.raises(Refused) as refused:
        schedule(people, version, now + 2 * DAY, now + 4 * DAY)
    assert refused.value.code == "overlap"
    assert schedule(people, version, now + 3 * DAY, now + 4 * DAY).number == 2


@pytest.mark.clause("O1", "O9")
def test_chair_vice_chair_and_secretariat_schedule_and_nobody_else() -> None:
    people = world()
    version = published(people, {"en": ENGLISH})
    outsiders = [people.focal_points["AG"], people.experts["AG"], people.stranger]
    for actor in outsiders:
        with pytest.raises(NotAllowed):
            actions.schedule_round(**said(people, version=version, actor=actor))
    now = clocks.now()
    for number, actor in enumerate([people.chair, people.vice_chair, people.secretariat], 1):
        times = {"opens_at": now + number * DAY, "closes_at": now + (number + 1) * DAY}
        asked = said(people, version=version, actor=actor, **times)
        assert actions.schedule_round(**asked).number == number


def test_the_close_is_moved_with_a_reason_that_everybody_reads(open_round: Negotiation) -> None:
    later = open_round.round.closes_at + DAY
    moved = actions.set_close(
        actor=open_round.world.secretariat,
        now=clocks.now(),
        round=open_round.round,
        closes_at=later,
        reason="Two missions are\nclosed on Monday.",
    )
    assert moved.closes_at == later
    letters = Letter.objects.filter(kind="round_close_moved")
    assert letters.count() == 3
    assert all("Two missions are closed on Monday." in letter.text for letter in letters)
    assert Entry.objects.get(kind="round.close_moved").data["to"] == later.isoformat()


@pytest.mark.parametrize(
    ("days", "reason", "after", "code"),
    [
        (3, " ", 0, "no_reason"),
        (3, "Late.", 2, "closed"),
        (-1, "Early.", 0, "closes_first"),
        (15, "Never.", 0, "closes_after_meeting"),
    ],
)
def test_a_close_is_not_moved_without_reason_or_sense(
    open_round: Negotiation, days: int, reason: str, after: int, code: str
) -> None:
    now = clocks.now() + after * DAY
    with time_machine.travel(now), pytest.raises(Refused) as refused:
        actions.set_close(
            actor=open_round.world.chair, now=now, round=open_round.round, closes_at=now + days * DAY, reason=reason
        )
    assert refused.value.code == code


def test_moving_the_close_to_where_it_is_tells_nobody(open_round: Negotiation) -> None:
    same = open_round.round.closes_at
    actions.set_close(
        actor=open_round.world.chair, now=clocks.now(), round=open_round.round, closes_at=same, reason="None."
    )
    assert not Letter.objects.filter(kind="round_close_moved").exists()
    assert not Entry.objects.filter(kind="round.close_moved").exists()


def test_a_focal_point_moves_no_close(open_round: Negotiation) -> None:
    with pytest.raises(NotAllowed):
        actions.set_close(
            actor=open_round.world.focal_points["AG"],
            now=clocks.now(),
            round=open_round.round,
            closes_at=open_round.round.closes_at + DAY,
            reason="More time.",
        )


@pytest.mark.clause("O16")
def test_the_round_that_matters_now_is_the_open_one_then_the_next_then_the_last() -> None:
    people = world()
    version, now = published(people, {"en": ENGLISH}), clocks.now()
    assert queries.current_round(people.chair, people.group) is None
    schedule(people, version, now + DAY, now + 2 * DAY)
    schedule(people, version, now + 3 * DAY, now + 4 * DAY)
    seen = {}
    for hours in (0, 30, 60, 80, 200):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            found = queries.current_round(people.chair, people.group)
            assert found is not None
            seen[hours] = (found.number, found.phase)
    assert seen == {
        0: (1, "scheduled"),
        30: (1, "open"),
        60: (2, "scheduled"),
        80: (2, "open"),
        200: (2, "closed"),
    }
    assert [each.number for each in queries.rounds(people.focal_points["AG"], people.group)] == [2, 1]


@pytest.mark.clause("O10", "O12")
def test_experts_and_strangers_are_told_of_no_round(open_round: Negotiation) -> None:
    people = open_round.world
    for actor in (people.experts["AG"], people.stranger):
        assert queries.current_round(actor, people.group) is None
        assert queries.rounds(actor, people.group) == ()
        for ask in (
            lambda who=actor: queries.find_round(who, people.group, 1),
            lambda who=actor: queries.find_base(who, people.group, 1, "en"),
            lambda who=actor: queries.round_text(who, people.group, 1),
            lambda who=actor: queries.handout_file(who, open_round.base()),
            lambda who=actor: queries.round_view(who, open_round.round),
        ):
            with pytest.raises(NotAllowed):
                ask()


def test_a_round_says_where_its_reader_stands(open_round: Negotiation) -> None:
    people = open_round.world
    mine = queries.round_view(people.focal_points["AG"], open_round.round)
    assert (mine.may_propose, mine.may_administer, mine.capital_zone) == (True, False, "America/Antigua")
    theirs = queries.round_view(people.chair, open_round.round)
    assert (theirs.may_propose, theirs.may_administer, theirs.capital_zone) == (False, True, "")
    assert (theirs.symbol, theirs.meeting) == ("GT/PLAN/doc.4/26", "First meeting")
    assert (theirs.delegations, theirs.received) == (3, 0)
    with open_round.after_close():
        assert not queries.round_view(people.focal_points["AG"], open_round.round).may_propose


def test_versions_are_offered_to_those_who_schedule(open_round: Negotiation) -> None:
    people = open_round.world
    assert queries.find_version(people.secretariat, people.group, open_round.version.pk) == open_round.version
    supporting = version_of(publish(people, data=word_file(), folder="supporting", symbol="X/1"))
    for actor, version in ((people.focal_points["AG"], open_round.version), (people.chair, supporting)):
        with pytest.raises(NotAllowed):
            queries.find_version(actor, people.group, version.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_rounds_costs_three_queries(count: int, django_assert_num_queries: Any) -> None:
    people = world()
    version, now = published(people, {"en": ENGLISH}), clocks.now()
    for number in range(count):
        schedule(people, version, now + number * DAY, now + (number + 1) * DAY)
    with django_assert_num_queries(3):
        assert len(queries.rounds(people.focal_points["AG"], people.group)) == count
