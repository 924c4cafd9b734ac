"""The grid: every page × method × actor of the product, asked one by one and compared with what was thought out."""

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, Resolver404, URLPattern, resolve, reverse

from accord import urls
from accord.kernel import clocks, queue
from accord.kernel.models import Entry
from accord.library.models import Document
from accord.mailings.models import Letter
from accord.negotiation import actions as acts_of_round
from accord.negotiation.models import Compilation, Output, Wording
from accord.people import actions
from accord.people.models import Account, Appointment, Expert, Office
from accord.web import assets
from accord.web.demo import cast
from accord.web.demo import urls as demo
from accord.web.door import Page
from tests.factories.acting import acting_for
from tests.factories.channels import channels_of
from tests.factories.demo import demo_on, undone
from tests.factories.letters import refused_letter
from tests.factories.library import file_of, pdf_file, publish, version_of
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.passkeys import held_passkey
from tests.factories.people import LONG_AGO, SYSTEM, World, account, make_person, sent_for
from tests.factories.revised import by_word
from tests.factories.standing import record
from tests.factories.timing import lodged, translated
from tests.house import grid, headers
from tests.redline.edits import Insert

pytestmark = pytest.mark.django_db
Values = dict[str, Any]
ROWS = grid.rows()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# What an address names that belongs to one group alone.
OF_A_GROUP = {
    *("document", "file", "version", "delegation", "appointment", "expert", "office"),
    *("proposal", "compilation", "output", "entry", "translation", "question"),
}
WRONG_SECRET = "nothing-opens-with-this"
DEMO_PAGES = {str(pattern.name) for pattern in demo.PAGES}


@dataclass(frozen=True)
class Scene:
    """Two groups with the same cast, the session of each actor, and what each row's address names."""

    sessions: dict[tuple[str, str], str]
    values: dict[str, Values]
    secrets: Values
    browser: Client


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Set the scene once; each request is undone, and at the end so is the scene."""
    with django_db_blocker.unblock(), undone():
        both = {"en": ENGLISH, "es": SPANISH}
        plan, sealed = negotiation(slug="plan", texts=both), negotiation(slug="sealed", sees="after_close")
        sessions = {(n.world.group.slug, name): value for n in (plan, sealed) for name, value in seated(n.world)}
        values = in_plan(plan) | in_sealed(sealed, plan)
        Account.objects.create_user(
            cast.FRONT[0].username, cast.PASSWORD, person=make_person("Helena"), opened_at=LONG_AGO
        )
        issued = actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=make_person("Newly"))
        calendar = acts_of_round.make_feed(actor=plan.world.chair, now=clocks.now(), group=plan.world.group)
        yield Scene(sessions, values, {"activate": issued.secret, "feed": calendar.secret}, Client())


def seated(world: World) -> Iterator[tuple[str, str]]:
    """Have CL's focal point be away, and yield each actor's session by her name in the grid; no session, no account."""
    acting = acting_for(world, "CL")
    actors = {
        "stranger": world.stranger,
        "AG expert": world.experts["AG"],
        "BR expert": world.experts["BR"],
        "AG focal point": world.focal_points["AG"],
        "BR focal point": world.focal_points["BR"],
        "acting for CL": acting,
        "away for CL": world.focal_points["CL"],
        "chair": world.chair,
        "vice chair": world.vice_chair,
        "secretariat": world.secretariat,
    }
    for name in grid.ACTORS:
        browser = Client()
        if actor := actors.get(name):
            browser.force_login(account(actor))
        kept = browser.cookies.get(settings.SESSION_COOKIE_NAME)
        yield name, kept.value if kept else ""


def in_plan(plan: Negotiation) -> dict[str, Values]:
    """Return what the address of each page names in the group whose round is seen at once."""
    world = plan.world
    proposals, documents, people = proposals_of(plan), documents_of(world), people_of(world)
    compilation, output = plan.compile().pk, printed(plan)
    in_round, for_br = {"number": plan.round.number, "language": "en"}, {"proposal": lodged(plan).pk}
    return {
        **(people | documents),
        **{f"{name}{where}": {"proposal": pk} for name in OF_A_PROPOSAL for where, pk in proposals.items()},
        **{name: {"compilation": compilation} for name in OF_A_COMPILATION},
        **{name: {"output": output} for name in OF_AN_OUTPUT},
        **{name: {**in_round, "anchor": "p2"} for name in ("amend", "amend-save")},
        **{name: {"number": plan.round.number} for name in OF_A_ROUND},
        **dict.fromkeys(OF_A_TEXT, in_round),
        **dict.fromkeys(("lodging", "lodged-file", "evidence-file"), for_br),
        **{name: {**in_round, "anchor": "p1"} for name in OF_A_PLACE},
        **by_word(plan),
        **channels_of(plan),
        "confirm": {**in_round, "anchor": "p1", "step": awaited(plan)},
        "record-receipt": {"entry": recorded("round.scheduled", f"group:{world.group.pk}")},
        "record-receipt@room": {"entry": recorded("expert.", f"delegation:{world.delegations['AG'].pk}")},
        "asset": {"stamp": assets.stamp_of("accord.css"), "name": "accord.css"},
        **{name: {"secret": WRONG_SECRET} for name in ("activate", "feed")},
        "translation": {**in_round, "proposal": proposals[""]},
        "translation-file": {"translation": translated(proposals[""]).pk},
        "guide": {"guide": "chair"},
        "support-sent": {"case": "ABCD-2345"},
        **{name: {"kind": "letter", "failed": refused_letter(None).pk} for name in ("failed-again", "failed-aside")},
        "passkey-remove": {"passkey": held_passkey(world.focal_points["AG"])},
        "demo-enter": {"username": cast.FRONT[0].username},
        "demo-letter": {"letter": Letter.objects.order_by("pk")[0].pk},
        "demo-file": {"name": "second-AG_Matriz.docx"},
    }


def printed(plan: Negotiation) -> int:
    """Have the texts for the meeting printed, and return one of them."""
    made = acts_of_round.prepare_outputs(actor=plan.world.chair, now=clocks.now(), base=plan.base())
    queue.drain()
    return made[0].pk


def awaited(plan: Negotiation) -> int:
    """Have the Chair record that the first paragraph waits for AG's word."""
    parties = (plan.world.delegations["AG"],)
    return record(plan, "p1", "pending", parties=parties, taken=()).pk


