"""Plays the demo's story into an empty installation, act by act, as its people would; models are never written to."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accord.kernel import actor as actors
from accord.kernel import queue
from accord.kernel.actor import Actor
from accord.kernel.derivation import derive
from accord.library import actions as library
from accord.negotiation import actions as negotiation
from accord.negotiation import queries as negotiating
from accord.people import actions as people
from accord.people import queries
from accord.people.providers.notes import Note
from accord.web.demo import cast, drafted, official, second_act, silent
from accord.web.demo.cast import Player

FILES = Path(__file__).parent / "files"
STORYTELLER = actors.system("demo")
STREAMLINED = "Streamlined by the Chair after the third formal meeting."
OFFICIAL_ZONE = "America/New_York"
ON_PAPER = "PE"
TITLE = "Draft Inter-American Plan for Disaster Prevention, Response and Humanitarian Assistance"
SPANISH_TITLE = (
    "Proyecto de Plan Interamericano para la Prevención y la Respuesta ante Desastres y la Asistencia Humanitaria"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Where the story stands: the three in front, the delegations' focal points, the group's name in addresses."""

    front: dict[str, Actor]
    focal_points: dict[str, Actor]
    slug: str

    @property
    def staff(self) -> Actor:
        """The Technical Secretariat, who does the administrative acts."""
        return self.front["secretariat"]


def load(now: datetime) -> None:
    """Play the whole story so that `now` falls into its second round, which closes tomorrow evening in Washington."""
    table = convene(now - timedelta(days=44))
    publish_papers(table, now - timedelta(days=42))
    first_round(table, now)
    official.play(table.staff, table.slug, now - timedelta(days=34))
    second_round(table, now)
    second_act.play(table.front["chair"], table.focal_points, table.slug, now - timedelta(hours=9))
    drafted.begin(table.focal_points["MX"], table.slug, now - timedelta(hours=2))
    silent.play(
        table.staff, table.focal_points, table.slug, now - timedelta(hours=20), evening(now + timedelta(days=3))
    )
    capitals(table, now)
    queue.drain()


def convene(now: datetime) -> Table:
    """Enter the Secretariat, convene the group, name officers, appoint the focal points with their missions' notes."""
    staff_player = next(player for player in cast.FRONT if player.role == "secretariat")
    staff_person = people.enter_person(actor=STORYTELLER, now=now, who=newcomer(staff_player), is_secretariat=True)
    staff = open_account(staff_person, staff_player, now)
    terms = people.Convocation(
        body="Permanent Council of the Organization",
        name="Working Group on the Inter-American Plan",
        official_zone=OFFICIAL_ZONE,
        official_place="Washington",
        languages=("en", "es"),
        parties=tuple(player.code for player in cast.FOCAL_POINTS),
        slug=cast.GROUP,
    )
    group = people.convene_group(actor=staff, now=now, terms=terms)
    front = {"secretariat": staff}
    for player in cast.FRONT:
        if player is not staff_player:
            office = people.name_officer(actor=staff, now=now, group=group, who=newcomer(player), role=player.role)
            front[player.role] = open_account(office.person, player, now)
    rows = {row.delegation.code: row.delegation for row in queries.delegations(staff, group)}
    focal_points = {}
    for player in cast.FOCAL_POINTS:
        note = Note(f"Note {player.code}.pdf", read(f"notes/{player.code}.pdf"))
        seat = rows[player.code]
        made = people.appoint_focal_point(actor=staff, now=now, delegation=seat, who=newcomer(player), note=note)
        focal_points[player.code] = open_account(made.person, player, now)
    return Table(front, focal_points, group.slug)


def publish_papers(table: Table, now: datetime) -> None:
    """Fill the folders of reference and supporting documents."""
    group = queries.group(table.staff, table.slug)
    library.name_base_folder(actor=table.staff, now=now, group=group, name="Inter-American Plan")
    papers = (
        ("supporting", "AG/RES. 2647/26", "Mandate of the Joint Working Group", "general", "mandate"),
        ("supporting", "GT/PIPC/doc.2/26", "Work schedule of the Joint Working Group", "limited", "schedule"),
        ("reference", "", "Existing mechanisms in the hemisphere: a survey", "general", "mechanisms"),
        ("reference", "", "Losses from disasters, 2015–2024", "general", "losses"),
    )
    for folder, symbol, title, distribution, name in papers:
        classification = library.Classification(folder, symbol, title, distribution, "en", now.date())
        held = library.receive_file(
            actor=table.staff, now=now, group=group, data=read(f"papers/{name}.pdf"), filename=f"{title}.pdf"
        )
        library.publish_document(
            actor=table.staff, now=now, group=group, classification=classification, language="en", held=held
        )


