"""Accounts, whose they are, and the invitations to open one."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accord.kernel import actor as actors
from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.people.models import Account, Installation, LinkToken, Person
from accord.people.policy import PERSON_INVITED_BY, PERSON_REGISTERED, PERSON_SELF, serves_the_installation
from accord.people.queries.alphabet import alphabetical


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a personal link opens: the choice of user name and password, or of a new password."""

    token: LinkToken
    person: Person
    # The user name she has already, which stays; None when it is still to be chosen.
    username: str | None
    offered: str


def actor_of(account: Account) -> Actor:
    """Return the actor who is signed in with the account; the record names her by her user name."""
    return actors.person(account.person_id, account.username)


def person_of(actor: Actor) -> Person:
    """Return the person behind the actor; NotAllowed when it is not a person who acts."""
    found = PERSON_SELF.filter(actor, Person.objects.all()).first()
    if found is None:
        raise NotAllowed
    return found


def persons(actor: Actor, search: str = "", *, limit: int = 200) -> list[Person]:
    """Return the persons of the register whose name or address holds the words, to the installation's secretariat.

    Whoever is known to a delegation's own room alone is not among them (O12).
    """
    if not serves_the_installation(actor):
        raise NotAllowed
    found = PERSON_REGISTERED.filter(actor, Person.objects.select_related("account"))
    for word in search.split()[:6]:
        found = found.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word))
    shown = found.order_by("family_name", "given_name", "pk")[:limit]
    return alphabetical(shown, name=lambda each: f"{each.family_name} {each.given_name}")


def person(actor: Actor, pk: int) -> Person:
    """Return a person to those who may have her sent her link; NotAllowed to everybody else."""
    found = PERSON_INVITED_BY.filter(actor, Person.objects.filter(pk=pk)).first()
    if found is None:
        raise NotAllowed
    return found


def account_of(actor: Actor) -> Account | None:
    """Return the actor's own account, with its person."""
    if actor.kind != "person":
        return None
    return Account.objects.select_related("person").filter(person=actor.id).first()


def installation(actor: Actor | None) -> str:  # noqa: ARG001  public: it stands in every page on which a password is typed
    """Return the installation's own name (32 hex digits), which is of the salt of every password."""
    return Installation.objects.values_list("name", flat=True).get()


def invitation(
    actor: Actor | None,  # noqa: ARG001  the secret is the right
    secret: str,
    *,
    at: datetime | None = None,
) -> Invitation | None:
    """Return what the link opens at the instant (now); None when it is unknown, used, withdrawn or out of date."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    live = LinkToken.objects.filter(revoked_at__isnull=True, used_count=0, expires_at__gt=at or clocks.now())
    token = live.filter(sha256=digest, purpose="activation").select_related("person").first()
    if token is None:
        return None
    held = Account.objects.filter(person=token.person_id).values_list("username", flat=True).first()
    return Invitation(token, token.person, held, "" if held else _offer_username(token.person))


def _offer_username(person: Person) -> str:
    """Return a user name made of the person's name that nobody has yet; it is only offered."""
    bare = unicodedata.normalize("NFKD", f"{person.given_name}.{person.family_name}".lower())
    plain = re.sub(r"[^a-z0-9.-]+", "-", "".join(c for c in bare if not unicodedata.combining(c)))
    stem = re.sub(r"[.-]{2,}", ".", plain).strip(".-")[:26].strip(".-")
    stem = stem if len(stem) >= 3 else "delegate"
    taken = set(Account.objects.filter(username__startswith=stem).values_list("username", flat=True))
    return next(name for n in range(1, len(taken) + 3) if (name := stem if n == 1 else f"{stem}{n}") not in taken)
