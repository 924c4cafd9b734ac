"""Who may read and who may administer documents: each permission is one condition."""

from django.db.models import Q

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.policy import NOTHING, Rule
from accord.library.models import Distribution, Document, Folder, HeldFile, LanguageVersion, Version
from accord.people.models import Group
from accord.people.policy import GROUP_ADMINISTERED, GROUP_AT_DELEGATIONS_LEVEL, GROUP_OF_EXPERT

# What an expert in the capital needs for her work, and no more: never what is restricted, never the working papers.
EXPERTS_FOLDERS = (Folder.BASE, Folder.SUPPORTING)
EXPERTS_DISTRIBUTION = (Distribution.GENERAL, Distribution.LIMITED)


def sender(actor: Actor) -> int:
    """Return the person who acts: documents are sent and published by people, never by the system or a link."""
    if actor.kind != "person" or actor.id is None:
        raise NotAllowed
    return actor.id


def _readable(actor: Actor, path: str = "") -> Q:
    delegations_level = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.all())
    any_member = GROUP_OF_EXPERT.filter(actor, Group.objects.all())
    return Q(**{f"{path}group__in": delegations_level.values("pk")}) | Q(
        **{
            f"{path}group__in": any_member.values("pk"),
            f"{path}folder__in": EXPERTS_FOLDERS,
            f"{path}distribution__in": EXPERTS_DISTRIBUTION,
        }
    )


def _administered(actor: Actor, path: str = "") -> Q:
    return Q(**{f"{path}group__in": GROUP_ADMINISTERED.filter(actor, Group.objects.all()).values("pk")})


def _own_held(actor: Actor) -> Q:
    return Q(person=actor.id) & _administered(actor) if actor.kind == "person" else NOTHING


DOCUMENT_READABLE = Rule("may read the document", Document, _readable)
DOCUMENT_ADMINISTERED = Rule("may add to the document", Document, _administered)
VERSION_ADMINISTERED = Rule("may add to the version", Version, lambda actor: _administered(actor, "document__"))
LANGUAGE_VERSION_READABLE = Rule(
    "may read the file", LanguageVersion, lambda actor: _readable(actor, "version__document__")
)
HELD_FILE_OWN = Rule("sent the file that waits", HeldFile, _own_held)
