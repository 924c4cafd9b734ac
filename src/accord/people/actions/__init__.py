"""What may be done among people: each act is one transaction, one check, one entry in the record."""

from accord.people.actions.accounts import (
    IssuedLink,
    activate,
    change_language,
    change_password,
    change_settings,
    issue_activation,
    send_activation,
)
from accord.people.actions.appointments import (
    appoint_acting,
    appoint_focal_point,
    end_acting,
    hand_over,
    recall_focal_point,
    settle_offices,
)
from accord.people.actions.experts import admit_expert, remove_expert
from accord.people.actions.groups import (
    Convocation,
    convene_group,
    end_office,
    name_officer,
    schedule_meeting,
    seat_delegation,
)
from accord.people.actions.links import end_link, issue_link
from accord.people.actions.passkeys import add_passkey, prove_passkey, remove_passkey
from accord.people.actions.persons import REGISTRY, Newcomer, enter_person
from accord.people.actions.second_step import (
    Answered,
    answer_second_step,
    make_recovery_codes,
    turn_off_second_step,
    turn_on_second_step,
)
from accord.people.actions.sessions import end_sessions
from accord.people.providers.notes import Note

__all__ = [
    "REGISTRY",
    "Answered",
    "Convocation",
    "IssuedLink",
    "Newcomer",
    "Note",
    "activate",
    "add_passkey",
    "admit_expert",
    "answer_second_step",
    "appoint_acting",
    "appoint_focal_point",
    "change_language",
    "change_password",
    "change_settings",
    "convene_group",
    "end_acting",
    "end_link",
    "end_office",
    "end_sessions",
    "enter_person",
    "hand_over",
    "issue_activation",
    "issue_link",
    "make_recovery_codes",
    "name_officer",
    "prove_passkey",
    "recall_focal_point",
    "remove_expert",
    "remove_passkey",
    "schedule_meeting",
    "seat_delegation",
    "send_activation",
    "settle_offices",
    "turn_off_second_step",
    "turn_on_second_step",
]
