"""Nothing is cut off where a language is long or a screen is narrow: boxes and tables show all that they hold."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from accord.people.models import Person
from tests.browser.conftest import Desk
from tests.factories.library import publish
from tests.factories.people import world

CUT = """() => [...document.querySelectorAll("td, th, textarea, main input:not([type=hidden])")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
  .filter((each) => !each.closest(".away"))
  .map((each) => each.value ?? each.textContent)"""


def cut_off(page: Page) -> list[str]:
    """Return the words of each box and cell that does not show all of them."""
    found: list[str] = page.evaluate(CUT)
    return found


def test_the_page_and_time_of_a_question_are_shown_whole_on_a_telephone(
    open_desk: Callable[..., Desk], transactional_db: None, settings: Any
) -> None:
    settings.ACCORD_SUPPORT = "support@example.org"
    page = open_desk("phone").go(f"{reverse('support')}?page=/g/inter-american-plan/rounds/2/text/en/")
    page.get_by_label("Time").fill("22 de septiembre de 2026, 18:00 (Ciudad de Buenos Aires)")
    assert cut_off(page) == []


def test_a_long_date_is_shown_whole_in_the_list_of_documents(
    open_desk: Callable[..., Desk], transactional_db: None
) -> None:
    plan = world()
    publish(plan)
    Person.objects.update(language="pt")
    desk = open_desk("desk")
    desk.sign_in(plan.chair)
    page = desk.go(reverse("documents", kwargs={"group": "plan"}))
    page.evaluate("document.querySelector('.shelf td.end').textContent = '22 de setembro de 2026'")
    assert cut_off(page) == []
