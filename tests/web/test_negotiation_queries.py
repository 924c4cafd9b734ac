"""What the pages of a negotiation ask of the database: eight questions at most, however many take part."""

from collections.abc import Iterator
from itertools import islice, product
from string import ascii_uppercase
from typing import Any

import pytest
from django.test import Client

from accord.kernel import clocks
from accord.negotiation import actions
from accord.negotiation.queries.values import WrittenEdit
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.factories.revised import in_the_making
from tests.redline.generator import Insert, InsertParagraph

MOST = 8
# Session with account and person; group and role, which the door finds: that is two questions on every page.
FOCAL_POINT = {
    # The bases with their round, the reader among the delegations, the proposals, where paragraphs stand. The sheet is
    # remembered: the first to ask for it asks once more, for its pieces, and with some of them only once more again,
    # for the new numbers.
    "text/": 6,
    "text/?section=all": 6,
    "text/?view=base": 6,
    "rounds/1/text/en/": 6,
    "text/?show=AA": 6,
    # The bases, the reader, where the paragraph stands, what is said of its wordings, its steps.
    "rounds/1/text/en/p/p1/": 7,
    # The bases, the reader, where paragraphs stand, the order of discussion.
    "rounds/1/board/en/": 6,
    "rounds/1/board/en/sheet/": 6,
    # The bases, the reader, the proposals, what the Chair did last, where paragraphs stand.
    "rounds/1/screen/en/": 7,
    "rounds/1/screen/en/state/": 7,
    # The bases, the reader, the texts prepared last.
    "rounds/1/pack/en/": 5,
    # The bases, the reader, the proposals; of one round also how its close was moved.
    "proposal/": 5,
    "rounds/": 5,
    "rounds/1/": 6,
    # The bases, what stands of hers, what she has written. What she sent is remembered, as the base is.
    "rounds/1/text/en/p/p2/amend/": 5,
    "rounds/1/draft/": 5,
    # The same and the proposal, which the door of its pages finds; the check reads the numbers of new paragraphs.
    "proposal/{checking}/check/": 7,
    "proposal/{sent}/sent/": 6,
    # The proposal, once for the door and once to show it; the reader.
    "proposal/{sent}/withdraw/": 5,
    # The bases, the reader, the proposals, the compilations, and what went into them.
    "rounds/1/compilation/": 7,
    # The bases, the reader, the texts, and whether anything was sent or said since.
    "rounds/1/outputs/en/": 6,
    # What the group and her delegation may read; the entries.
    "record/": 6,
}
CHAIR = {
    "text/": 6,
    "text/?section=all": 6,
    "rounds/1/text/en/p/p1/": 7,
    "rounds/1/board/en/": 6,
    "rounds/1/screen/en/": 7,
    "rounds/": 4,
    "rounds/1/": 6,
    # The round by itself, for the act; the bases; the reader.
    "rounds/1/close/": 5,
    # The meetings; the documents.
    "rounds/new/": 4,
    "rounds/1/compilation/": 7,
    "rounds/1/outputs/en/": 6,
    # The bases, the reader, the revision, its wordings with what is decided on them, where paragraphs stand.
    "rounds/1/revision/en/": 7,
    "record/": 6,
}
TABLES = {"AA focal point": FOCAL_POINT, "chair": CHAIR}
EXPECTED = [(who, page, count) for who, table in TABLES.items() for page, count in table.items()]


def codes(count: int) -> list[str]:
    return ["".join(pair) for pair in islice(product(ascii_uppercase, repeat=2), count)]


def played(delegations: int, proposals: int, compilations: int) -> tuple[Negotiation, dict[str, int]]:
    """Play a round; return it with the proposal that the first delegation sent, and the one that it checks."""
    plan = negotiation(codes=codes(delegations))
    sent = [
        plan.propose(code, Insert((at % 4,), 4, f" {code}"), InsertParagraph((3,), f"New from {code}."))
        for at, code in enumerate(codes(proposals))
    ]
    for _each in range(compilations):
        plan.compile()
    actions.prepare_outputs(actor=plan.world.chair, now=clocks.now(), base=plan.base())
    for at in range(min(proposals, 5)):
        edit = WrittenEdit(f"p{at + 1}", "words", f"Written at place {at}.")
        who = plan.world.focal_points["AA"]
        actions.save_edit(actor=who, now=clocks.now(), round=plan.round, language="en", edit=edit, seen=0)
    in_the_making(plan)
    checking = plan.upload("AA", Insert((1,), 4, " National"), InsertParagraph((2,), "Not sent yet."))
    return plan, {"sent": sent[0].pk, "checking": checking.pk}


def asked(plan: Negotiation, named: dict[str, int], questions: Any) -> Iterator[tuple[str, str, int]]:
    """Ask for each page twice; yield who asked for what, and how many questions the second time cost."""
    for who, table in TABLES.items():
        client = Client()
        client.force_login(account(plan.world.everybody[who]))
        for page in table:
            path = f"/g/plan/{page.format(**named)}"
            client.get(path)
            with questions(MOST) as found:
                assert client.get(path).status_code == 200
            yield who, page, len(found)


@pytest.mark.parametrize("count", [1, 3])
def test_delegations_proposals_and_compilations_cost_no_more_questions(
    db: None, count: int, django_assert_max_num_queries: Any
) -> None:
    plan, named = played(count, count, count)
    assert list(asked(plan, named, django_assert_max_num_queries)) == EXPECTED


@pytest.mark.parametrize("count", [9, 35])
def test_the_whole_organization_costs_no_more_than_a_few(
    db: None, count: int, django_assert_max_num_queries: Any
) -> None:
    plan, named = played(count, count, 1)
    assert list(asked(plan, named, django_assert_max_num_queries)) == EXPECTED
