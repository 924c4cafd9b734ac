"""The tables of people, one module per noun."""

from accord.people.models.accounts import Account, LinkToken
from accord.people.models.delegations import Appointment, Delegation, Expert
from accord.people.models.groups import FormalMeeting, Group, Office
from accord.people.models.installation import Installation
from accord.people.models.parties import Party
from accord.people.models.persons import Person

__all__ = [
    "Account",
    "Appointment",
    "Delegation",
    "Expert",
    "FormalMeeting",
    "Group",
    "Installation",
    "LinkToken",
    "Office",
    "Party",
    "Person",
]
