"""A page cannot be declared without a door, and a closed door tells nothing."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, path

from accord import urls
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.web import door
from accord.web.apps import every_page_has_a_door
from accord.web.door import Door, Page, page
from tests.factories.people import World, account, world

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

GROUP_DOORS = ("group_member", "delegations_level", "administers", "focal_point", "room_member")


def _who(_request: HttpRequest, actor: Actor | None, **_values: Any) -> HttpResponse:
    return HttpResponse(actor.label if actor else "nobody")


def _closed(_request: HttpRequest, _actor: Actor) -> HttpResponse:
    raise NotAllowed("this sentence must not be shown")


urlpatterns: list[URLPattern] = [
    page("sign-in/", _who, door=door.anyone, name="sign-in"),
    page("", _who, door=door.anyone, name="home"),
    page("same/", _who, door=door.public, name="same"),
    page("in/", _who, door=door.signed_in, name="in"),
    page("staff/", _who, door=door.secretariat, name="staff"),
    page("form/", _who, door=door.signed_in, name="form", methods=("GET", "POST")),
    page("act/", _who, door=door.signed_in, name="act", methods=("POST",)),
    page("closed/", _closed, door=door.signed_in, name="closed"),
    *(page(f"{name}/<slug:group>/", _who, door=getattr(door, name), name=name) for name in GROUP_DOORS),
    # What stands around the page that answers 405.
    *(each for each in urls.urlpatterns if each.name in {"asset", "help", "guide", "language", "support"}),
]


@pytest.fixture
def plan() -> World:
    return world()


def _client(actor: Actor | None) -> Client:
    client = Client()
    if actor is not None:
        client.force_login(account(actor))
    return client


def test_a_page_without_a_door_cannot_be_imported() -> None:
    with pytest.raises(TypeError):
        page("x/", _who, name="x")  # type: ignore[call-arg]  # the missing door is the point
    with pytest.raises(TypeError, match="needs a Door"):
        page("x/", _who, door=None, name="x")  # type: ignore[arg-type]  # and so is None


def test_a_door_that_asks_about_the_group_needs_it_in_the_route() -> None:
    with pytest.raises(TypeError, match="needs group in its route"):
        page("g/<slug:slug>/", _who, door=door.administers, name="x")


def test_the_check_finds_an_address_without_a_door(monkeypatch: pytest.MonkeyPatch) -> None:
    assert every_page_has_a_door(None) == []
    monkeypatch.setattr(f"{__name__}.urlpatterns", [*urlpatterns, path("side/", HttpResponse)])
    from django.urls import clear_url_caches

    clear_url_caches()
    found = [each for each in run_checks() if each.id == "accord.E001"]
    assert [each.msg for each in found] == ["The address side/ has no door."]


@pytest.mark.clause("O9", "O10")
@pytest.mark.parametrize(
    ("name", "enter"),
    [
        ("group_member", {"chair", "vice_chair", "secretariat", "AG focal point", "AG expert"}),
        ("delegations_level", {"chair", "vice_chair", "secretariat", "AG focal point"}),
        ("administers", {"chair", "vice_chair", "secretariat"}),
        ("focal_point", {"AG focal point"}),
        ("room_member", {"AG focal point", "AG expert"}),
    ],
)
def test_who_enters_by_which_door(plan: World, name: str, enter: set[str]) -> None:
    asked = ("chair", "vice_chair", "secretariat", "AG focal point", "AG expert", "stranger")
    answers = {who: _client(plan.everybody[who]).get(f"/{name}/plan/").status_code for who in asked}
    assert answers == {who: 200 if who in enter else 404 for who in asked}
    assert _client(plan.chair).get(f"/{name}/no-such-group/").status_code == 404


def test_the_secretariat_of_the_installation_is_not_any_chair(plan: World) -> None:
    assert _client(plan.secretariat).get("/staff/").status_code == 200
    assert _client(plan.chair).get("/staff/").status_code == 404


def test_a_stranger_is_shown_the_way_in_and_back() -> None:
    response = Client().get("/in/?a=1&b=2")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=%2Fin%2F%3Fa%3D1%26b%3D2")
    assert Client().head("/in/").status_code == 302
    assert Client().post("/form/").status_code == 404


def test_methods_are_declared(plan: World) -> None:
    client = _client(plan.chair)
    assert client.get("/in/").content == b"chair.plan"
    assert client.head("/in/").status_code == 200
    refused = client.post("/in/")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert client.get("/act/").status_code == 405
    assert client.options("/in/").status_code == 405
    assert client.post("/form/").status_code == 200


def test_what_a_view_may_not_have_is_not_there(plan: World) -> None:
    response = _client(plan.chair).get("/closed/")
    assert response.status_code == 404
    assert b"must not be shown" not in response.content


def test_a_public_page_asks_nothing_about_the_reader(plan: World, django_assert_num_queries: Any) -> None:
    client = _client(plan.chair)
    with django_assert_num_queries(0):
        assert client.get("/same/").content == b"nobody"


def test_a_door_is_a_question_with_a_name() -> None:
    odd = Door("odd", lambda _actor, values: values["n"] % 2 == 1)
    assert (odd(None, {"n": 1}), odd(None, {"n": 2})) == (True, False)
    callback = page("x/<int:n>/", _who, door=odd, name="x").callback
    assert isinstance(callback, Page)
    assert (callback.door, callback.methods) == (odd, ("GET", "HEAD"))
