"""In a real browser: a delegation asks for an agreed paragraph to be opened again; the Chair leaves or opens it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.test_second_step import fit
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.standing import record, standing

PAGE = "/g/plan/rounds/1/text/en/p/p1/"
ASK = "Ask for it to be opened again"
LEAVE = "Leave it as agreed"


@pytest.fixture
def agreed(transactional_db: None) -> Negotiation:
    """Return a round whose first paragraph is agreed ad referendum."""
    made = negotiation()
    record(made, "p1", "ad_referendum", taken=())
    return made


def asks(page: Page, why: str) -> None:
    """Open the form, say why, and ask."""
    page.locator("summary", has_text=ASK).click()
    page.get_by_label("Why your delegation asks for it").fill(why)
    page.get_by_role("button", name="Ask the Chair").click()


@pytest.mark.clause("O19")
def test_a_delegation_asks_and_the_chair_answers_with_words(
    agreed: Negotiation, open_desk: Callable[..., Desk]
) -> None:
    asking, chairing = open_desk("phone"), open_desk("desk")
    asking.sign_in(agreed.world.focal_points["BR"])
    chairing.sign_in(agreed.world.chair)
    asks(asking.go(PAGE), "Our Parliament passed a law last week.")
    expect(asking.page.get_by_text("It stands as agreed until the Chair has answered.")).to_be_visible()
    fit(asking)
    chair = chairing.go(PAGE)
    expect(chair.get_by_role("heading", name="asks for this paragraph to be opened again")).to_be_visible()
    fit(chairing)
    chair.locator("summary", has_text=LEAVE).click()
    chair.get_by_label("Why it is not opened").fill("In the next round.")
    chair.get_by_role("button", name=f"{LEAVE}, and say so").click()
    expect(chair.get_by_text("In the next round.")).to_be_visible()
    assert standing(agreed, "p1") == "ad_referendum"

    expect(asking.go(PAGE).get_by_text("In the next round.")).to_be_visible()
    asks(asking.page, "The law is in force since today.")
    expect(asking.page.get_by_text("It stands as agreed until the Chair has answered.")).to_be_visible()
    chair = chairing.go(PAGE)
    chair.get_by_role("button", name="Reopen it").click()
    expect(chair.get_by_text("It was opened again.")).to_be_visible()
    fit(chairing)
    expect(asking.go(PAGE).get_by_text("It was opened again.")).to_be_visible()
    fit(asking)
    assert standing(agreed, "p1") != "ad_referendum"
    assert asking.complaints == chairing.complaints == []