OF_A_PLACE = ("place", "position", "carried", "record-state", "reopen", "request-reopening", "chair-wording")
OF_A_PROPOSAL = ("check", "visible", "send", "sent", "withdraw", "receipt", "proposal-file")
OF_A_DRAFT = ("draft", "draft-file", "draft-send", "draft-drop", "draft-settle")
OF_A_ROUND = ("round", "move-close", "compilation", "round-rule", "internal-deadline", "lodge", *OF_A_DRAFT)
OF_A_TEXT = (
    *("round-text", "handout", "compile", "outputs", "output-make"),
    *("board", "board-sheet", "board-record", "agenda", "revision", "revision-publish"),
    *("screen", "screen-state", "pack"),
)
OF_AN_OUTPUT = ("output-state", "output-file")
OF_A_COMPILATION = ("compilation-state", "compilation-file", "proof-file")


def proposals_of(plan: Negotiation) -> dict[str, int]:
    """Have AG's proposal stand in place of a former one, and a better file of hers wait to be looked at."""
    former = plan.propose("AG", Insert((0,), 4, "Sovereign "))
    stands = plan.propose("AG", Insert((0,), 4, "Member "))
    return {"": stands.pk, "@superseded": former.pk, "@checking": plan.upload("AG", Insert((1,), 5, "single ")).pk}


def documents_of(world: World) -> dict[str, Values]:
    """Publish, beside the base, a restricted paper and one for reference."""
    base = Document.objects.get(group=world.group)
    shelved = {
        "": base,
        "@restricted": publish(world, data=pdf_file(), folder="supporting", symbol="R-1", distribution="restricted"),
        "@reference": publish(world, data=pdf_file(), symbol="", folder="reference", distribution="general"),
    }
    return {
        **{f"document{where}": {"document": paper.pk} for where, paper in shelved.items()},
        **{f"document-file{where}": {"file": file_of(paper).pk} for where, paper in shelved.items()},
        "document-version-new": {"document": base.pk},
        "document-language-new": {"version": version_of(base).pk},
    }