def first_round(table: Table, now: datetime) -> None:
    """Publish the first draft, hold a round on it that is closed now, and compile it."""
    began = now - timedelta(days=35)
    group = queries.group(table.staff, table.slug)
    classification = library.Classification("base", "GT/PIPC/doc.4/26", TITLE, "limited", "en", began.date())
    held = hold(table, began, "first/Matriz.docx")
    document = library.publish_document(
        actor=table.staff, now=began, group=group, classification=classification, language="en", held=held
    )
    meeting = people.schedule_meeting(
        actor=table.staff,
        now=began,
        group=group,
        number=3,
        title="Third formal meeting",
        opens_on=(now - timedelta(days=19)).date(),
        closes_on=(now - timedelta(days=18)).date(),
    )
    round_ = negotiation.schedule_round(
        actor=table.front["chair"],
        now=began,
        group=group,
        version=document.versions.get(),
        meeting=meeting,
        opens_at=began,
        closes_at=evening(now - timedelta(days=24)),
        zone=OFFICIAL_ZONE,
        sees="after_close",
    )
    for days, code in enumerate(("BR", "AR", "PE", "MX", "CA")):
        at, name = began + timedelta(days=3 + days, hours=2), f"first/{code}_Matriz.docx"
        if code == ON_PAPER:
            lodge(table, code, name, round_, at)
        else:
            propose(table, code, name, round_.number, at)
    base = negotiating.find_base(table.staff, group, round_.number, "en")
    negotiation.compile_round(actor=table.staff, now=now - timedelta(days=23), base=base)
    negotiation.prepare_outputs(actor=table.staff, now=now - timedelta(days=23), base=base)
    queue.drain()


def second_round(table: Table, now: datetime) -> None:
    """Publish rev. 1 and hold the round of today on it: seven proposals stand, one waits to be looked at."""
    began = now - timedelta(days=12)
    group = queries.group(table.staff, table.slug)
    version = revise(table, began)
    meeting = people.schedule_meeting(
        actor=table.staff,
        now=began,
        group=group,
        number=4,
        title="Fourth formal meeting",
        opens_on=(now + timedelta(days=12)).date(),
        closes_on=(now + timedelta(days=13)).date(),
    )
    round_ = negotiation.schedule_round(
        actor=table.front["chair"],
        now=began,
        group=group,
        version=version,
        meeting=meeting,
        opens_at=began,
        closes_at=evening(now + timedelta(days=1)),
        zone=OFFICIAL_ZONE,
        sees="at_once",
    )
    negotiation.set_round_rule(actor=table.front["chair"], now=began, round=round_, late="stamp", reminders=(48, 6))
    for hours, code in ((130, "BR"), (118, "AR"), (96, "CL"), (71, "CA"), (49, "CO"), (26, "MX"), (20, "PE")):
        name = f"second/{code}_Matriz{'_es' if code == 'CO' else ''}.docx"
        propose(table, code, name, round_.number, now - timedelta(hours=hours))
    receive(table, "JM", "second/JM_Matriz.docx", round_.number, now - timedelta(minutes=35))


def revise(table: Table, now: datetime) -> Any:
    """Publish rev. 1 as the Chair edited it in Word, with whose each difference is, and its Spanish."""
    group, chair = queries.group(table.staff, table.slug), table.front["chair"]
    base = negotiating.find_base(chair, group, 1, "en")
    row = negotiation.begin_revision(actor=chair, now=now, base=base, way="upload")
    row = negotiation.upload_revision(
        actor=chair, now=now, revision=row, data=read("second/Matriz.docx"), filename="Matriz.docx"
    )
    for each in negotiating.edited(chair, base, row).differences:
        if not each.explained:
            near = negotiating.find_wordings(chair, row, (one.id for one in each.candidates if one.cited == each.cited))
            whose = {"wordings": near} if near else {"chair": True}
            negotiation.assign(actor=chair, now=now, revision=row, ordinal=each.ordinal, note=STREAMLINED, **whose)
    version: Any = negotiation.publish_revision(actor=chair, now=now, revision=row, day=now.date()).version
    library.add_language_version(
        actor=table.staff,
        now=now,
        version=version,
        language="es",
        held=hold(table, now, "second/Matriz_es.docx"),
        title=SPANISH_TITLE,
    )
    return version


