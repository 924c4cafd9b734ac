"""The letters about paragraphs on the ladder: numbers, codes and states; never a delegation's words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accord.negotiation.mail.letters import About, Composed, address, standing, vars_of

Places = Callable[[], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stands:
    """Where paragraphs stand now, why, and which formal meeting approved them."""

    state: str
    cause: str
    meeting: int | None


def paragraph_recorded(about: About, language: str, places: Places, step: Stands) -> Callable[[], Composed]:
    """Tell the delegations level where the Chair recorded that paragraphs stand."""

    def compose() -> Composed:
        lines = [_recorded(about, places, step), _board(about, language), standing()]
        return _("Recorded on %(symbol)s") % vars_of(about), "\n\n".join(lines)

    return compose


def step_waits(about: About, language: str, places: Places, step: Stands) -> Callable[[], Composed]:
    """Ask a focal point for her delegation's word."""

    def compose() -> Composed:
        asked = (
            _("Your delegation is asked to lift its brackets or to keep them.")
            if step.state == "bracketed"
            else _("Your delegation is asked whether it can agree to the words as recorded.")
        )
        lines = [_recorded(about, places, step), asked, _board(about, language), standing()]
        return _("Your word is asked for on %(symbol)s") % vars_of(about), "\n\n".join(lines)

    return compose


def paragraph_reopened(
    about: About, language: str, places: Places, step: Stands, party: Callable[[], str] | None
) -> Callable[[], Composed]:
    """Tell the delegations level that paragraphs are open again."""

    def compose() -> Composed:
        who = {**vars_of(about), "places": ", ".join(places()), "party": party() if party else _("the Chair")}
        said = {
            "reopened": _("Open again for %(party)s: %(places)s of %(symbol)s."),
            "closed": _(
                "The round is closed, and what was sealed is shown. Words are proposed on what stood further; "
                "open again: %(places)s of %(symbol)s."
            ),
            "objected": _("%(party)s does not agree. Open again: %(places)s of %(symbol)s."),
        }
        changed = _("The words proposed by %(party)s changed. Open again: %(places)s of %(symbol)s.")
        lines = [said.get(step.cause, changed) % who, _board(about, language), standing()]
        return _("Open again on %(symbol)s") % who, "\n\n".join(lines)

    return compose


def step_answered(
    about: About, language: str, places: Places, party: Callable[[], str], *, agrees: bool
) -> Callable[[], Composed]:
    """Tell the Chair what a delegation answered."""

    def compose() -> Composed:
        who = {**vars_of(about), "places": ", ".join(places()), "party": party()}
        said = _("%(party)s said yes on %(places)s.") if agrees else _("%(party)s keeps its brackets on %(places)s.")
        lines = [said % who, _board(about, language), standing()]
        return _("%(party)s has answered on %(symbol)s") % who, "\n\n".join(lines)

    return compose


def reopening_asked(
    about: About, language: str, anchor: str, places: Places, party: Callable[[], str]
) -> Callable[[], Composed]:
    """Tell the Chair that a delegation asks for an agreed paragraph to be opened again; why stands on the page."""

    def compose() -> Composed:
        who = {**vars_of(about), "places": ", ".join(places()), "party": party()}
        asked = _("%(party)s asks for this to be opened again: %(places)s of %(symbol)s.") % who
        nothing = _("It stands as agreed until you open it, or decline and say why.")
        lines = [asked, nothing, _place(about, language, anchor), standing()]
        return _("%(party)s asks for a paragraph of %(symbol)s to be opened again") % who, "\n\n".join(lines)

    return compose


def reopening_declined(
    about: About, language: str, anchor: str, places: Places, party: Callable[[], str]
) -> Callable[[], Composed]:
    """Tell the delegation that asked that the paragraph stays as it is agreed; why stands on the page."""

    def compose() -> Composed:
        who = {**vars_of(about), "places": ", ".join(places()), "party": party()}
        said = _("The Chair leaves this as it is agreed, and says why on its page: %(places)s of %(symbol)s.") % who
        lines = [_("%(party)s asked for it to be opened again.") % who, said, _place(about, language, anchor)]
        return _("Not opened again: %(places)s of %(symbol)s") % who, "\n\n".join([*lines, standing()])

    return compose


def _place(about: About, language: str, anchor: str) -> str:
    return address("place", group=about.group, number=about.number, language=language, anchor=anchor)


def _recorded(about: About, places: Places, step: Stands) -> str:
    who = {**vars_of(about), "places": ", ".join(places()), "number": step.meeting or ""}
    said = {
        "open": _("Recorded as open: %(places)s of %(symbol)s."),
        "bracketed": _("Recorded in brackets: %(places)s of %(symbol)s."),
        "pending": _("Recorded as pending: %(places)s of %(symbol)s."),
        "informal": _("Agreed informally: %(places)s of %(symbol)s."),
        "ad_referendum": _("Agreed ad referendum: %(places)s of %(symbol)s."),
        "approved": _("Approved at formal meeting %(number)s: %(places)s of %(symbol)s."),
    }
    return said[step.state] % who


def _board(about: About, language: str) -> str:
    return address("board", group=about.group, number=about.number, language=language)