def people_of(world: World) -> dict[str, Values]:
    """Return the seats, appointments, officers and experts that addresses name."""
    seats = {"": world.delegations["AG"], "@CL": world.delegations["CL"]}
    experts = {where: Expert.objects.get(delegation=world.delegations[where[1:] or "AG"]) for where in ("", "@BR")}
    admitted = actions.admit_expert(
        actor=world.focal_points["AG"],
        now=clocks.now(),
        delegation=world.delegations["AG"],
        who=actions.Newcomer("Delfina", "Paz", "delfina.paz@example.org"),
    )
    held = {"": Appointment.objects.get(delegation=seats[""])}
    held["@CL"] = Appointment.objects.get(delegation=seats["@CL"], kind="acting")
    return {
        **{f"{name}{w}": {"delegation": seat.pk} for name in ("delegation", "acting") for w, seat in seats.items()},
        **{name: {"delegation": seats[""].pk} for name in ("appoint", "hand-over")},
        **{f"end{where}": {"appointment": each.pk} for where, each in held.items()},
        "note": {"appointment": held["@CL"].pk},
        "link": {"person": world.focal_points["AG"].id},
        "link@expert": {"person": admitted.person_id},
        "person-link": {"person": world.chair.id},
        "person-link@expert": {"person": admitted.person_id},
        "end-office": {"office": Office.objects.get(group=world.group, role="vice_chair").pk},
        **{f"{name}{w}": {"expert": each.pk} for name in ("remove", "expert-link") for w, each in experts.items()},
    }


def in_sealed(sealed: Negotiation, plan: Negotiation) -> dict[str, Values]:
    """Return what addresses name in the round that is sealed until its close, where BR has sent its proposal."""
    stands = sealed.propose("BR", Insert((0,), 4, "Member "))
    # There is no way to such a row: the grid shows that the door would hold all the same.
    made = Compilation.objects.get(base=plan.base())
    made.pk, made.base = None, sealed.base()
    made.save(force_insert=True)
    text = Output.objects.filter(base=plan.base())[0]
    text.pk, text.base = None, sealed.base()
    text.save(force_insert=True)
    entry = recorded("proposal.submitted", f"delegation:{sealed.world.delegations['BR'].pk}")
    return {
        **{f"{name}@sealed": {"proposal": stands.pk} for name in OF_A_PROPOSAL},
        **{f"{name}@sealed": {"compilation": made.pk} for name in OF_A_COMPILATION},
        **{f"{name}@sealed": {"output": text.pk} for name in OF_AN_OUTPUT},
        "place@sealed": {"number": sealed.round.number, "language": "en", "anchor": "p1"},
        "position@sealed": {"number": sealed.round.number, "language": "en", "anchor": "p1"},
        "amend@sealed": {"number": sealed.round.number, "language": "en", "anchor": "p2"},
        "record-receipt@sealed": {"entry": entry},
    }


def recorded(kind: str, scope: str) -> int:
    """Return the number of an entry of this kind in this scope."""
    return Entry.objects.filter(kind__startswith=kind, scope=scope).order_by("-index")[0].index


def newcomer(**more: Any) -> Values:
    """Return a person as a form names her."""
    return {"given_name": "Nadia", "family_name": "Gil", "email": "nadia.gil@example.org", "language": "en", **more}


def filled(row: str) -> Values:
    """Return a form filled in, for the pages whose act asks its own question after the door's; else an empty one."""
    name, _, where = row.partition("@")
    wordings = Wording.objects.filter(base__round__group__slug="sealed" if where == "sealed" else "plan")
    until = (clocks.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    note = {"note": SimpleUploadedFile("note.pdf", pdf_file())}
    forms: dict[str, Values] = {
        "activate": {"username": "newly.come", "new": sent_for("seven slow rivers meet", "newly.come")},
        "acting": newcomer(ends_at=until) | note,
        "admit": newcomer(),
        "hand-over": newcomer() | note,
        "language": {"language": "es", "next": "/"},
        "meeting-new": {"number": "7", "title": "", "opens_on": "2031-05-04", "closes_on": ""},
        "officers": newcomer(role="vice_chair"),
        "person-new": newcomer(),
        "position": {"wording": wordings.latest("pk").pk, "stance": "support"},
        "carried": {"wording": wordings.latest("pk").pk, "still": "yes"},
        "support": {"words": "The page stays white.", "reply_to": "ana@example.org"},
    }
    return {"csrfmiddlewaretoken": "as every form has it", **forms.get(name, {})}


def ask(scene: Scene, row: str, method: str, actor: str) -> str:
    """Return the letter of what the actor is answered; what the request did is undone."""
    name, _, where = row.partition("@")
    group = "sealed" if where == "sealed" else "plan"
    values = dict(scene.values.get(row, {}))
    if actor == "link holder" and "secret" in values:
        values["secret"] = scene.secrets[name]
    scene.browser.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: scene.sessions[group, actor]})
    address = address_of(name, group, values)
    with undone():
        if method == "POST":
            answer = scene.browser.post(address, filled(row))
        else:
            answer = scene.browser.generic(method, address)
    assert headers.faults(answer, name) == []
    return letter_of(answer)


def address_of(name: str, group: str, values: Values) -> str:
    """Return the page's address, in the group when it is a page of a group."""
    try:
        return reverse(name, kwargs={"group": group, **values})
    except NoReverseMatch:
        return reverse(name, kwargs=values)


