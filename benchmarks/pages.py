"""What the pages cost that everybody opens: every role's home page, and the other main pages, in two worlds.

    python -m benchmarks.pages

The worlds are the demo's (nine delegations in mid-round) and one of 35 delegations whose round holds a thousand
amendments. Prints for each role its home page: the server's CPU time in milliseconds (the median of the views after
the first), the questions to the database, and the size in gzip bytes; then the dearest reader of each other page; then
the floor, a view behind the same middleware that returns a constant page. Exits 1 when a home page is over its budget
(15 ms, 8 questions) or another page asks more than 8.
"""

import logging
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType

from benchmarks import text_page  # first: it chooses the settings and sets Django up

# isort: split
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from tests.factories.people import account, make_actor, make_focal_point, world

from accord import urls
from accord.kernel import clocks
from accord.people.models import Account
from accord.web.demo import cast, story
from accord.web.door import page, public

VIEWS = 15
BUDGET_MS, QUESTIONS = 15.0, 8
HOMES = ("/", "/g/{group}/")
OTHERS = (
    "/g/{group}/text/",
    "/g/{group}/proposal/",
    "/g/{group}/rounds/",
    "/g/{group}/documents/",
    "/g/{group}/delegations/",
    "/g/{group}/meetings/",
    "/g/{group}/room/",
    "/g/{group}/record/",
    "/account/",
    "/help/",
)


@dataclass(frozen=True)
class Cost:
    """What one page cost one reader: CPU milliseconds, questions, gzip bytes."""

    world: str
    who: str
    path: str
    ms: float
    questions: int
    size: int

    def __str__(self) -> str:
        """Return the line that is printed."""
        said = f"{self.ms:6.1f} ms CPU, {self.questions} questions, {self.size / 1024:5.1f} KB gzip"
        return f"{self.world:>5}  {self.path:<16} {self.who:<18} {said}"


def main() -> int:
    """Fill both worlds, measure, print, and return the exit status."""
    call_command("migrate", verbosity=0)
    logging.disable(logging.WARNING)  # which role has which page is found by asking
    readers = [*demo_readers(), *large_readers()]
    module = ModuleType("benchmark_urls")
    floor = page("floor/", lambda _request, _actor: HttpResponse(b"x" * 8000), door=public, name="floor")
    vars(module).update(vars(urls), urlpatterns=[*urls.urlpatterns, floor])
    with override_settings(ROOT_URLCONF=module):
        homes = [cost for reader in readers for cost in costs(*reader, HOMES)]
        others = [cost for reader in readers for cost in costs(*reader, OTHERS)]
        bare = measured("", "", signed_in(readers[0][3]), "/floor/")
    print("\n".join(map(str, homes)))
    print("the other pages, the dearest reader of each:")
    print("\n".join(map(str, dearest(others))))
    print(f"floor: {bare.ms:.1f} ms CPU; dearest home page: {max(each.ms for each in homes):.1f} ms")
    slow = [each for each in homes if each.ms > BUDGET_MS]
    asking = [each for each in (*homes, *others) if each.questions > QUESTIONS]
    print(f"OVER: {', '.join(f'{each.who} {each.path}' for each in (*slow, *asking))}" if slow or asking else "within")
    return int(bool(slow or asking))


Reader = tuple[str, str, str, Account | None]


def demo_readers() -> Iterator[Reader]:
    """Play the demo's story and yield its readers: world, role, group, account."""
    story.load(clocks.now())
    named = {"JM": "looks at her file", "CL": "is acted for", "AG": "has sent nothing"}
    yield "demo", "stranger", cast.GROUP, None
    for player in cast.EVERYBODY:
        who = f"{player.role} {named.get(player.code, '') if player.role == 'focal_point' else ''}".strip()
        shown = {"focal_point": {*named, "BR"}, "expert": {"BR"}}.get(player.role, {player.code})
        if player.code in shown:
            yield "demo", who, cast.GROUP, Account.objects.get(username=player.username)


def large_readers() -> Iterator[Reader]:
    """Fill the world of 35 delegations and yield its readers."""
    plan = world(codes=text_page.CODES)
    text_page.fill(plan)
    acting, ends = make_actor("acting.plan"), clocks.now() + timedelta(days=2)
    code = text_page.CODES[0]
    make_focal_point(plan.delegations[code], acting, kind="acting", ends_at=ends, in_office=False)
    other = text_page.CODES[1]
    shown = {
        "chair": plan.chair,
        "vice_chair": plan.vice_chair,
        "secretariat": plan.secretariat,
        "focal_point": plan.focal_points[other],
        "is acted for": plan.focal_points[code],
        "acting": acting,
        "expert": plan.experts[other],
    }
    for who, actor in shown.items():
        yield "35", who, "plan", account(actor)


def costs(world: str, who: str, group: str, account: Account | None, paths: tuple[str, ...]) -> Iterator[Cost]:
    """Yield what the pages cost that this reader may open."""
    client = signed_in(account)
    for path in paths:
        address = path.format(group=group)
        if client.get(address).status_code == 200:
            yield measured(world, who, client, address, path.format(group="…"))


def signed_in(account: Account | None) -> Client:
    """Return a browser in which this account is signed in, or a stranger's."""
    client = Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="127.0.0.1")
    if account is not None:
        client.force_login(account)
    return client


def measured(world: str, who: str, client: Client, address: str, path: str = "") -> Cost:
    """View a page often and return its cost."""
    with CaptureQueriesContext(connection) as asked:
        size = len(client.get(address).content)
        questions = len(asked)
    times = []
    for _ in range(VIEWS):
        began = time.process_time()
        client.get(address)
        times.append((time.process_time() - began) * 1000)
    return Cost(world, who, path, statistics.median(times), questions, size)


def dearest(found: list[Cost]) -> list[Cost]:
    """Return of each page in each world the reader to whom it costs most."""
    most: dict[tuple[str, str], Cost] = {}
    for each in found:
        before = most.get((each.path, each.world))
        if before is None or each.ms > before.ms:
            most[each.path, each.world] = each
    return list(most.values())


if __name__ == "__main__":
    sys.exit(main())
