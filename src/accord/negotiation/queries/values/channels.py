"""What pages say of official channels: what went out when and to whom, and what became of each letter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Delivery = Literal["accepted", "refused", "waiting"]


@dataclass(frozen=True, slots=True)
class SentView:
    """One letter of a dispatch: to whom, in which language, what became of it, and what a server that refused said.

    `carried`: the file went with it; else it says where the file stands, which is no delivery of the document.
    """

    name: str
    office: str
    code: str
    language: str
    delivery: Delivery
    at: datetime | None
    answer: str
    carried: bool = True


@dataclass(frozen=True, slots=True)
class DispatchedView:
    """One dispatch of a version; `of` counts the official addressees that the group had then."""

    id: int
    version: int
    at: datetime
    by: str
    note: str
    letters: tuple[SentView, ...]
    of: int

    def count(self, delivery: Delivery) -> int:
        """Return how many of its letters stand so."""
        return sum(each.delivery == delivery for each in self.letters)

    @property
    def not_carried(self) -> int:
        """How many of its letters went without the file, which is too large for them."""
        return sum(not each.carried for each in self.letters)


@dataclass(frozen=True, slots=True)
class AddresseeView:
    """An official addressee: which language version goes to it, and when it was sent last ("" and None: never).

    `attached`: the file fits into a letter; else the letter says where it stands and whom to ask.
    """

    id: int
    name: str
    office: str
    code: str
    language: str
    sent_at: datetime | None
    delivery: Delivery | Literal[""]
    attached: bool = True


@dataclass(frozen=True, slots=True)
class OutgoingView:
    """A file that can go out: its language, name and size in bytes; too large for a letter, it is linked instead."""

    language: str
    filename: str
    size: int
    attached: bool


@dataclass(frozen=True, slots=True)
class DispatchPage:
    """What can be sent to whom: the version's files, and the group's official addressees."""

    document: int
    version: int
    symbol: str
    title: str
    official: bool
    files: tuple[OutgoingView, ...]
    addressees: tuple[AddresseeView, ...]