def letter_of(answer: HttpResponseBase) -> str:
    """Return how the grid writes this answer."""
    if answer.status_code in {404, 405, 410}:
        return {404: "x", 405: "-", 410: "e"}[answer.status_code]
    to_sign_in = answer.headers.get("Location", "").startswith(f"{reverse('sign-in')}?next=")
    return "s" if to_sign_in else "o"


def pages() -> dict[str, Page]:
    """Return every page of the product by its name, the demo's too."""
    patterns: list[URLPattern] = [*urls.urlpatterns, *demo.PAGES]
    found = {str(pattern.name): pattern.callback for pattern in patterns}
    return {name: page for name, page in found.items() if isinstance(page, Page)}


def gaps(declared: dict[str, Page], rows: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return what has a page and no row, or a row and no page."""
    answered = {(name, method) for name, page in declared.items() for method in page.methods if method != "HEAD"}
    return answered ^ {(row.partition("@")[0], method) for row, method in rows}


def test_every_page_and_method_has_its_row() -> None:
    assert gaps(pages(), ROWS) == set()


def test_a_page_without_a_row_and_a_row_without_a_page_are_seen() -> None:
    declared = pages()
    rows = set(ROWS) - {("home", "GET"), ("compile", "POST")} | {("palace", "GET"), ("home", "POST")}
    assert gaps(declared, rows) == {("home", "GET"), ("compile", "POST"), ("palace", "GET"), ("home", "POST")}
    with pytest.raises(ValueError, match="Not a row"):
        grid.rows("home GET ooo")


def test_an_address_that_is_no_page_is_no_address() -> None:
    assert len(pages()) == len(urls.urlpatterns) + len(demo.PAGES)
    assert all(isinstance(each, URLPattern) for each in urls.urlpatterns)


@pytest.mark.clause("O3", "O9", "O10", "O11", "O12", "O13")
@pytest.mark.parametrize(("row", "method"), ROWS, ids=map(" ".join, ROWS))
def test_who_may_enter(scene: Scene, row: str, method: str) -> None:
    expected = ROWS[row, method]
    with demo_on() if row in DEMO_PAGES else nullcontext():
        assert {actor: ask(scene, row, method, actor) for actor in grid.ACTORS} == expected
        if method == "GET":
            # The door takes HEAD for GET; one actor of each kind shows that nothing behind it thinks otherwise.
            one_of_each = {letter: actor for actor, letter in expected.items()}
            assert {ask(scene, row, "HEAD", actor): actor for actor in one_of_each.values()} == one_of_each


def test_what_is_another_group_s_is_not_there(scene: Scene) -> None:
    """Whoever may do everything in one group finds nothing of the other under her own group's address."""
    found = []
    tried = 0
    for row, method in ROWS:
        name, _, where = row.partition("@")
        values = scene.values.get(row, {})
        here, there = ("plan", "sealed") if where == "sealed" else ("sealed", "plan")
        if where == "sealed" or "group" not in pages()[name].route or not OF_A_GROUP & values.keys():
            continue
        address = address_of(name, here, values)
        assert address != address_of(name, there, values)
        for actor in ("secretariat", "chair", "AG focal point", "AG expert"):
            scene.browser.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: scene.sessions[here, actor]})
            tried += 1
            with undone():
                answer = scene.browser.post(address, filled(row)) if method == "POST" else scene.browser.get(address)
            if answer.status_code != 404:
                found.append((row, method, actor, answer.status_code))
    assert tried > 100
    assert found == []


@pytest.mark.parametrize("method", METHODS)
def test_a_method_that_a_page_does_not_list_is_answered_405(scene: Scene, method: str) -> None:
    unlisted = {name: page for name, page in pages().items() if method not in page.methods}
    # A request without any reader: the answer cannot depend on who asks.
    answers = {name: page(RequestFactory().generic(method, "/")).status_code for name, page in unlisted.items()}
    assert answers == dict.fromkeys(unlisted, 405)
    with demo_on():
        assert {name for name in unlisted if ask(scene, name, method, "secretariat") != "-"} == set()


def test_outside_the_demo_its_pages_do_not_exist(scene: Scene) -> None:
    with demo_on():
        addresses = [address_of(name, "", scene.values.get(name, {})) for name in sorted(DEMO_PAGES)]
    assert len(addresses) == len(demo.PAGES)
    for address in addresses:
        with pytest.raises(Resolver404):
            resolve(address)
        assert scene.browser.post(address).status_code == 404