def capitals(table: Table, now: datetime) -> None:
    """Have each focal point admit an expert, and Chile's hand the word to an acting focal point for some days."""
    group = queries.group(table.staff, table.slug)
    rows = {row.delegation.code: row.delegation for row in queries.delegations(table.staff, group)}
    for player in cast.EXPERTS:
        then = now - timedelta(days=11)
        focal_point, seat = table.focal_points[player.code], rows[player.code]
        expert = people.admit_expert(actor=focal_point, now=then, delegation=seat, who=newcomer(player))
        open_account(expert.person, player, then)
    negotiation.set_internal_deadline(
        actor=table.focal_points["AG"],
        now=now,
        round=negotiating.find_round(table.staff, group, 2),
        at=evening(now + timedelta(days=1)) - timedelta(hours=6),
        note="Please look at the paragraphs on early warning first.",
    )
    acting = people.appoint_acting(
        actor=table.staff,
        now=now - timedelta(hours=4),
        delegation=rows["CL"],
        who=newcomer(cast.ACTING),
        ends_at=evening(now + timedelta(days=5)),
        note=Note("Note CL acting.pdf", read("notes/CL.pdf")),
    )
    open_account(acting.person, cast.ACTING, now)


def propose(table: Table, code: str, name: str, number: int, when: datetime) -> None:
    """Have a focal point send her file and confirm it."""
    proposal = receive(table, code, name, number, when)
    negotiation.submit_proposal(actor=table.focal_points[code], now=when + timedelta(minutes=2), proposal=proposal)


def lodge(table: Table, code: str, name: str, round_: Any, when: datetime) -> None:
    """Have the Secretariat put in what a delegation brought on paper, and its focal point say that it is hers."""
    seat = next(row.delegation for row in queries.delegations(table.staff, round_.group) if row.delegation.code == code)
    scan = negotiation.Evidence(
        "paper", when.date(), "Handed in at the desk.", f"Note {code}.pdf", read(f"notes/{code}.pdf")
    )
    given: dict[str, Any] = {"delegation": seat, "data": read(name), "filename": Path(name).name, "evidence": scan}
    proposal = negotiation.lodge_proposal(actor=table.staff, now=when, round=round_, **given)
    later = when + timedelta(hours=3)
    negotiation.submit_proposal(actor=table.focal_points[code], now=later, proposal=proposal)


def receive(table: Table, code: str, name: str, number: int, when: datetime) -> Any:
    """Have a focal point send her file, to look at it once more before the others see it."""
    actor = table.focal_points[code]
    round_ = negotiating.find_round(actor, queries.group(actor, table.slug), number)
    return negotiation.receive_proposal(actor=actor, now=when, round=round_, data=read(name), filename=Path(name).name)


def hold(table: Table, now: datetime, name: str) -> Any:
    """Send a base document of the story through the guard."""
    group = queries.group(table.staff, table.slug)
    return library.receive_file(actor=table.staff, now=now, group=group, data=read(name), filename=Path(name).name)


def open_account(person: Any, player: Player, now: datetime) -> Actor:
    """Open a player's account by her activation link, as she would, and return her as an actor."""
    issued = people.issue_activation(actor=STORYTELLER, now=now, person=person)
    holder = actors.link(issued.token.pk, player.username)
    derived = derive(cast.PASSWORD, player.username, queries.installation(holder))
    account = people.activate(actor=holder, now=now, secret=issued.secret, username=player.username, derived=derived)
    return queries.actor_of(account)


def newcomer(player: Player) -> people.Newcomer:
    """Return a player as she is entered into the register."""
    address = f"{player.username}@example.org"
    return people.Newcomer(player.given, player.family, address, player.language, player.zone)


@cache
def read(name: str) -> bytes:
    """Return one of the demo's files."""
    return (FILES / name).read_bytes()


def evening(day: datetime) -> datetime:
    """Return six in the evening of that day, on the official clock."""
    local = timezone.localtime(day, ZoneInfo(OFFICIAL_ZONE))
    return datetime.combine(local.date(), time(18), ZoneInfo(OFFICIAL_ZONE))
