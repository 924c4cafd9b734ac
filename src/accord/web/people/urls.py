"""Pages: delegations and their appointments, our room, officers, formal meetings, convening, the register."""

from django.urls import URLPattern

from accord.web.door import administers, delegations_level, focal_point, group_member, page, room_member, secretariat
from accord.web.people.views import addressees, appointments, delegations, groups, meetings, persons, rooms

GROUP = "g/<slug:group>"
SEAT = f"{GROUP}/delegations/<int:delegation>"
FORM = ("GET", "POST")

urlpatterns: list[URLPattern] = [
    page(f"{GROUP}/delegations/", delegations.delegations, door=delegations_level, name="delegations"),
    page(f"{GROUP}/delegations/seat/", delegations.seat, door=administers, name="seat", methods=FORM),
    # Who speaks for a delegation; its regular focal point arranges who acts for her, also while somebody does.
    page(f"{SEAT}/", delegations.delegation, door=group_member, name="delegation"),
    page(f"{SEAT}/appoint/", appointments.appoint, door=administers, name="appoint", methods=FORM),
    page(f"{SEAT}/hand-over/", appointments.hand_over, door=administers, name="hand-over", methods=FORM),
    page(f"{SEAT}/acting/", appointments.acting, door=group_member, name="acting", methods=FORM),
    page(f"{GROUP}/appointments/<int:appointment>/end/", appointments.end, door=group_member, name="end", methods=FORM),
    page(f"{GROUP}/appointments/<int:appointment>/note/", appointments.note, door=delegations_level, name="note"),
    page(f"{GROUP}/appointments/<int:person>/link/", persons.send, door=administers, name="link", methods=("POST",)),
    # The delegation's own room
    page(f"{GROUP}/room/", rooms.room, door=room_member, name="experts"),
    page(f"{GROUP}/room/admit/", rooms.admit, door=focal_point, name="admit", methods=FORM),
    page(f"{GROUP}/room/<int:expert>/remove/", rooms.remove, door=focal_point, name="remove", methods=FORM),
    page(f"{GROUP}/room/<int:expert>/link/", rooms.send, door=focal_point, name="expert-link", methods=("POST",)),
    # Chair, Vice-Chairs, Secretariat
    page(f"{GROUP}/officers/", groups.officers, door=administers, name="officers", methods=FORM),
    page(f"{GROUP}/officers/<int:office>/end/", groups.end_office, door=administers, name="end-office", methods=FORM),
    page(f"{GROUP}/addressees/", addressees.addressees, door=administers, name="addressees", methods=FORM),
    # Formal meetings
    page(f"{GROUP}/meetings/", meetings.meetings, door=group_member, name="meetings"),
    page(f"{GROUP}/meetings/new/", meetings.schedule, door=administers, name="meeting-new", methods=FORM),
    # The installation's secretariat
    page("groups/new/", groups.convene, door=secretariat, name="convene", methods=FORM),
    page("persons/", persons.persons, door=secretariat, name="persons"),
    page("persons/new/", persons.enter, door=secretariat, name="person-new", methods=FORM),
    page("persons/<int:person>/link/", persons.send, door=secretariat, name="person-link", methods=("POST",)),
]
