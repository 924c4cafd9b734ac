"""What the pages that list people, papers and dates ask of the database: the same for one of each as for three."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accord.kernel.models import Job
from accord.mailings.actions import Entered, enter_addressee
from accord.people.models import FormalMeeting
from accord.web.door import Page
from tests.factories.letters import refused_letter
from tests.factories.library import publish, word_file
from tests.factories.people import (
    LONG_AGO,
    World,
    account,
    make_actor,
    make_delegation,
    make_expert,
    make_focal_point,
    make_office,
    make_person,
    world,
)

pytestmark = pytest.mark.django_db
# Session with account and person; group and role, which the door finds: that is two questions on every page.
PAGES = {
    ("chair", "documents"): ("/g/plan/documents/", 4),
    ("chair", "delegations"): ("/g/plan/delegations/", 4),
    ("AG focal point", "delegations"): ("/g/plan/delegations/", 4),
    ("chair", "meetings"): ("/g/plan/meetings/", 3),
    ("chair", "officers"): ("/g/plan/officers/", 3),
    ("chair", "addressees"): ("/g/plan/addressees/", 5),
    ("chair", "customs"): ("/g/plan/customs/", 5),
    ("AG focal point", "experts"): ("/g/plan/room/", 6),
    ("AG expert", "experts"): ("/g/plan/room/", 6),
    ("AG expert", "overview"): ("/g/plan/", 7),
    ("staff", "persons"): ("/persons/", 5),
    ("staff", "home"): ("/", 3),
    ("staff", "failed"): ("/failed/", 6),
    ("AG focal point", "help"): ("/help/", 3),
    ("AG focal point", "guide"): ("/help/focal-point/", 1),
    ("AG focal point", "support"): ("/support/", 1),
}
# Counts of these stand elsewhere: test_negotiation_queries, test_home, test_library, test_accounts.
ELSEWHERE = {"text", "round-text", "proposal", "check", "sent", "withdraw", "rounds", "round", "move-close"}
ELSEWHERE |= {"health", "health-live", "outputs"}
ELSEWHERE |= {"dispatch", "pack", "side", "silence", "silence-open"}
ELSEWHERE |= {"round-rule", "internal-deadline", "lodge", "lodging", "calendar", "translation"}
ELSEWHERE |= {"amend", "draft", "place", "board", "board-sheet"}
ELSEWHERE |= {"revision-upload", "revision-assign", "revision-questions", "question", "changes"}
ELSEWHERE |= {"screen", "screen-state", "revision"}
ELSEWHERE |= {"schedule-round", "compilation", "record", "overview", "home", "document-folder", "sessions", "passkeys"}


def _seat(there: World, number: int) -> None:
    code = ("AR", "BR", "CL")[number]
    delegation = make_delegation(there.group, code)
    make_focal_point(delegation, make_actor(f"focal.{number}"))
    make_expert(there.delegations["AG"], make_actor(f"expert.{number}"))
    make_office(there.group, make_actor(f"officer.{number}"), "vice_chair")
    opens = date(2027, 1, 10) + timedelta(days=30 * number)
    FormalMeeting.objects.create(group=there.group, number=number + 2, opens_on=opens, closes_on=opens, zone="UTC")
    refused_letter(make_person())
    entered = Entered(f"Mission {number}", f"mission.{number}@example.org", "en", party=delegation.party)
    enter_addressee(actor=there.chair, now=LONG_AGO, group=there.group, entered=entered)
    Job.objects.create(
        name="mailings.send",
        state="dead",
        error="X: y",
        attempt=8,
        due_at=LONG_AGO,
        made_at=LONG_AGO,
        ended_at=LONG_AGO,
    )
    publish(there, data=word_file(f"Document {number}."), symbol=f"GT/PLAN/doc.{number + 10}/26")


def _asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as questions:
        assert client.get(path).status_code == 200
    return len(questions)


@pytest.mark.parametrize("items", [1, 3])
def test_each_list_costs_what_is_written_here(items: int) -> None:
    there = world(codes=("AG",))
    for number in range(items):
        _seat(there, number)
    everybody = {**there.everybody, "staff": make_actor("staff.member", is_secretariat=True)}
    found = {}
    for (who, name), (path, _count) in PAGES.items():
        client = Client()
        client.force_login(account(everybody[who]))
        client.get(path)
        found[who, name] = _asked(client, path)
    assert found == {key: count for key, (_path, count) in PAGES.items()}


# Forms, files and pages on one thing: they list nothing that grows.
ONE = {
    "account",
    "acting",
    "activate",
    "admit",
    "appoint",
    "asset",
    "change-password",
    "compilation-file",
    "evidence-file",
    "feed",
    "lodged-file",
    "translation-file",
    "compilation-state",
    "confirm-password",
    "convene",
    "delegation",
    "document",
    "document-file",
    "document-language-new",
    "document-new",
    "document-version-new",
    "draft-file",
    "end",
    "end-office",
    "hand-over",
    "handout",
    "language",
    "meeting-new",
    "note",
    "officers",
    "output-file",
    "output-state",
    "passkey-new",
    "passkey-remove",
    "password",
    "person-new",
    "proof-file",
    "proposal-file",
    "receipt",
    "recovery-codes",
    "record-checkpoint",
    "record-receipt",
    "remove",
    "seat",
    "second-step",
    "second-step-off",
    "second-step-on",
    "sign-in",
    "support-sent",
    "sign-in-code",
    "sign-in-passkey",
}


def test_no_page_is_forgotten() -> None:
    pages = [each.callback for each in get_resolver().url_patterns if isinstance(each.callback, Page)]
    named = {each.name for each in pages if "GET" in each.methods}
    assert named - ELSEWHERE - ONE - {name for _who, name in PAGES} == set()
