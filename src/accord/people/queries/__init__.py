"""What may be read about people: every question names who asks."""

from accord.people.queries.accounts import Invitation, account_of, actor_of, invitation, person_of
from accord.people.queries.delegations import (
    DelegationRow,
    Room,
    appointment_note,
    delegation,
    delegations,
    expert,
    experts,
    room,
)
from accord.people.queries.groups import (
    Membership,
    Role,
    delegation_of,
    group,
    may_convene,
    meetings,
    membership,
    my_groups,
    officers,
    role_in,
)
from accord.people.queries.parties import parties

__all__ = [
    "DelegationRow",
    "Invitation",
    "Membership",
    "Role",
    "Room",
    "account_of",
    "actor_of",
    "appointment_note",
    "delegation",
    "delegation_of",
    "delegations",
    "expert",
    "experts",
    "group",
    "invitation",
    "may_convene",
    "meetings",
    "membership",
    "my_groups",
    "officers",
    "parties",
    "person_of",
    "role_in",
    "room",
]
