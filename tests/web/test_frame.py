"""What stands around every page: headers, language, clock, tabs by role, assets, error pages."""

import logging
import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accord.people.models import Person
from accord.web import assets
from accord.web.frame import TABS, Ask, frame
from tests.factories.people import World, account, world

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


@pytest.fixture
def plan() -> World:
    return world()


def _render(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize("path", ["/", "/help/", "/nothing-here/", "accord.css"])
def test_every_answer_carries_the_security_headers(client: Client, path: str) -> None:
    response = client.get(path if path.startswith("/") else assets.address(path))
    said = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert said == STRICT
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "noindex" in response["X-Robots-Tag"]


def test_pages_are_not_kept_and_assets_are(client: Client) -> None:
    assert "no-store" in client.get("/")["Cache-Control"]
    for name in assets.KINDS:
        response = client.get(assets.address(name))
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["Content-Type"].startswith(assets.KINDS[name])
        assert not response.cookies
    assert client.get("/assets/000000000000/accord.css").status_code == 404
    assert client.get(assets.address("accord.css").replace("accord.css", "secret_key")).status_code == 404


def test_a_page_with_its_assets_stays_small(client: Client) -> None:
    # The worker is fetched where a password is typed only, and has its own limit (test_worker.py).
    paths = ("/", *(assets.address(name) for name in assets.KINDS if name != "sealing.js"))
    squeezed = [client.get(path, headers={"accept-encoding": "gzip"}).content for path in paths]
    assert sum(map(len, squeezed)) < 40 * 1024


def test_the_reader_reads_in_her_language_and_on_her_clock(client: Client, plan: World) -> None:
    Person.objects.filter(pk=plan.chair.id).update(language="pt", zone="America/Sao_Paulo")
    client.force_login(account(plan.chair))
    response = client.get("/help/", headers={"accept-language": "fr"})
    assert '<html lang="pt" dir="ltr">' in response.content.decode()
    assert timezone.get_current_timezone_name() == "UTC"


def test_an_address_that_leads_nowhere_says_so_in_the_readers_language(client: Client, plan: World) -> None:
    Person.objects.filter(pk=plan.chair.id).update(language="es")
    client.force_login(account(plan.chair))
    page = client.get("/nothing-here/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="es"' in page
    assert "Aquí no hay ninguna página para usted" in page


def test_a_stranger_keeps_the_browser_s_language(client: Client) -> None:
    assert '<html lang="es"' in client.get("/", headers={"accept-language": "es-AR"}).content.decode()


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        ("chair", {"experts"}),
        ("secretariat", {"experts"}),
        ("AG focal point", set()),
        ("AG expert", {"text", "delegations", "record"}),
    ],
)
def test_tabs_by_role(client: Client, plan: World, who: str, hidden: set[str]) -> None:
    seen = {name for name, _words, roles in TABS if _role(plan, who) in roles}
    assert seen == {name for name, _words, _roles in TABS} - hidden
    client.force_login(account(plan.everybody[who]))
    page = client.get("/g/plan/").content.decode()
    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)
    assert tabs is not None
    assert tabs[0].count('aria-current="page"') == 1
    assert tabs[0].count("<a ") == len(seen)


@pytest.mark.parametrize("who", ["chair", "vice_chair", "secretariat", "BR focal point", "BR expert"])
def test_every_tab_and_menu_leads_to_a_page(client: Client, plan: World, who: str) -> None:
    client.force_login(account(plan.everybody[who]))
    page = client.get("/g/plan/").content.decode()
    frame_only = "".join(re.findall(r"<header.*?</header>|<nav.*?</nav>|<footer.*?</footer>", page, re.DOTALL))
    answers = {path: client.get(path).status_code for path in re.findall(r'href="(/[^"]*)"', frame_only)}
    assert {path: code for path, code in answers.items() if code != 200} == {}
    assert set(re.findall(r'action="([^"]*)"', frame_only)) == {reverse("language"), reverse("sign-out")}


def _role(plan: World, who: str) -> str:
    return who.removeprefix("AG ").replace(" ", "_")


