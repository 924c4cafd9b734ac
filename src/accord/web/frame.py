"""What stands around every page: who reads, in which group and role, that role's tabs, and what is asked of her."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.kernel.actor import Actor
from accord.people import queries
from accord.people.queries import Role
from accord.web.reader import Reader, person_in

Words = str | Promise


class GroupShown(Protocol):
    """What the frame reads of a group."""

    @property
    def slug(self) -> str:
        """The group's name in addresses."""

    @property
    def name(self) -> str:
        """The group's name for people."""

    @property
    def kind(self) -> str:
        """Whether it negotiates on two levels ("two_level") or is a plain group ("plain")."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The three answers at the top of a page: one sentence, one button, by when.

    `due` with the zones of the `official` clock and of the `capital`, and what these are called, gives the clocks;
    `tone` is "", "warn" or "done".
    """

    sentence: Words
    detail: Words = ""
    label: Words = ""
    href: str = ""
    due: datetime | None = None
    official: str = ""
    capital: str = ""
    tone: str = ""
    capital_name: str = ""
    official_name: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a group: its word, its address, whether the reader stands on it."""

    label: Words
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What base.html prints around the content; `group`, `role` and `tabs` are empty outside a group."""

    reader: Reader | None = None
    group: GroupShown | None = None
    role: Role | None = None
    tabs: tuple[Tab, ...] = ()


LEVEL = frozenset({"chair", "vice_chair", "secretariat", "focal_point"})
EVERYBODY = LEVEL | {"expert", "away"}
TABS: tuple[tuple[str, Words, frozenset[str]], ...] = (
    ("overview", _("Overview"), EVERYBODY),
    ("text", _("The text"), LEVEL),
    ("documents", _("Documents"), EVERYBODY),
    ("delegations", _("Delegations"), LEVEL),
    ("experts", _("Our room"), frozenset({"focal_point", "expert"})),
    ("meetings", _("Meetings"), EVERYBODY),
    ("record", pgettext_lazy("the group's record of acts", "Record"), LEVEL),
)
"""Name of the page (its address carries `group`), word on the tab, roles that see it."""


def frame(
    request: HttpRequest,
    actor: Actor | None,
    group: Any = None,
    *,
    current: str = "",
    role: Role | None = None,
) -> dict[str, Any]:
    """Return the context base.html needs: `frame`. `current` is the page name of the tab one stands on.

    `group` is what `people.queries` gave the view. A view that already has the reader's role (from
    `queries.membership`) passes it, and saves two queries.
    """
    reader = person_in(request) if actor is not None else None
    if actor is None or group is None:
        return {"frame": Frame(reader=reader)}
    held = role or queries.role_in(actor, group)
    kind = held.kind if held else ""
    return {"frame": Frame(reader, group, held, tuple(_tabs(group.slug, kind, current)))}


def _tabs(slug: str, kind: str, current: str) -> Iterator[Tab]:
    """Yield the tabs of a role; a page this installation does not carry has no tab."""
    for name, words, roles in TABS:
        if kind not in roles:
            continue
        try:
            href = reverse(name, kwargs={"group": slug})
        except NoReverseMatch:
            continue
        yield Tab(words, href, current=name == current)
