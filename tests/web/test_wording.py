"""What stands in the way is said in Accord's words, in the reader's language, and tells her what to do."""

from collections.abc import Iterator

import pytest
from django import forms
from django.utils import translation

from accord.people.models import Delegation, Office
from accord.web.people.forms import OfficerForm, PersonForm, SeatForm
from tests.factories.people import World, make_actor, world
from tests.web.test_people import browser


class Everything(forms.Form):
    """One field of each kind that a page has."""

    words = forms.CharField(max_length=5)
    address = forms.EmailField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    choices = forms.MultipleChoiceField(choices=[("a", "A")])
    file = forms.FileField()
    day = forms.DateField()
    moment = forms.DateTimeField()


EMPTY = {
    "words": "Fill this in.",
    "address": "Fill this in.",
    "choice": "Choose one.",
    "choices": "Choose at least one.",
    "file": "Choose the file first.",
    "day": "Fill this in.",
    "moment": "Give a date and a time.",
}
TYPED = {"words": "twelve signs", "address": "ana", "day": "tomorrow", "moment": "soon"}
WRONG = {
    "words": "Too long: 5 characters fit, and this has 12. Shorten it.",
    "address": "This is not a whole e-mail address. One looks like name@example.org.",
    "day": "Write the date as 2026-11-30.",
    "moment": "Write the date and the time as 2026-11-30 18:00.",
}


def said(given: dict[str, str]) -> dict[str, str]:
    return {name: str(errors[0]) for name, errors in Everything(given).errors.items()}


def test_what_is_missing_or_wrong_is_said_with_what_to_do() -> None:
    with translation.override("en"):
        assert said({}) == EMPTY
        assert said(TYPED) == {**EMPTY, **WRONG}
        assert said({**TYPED, "words": "a\0b"})["words"] == "This holds a sign that cannot be kept. Type it once more."


@pytest.fixture(params=["es", "fr", "pt"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def test_no_sentence_of_django_s_is_left_in_another_language(language: str) -> None:
    assert not set(said({}).values()) & set(EMPTY.values()), language
    assert not {said(TYPED)[name] for name in WRONG} & set(WRONG.values()), language


def test_nobody_is_named_in_a_language_that_nobody_chose(language: str) -> None:
    assert PersonForm()["language"].value() == language
    assert OfficerForm()["language"].value() == language
    assert PersonForm({"language": "en"})["language"].value() == "en"


@pytest.fixture
def plan(db: None) -> World:
    return world(codes=("AG",))


def test_no_party_is_seated_by_a_press_of_the_button(plan: World) -> None:
    assert SeatForm().offer([("AF", "Afghanistan")])["party"].value() is None
    client = browser(plan.secretariat)
    page = client.get("/g/plan/delegations/seat/").content.decode()
    assert page.index('<option value="" selected>Choose a party</option>') < page.index('<option value="AF">')
    answer = client.post("/g/plan/delegations/seat/", {"party": ""})
    assert (answer.status_code, "Party: Choose one." in answer.content.decode()) == (422, True)
    assert Delegation.objects.count() == 1


def test_no_chair_is_replaced_by_a_form_whose_office_nobody_chose(plan: World) -> None:
    before = set(Office.objects.values_list("pk", "until"))
    typed = {"role": "", "given_name": "Eva", "family_name": "", "email": "eva@example.org", "language": "en"}
    answer = browser(plan.chair).post("/g/plan/officers/", typed)
    page = answer.content.decode()
    assert (answer.status_code, "Office: Choose one." in page, 'value="eva@example.org"' in page) == (422, True, True)
    assert set(Office.objects.values_list("pk", "until")) == before


def test_a_question_is_not_printed_before_its_answer(plan: World) -> None:
    page = browser(plan.chair).post("/support/", {"words": ""}).content.decode()
    assert ">Say what you wanted to do.</a>" in page
    assert ">Where the answer goes: Fill this in.</a>" in page


def test_a_tick_stands_before_its_words(db: None) -> None:
    staff = make_actor("staff.member", is_secretariat=True)
    page = browser(staff).get("/persons/new/").content.decode()
    assert page.count('<label class="ticked"') == 2
    assert page.index('name="send"') < page.index("Send the link that opens the account")