def test_the_frame_outside_a_group_has_no_tabs(rf: object, plan: World) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]  # pytest-django's request factory
    request.user = account(plan.chair)
    shown = frame(request, plan.chair)["frame"]
    assert (shown.group, shown.tabs, shown.reader.pk) == (None, (), plan.chair.id)


def test_error_pages_give_a_number_that_the_log_knows(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    response = client.get("/no/such/page/")
    number = re.search(r'class="n">([0-9a-f]{8})<', response.content.decode())
    assert response.status_code == 404
    assert number is not None
    said = [vars(record)["fields"] for record in caplog.records if record.name == "accord.request"]
    assert [(each["number"], each["status"], each["route"]) for each in said] == [(number[1], 404, "-")]


def test_a_fault_of_ours_is_said_calmly(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("accord.people.queries.my_groups", lambda _actor: 1 / 0)
    client.force_login(account(world().chair))
    response = client.get("/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_form_without_its_token_is_refused_calmly() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "es"})
    assert response.status_code == 403
    assert "open too long" in response.content.decode()


NEW_YORK_1800 = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


def test_three_clocks_name_their_places_and_say_another_day() -> None:
    with timezone.override("Asia/Tokyo"), translation.override("en"):
        tag = '{% clocks at official="America/New_York" capital="America/Antigua" capital_name="St. John’s" %}'
        page = _render(tag, at=NEW_YORK_1800)
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert words.startswith("22 November, 18:00 New York (official) 19:00 St. John’s (capital) 23 November, 08:00 your")


def test_dates_are_in_the_reader_s_language_and_zone() -> None:
    with timezone.override("Asia/Tokyo"):
        said = {}
        for language in ("en", "es", "fr", "pt"):
            with translation.override(language):
                said[language] = _render("{{ at|day }}", at=NEW_YORK_1800)
    assert said == {
        "en": "23 November 2026",
        "es": "23 de noviembre de 2026",
        "fr": "23 novembre 2026",
        "pt": "23 de novembro de 2026",
    }
    assert _render("{{ on|day }}{{ none|day }}{{ none|moment }}{{ none|relative }}", on=date(2026, 1, 2), none=None)


def test_the_ask_is_one_sentence_one_button() -> None:
    page = _render("{% ask asked %}", asked=Ask("Say <yes>.", "Why.", "Do it", "/do/", tone="warn"))
    assert "Say &lt;yes&gt;." in page
    assert page.count('class="button"') == 1
    assert "clocks" not in page
    assert "button" not in _render("{% ask asked %}", asked=Ask("Nothing is asked of you now."))


def test_a_delegation_has_one_hue_everywhere() -> None:
    hues = {_render("{{ code|hue }}", code=code) for code in ("AG", "AR", "BR", "CA", "CL", "MX", "PE", "UY", "US")}
    assert hues <= {f"d{n}" for n in range(1, 8)}
    assert len(hues) >= 5
    assert _render("{{ code|hue }}", code="ag") == _render("{{ code|hue }}", code="AG")


def test_the_remembered_bar_carries_this_request_s_token_and_address() -> None:
    there = world()
    for actor in (there.chair, there.focal_points["AG"], there.chair):
        client = Client(enforce_csrf_checks=True)
        client.force_login(account(actor))
        for path in ("/g/plan/?a=%22b", "/g/plan/documents/", "/account/"):
            page = client.get(path).content.decode()
            assert "\0" not in page
            assert f'name="next" value="{path}"' in page
            token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
            given = {"csrfmiddlewaretoken": token, "language": "en", "next": path}
            assert client.post("/language/", given).status_code == 303


def test_the_remembered_bar_names_its_own_reader() -> None:
    there = world()
    for actor in (there.chair, there.focal_points["AG"], there.focal_points["BR"], there.chair):
        client = Client()
        client.force_login(account(actor))
        bar = client.get("/g/plan/").content.decode().partition("<main")[0]
        assert f"<summary>{account(actor).person}</summary>" in bar
        assert (">AG<" in bar, ">BR<" in bar) == (actor == there.focal_points["AG"], actor == there.focal_points["BR"])
