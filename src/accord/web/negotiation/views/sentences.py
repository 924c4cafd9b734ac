"""What a page says in whole sentences: what is asked of the reader, by when, who will see it, what was received."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accord.kernel import clocks, dates
from accord.negotiation.queries.values import BaseView, Calendar, DelegationView, MovedView, ProposalView, RoundView
from accord.web.frame import Ask
from accord.web.negotiation.views import questions
from accord.web.templatetags.accord import city, language_name


def instant(moment: datetime, zone: str, place: str = "") -> str:
    """Return "3 December 2026, 18:00 (Washington)"; the place is named by its zone's city unless told."""
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(hour)s (%(city)s)") % {
        "day": dates.written_day(local),
        "hour": format_time(local, format="HH:mm", locale=dates.reader_locale()),
        "city": place or city(zone),
    }


def counted(amendments: int, paragraphs: int) -> str:
    """Return "12 amendments in 8 paragraphs"."""
    return _("%(amendments)s in %(paragraphs)s") % {
        "amendments": ngettext("%(n)s amendment", "%(n)s amendments", amendments) % {"n": amendments},
        "paragraphs": ngettext("%(n)s paragraph", "%(n)s paragraphs", paragraphs) % {"n": paragraphs},
    }


def closes(round_: RoundView) -> str:
    """Return when the round closes, as one would say it: today, tomorrow, on a day; or that it is closed."""
    if round_.phase == "closed":
        return _("The round is closed.")
    zone = ZoneInfo(round_.zone)
    day, today = round_.closes_at.astimezone(zone).date(), clocks.now().astimezone(zone).date()
    if day == today:
        return _("The round closes today.")
    if (day - today).days == 1:
        return _("The round closes tomorrow.")
    return _("The round closes on %(day)s.") % {"day": dates.written_day(day)}


def received(round_: RoundView) -> str:
    """Return how many delegations have sent a file: "7 of 9 delegations have proposed."."""
    if not round_.received:
        return _("No delegation has proposed yet.") if round_.phase != "closed" else _("No delegation proposed.")
    return ngettext(
        "%(n)s of %(all)s delegations has proposed.", "%(n)s of %(all)s delegations have proposed.", round_.received
    ) % {"n": round_.received, "all": round_.delegations}


def calendar(found: Calendar | None, delegation: Any) -> dict[str, Any]:
    """Return what components/calendar.html prints of the round, on the clock of the delegation's capital too."""
    if found is None:
        return {}
    return {"calendar": found, "calendar_phase": phase(found), "calendar_capital": delegation and delegation.party}


def phase(round_: RoundView | Calendar) -> tuple[str, str]:
    """Return the word for where the round stands, and the tone of its badge."""
    return {
        "scheduled": (_("Scheduled"), "warn"),
        "open": (_("Open"), "good"),
        "closed": (_("Closed"), ""),
    }[round_.phase]


def period(round_: RoundView) -> str:
    """Return from when to when, on the official clock."""
    return _("%(opens)s – %(closes)s") % {
        "opens": instant(round_.opens_at, round_.zone, round_.place),
        "closes": instant(round_.closes_at, round_.zone, round_.place),
    }


def before(round_: RoundView) -> str:
    """Return before which formal meeting the round is held."""
    day = dates.written_day(round_.meeting_opens_on)
    return _("Before formal meeting %(number)s: %(meeting)s, %(day)s") % {
        "number": round_.meeting_number,
        "meeting": round_.meeting,
        "day": day,
    }


def sees(round_: RoundView) -> str:
    """Return when delegations see each other's proposals in this round."""
    if round_.sees == "at_once":
        return _("Delegations see each other’s proposals as soon as they are sent.")
    return _("Delegations see each other’s proposals only after the round has closed.")


def late_rule(round_: RoundView) -> str:
    """Return what becomes of proposals that come after the close."""
    if round_.late_until is None:
        return _("Late proposals are refused.")
    return _("Late proposals are accepted and marked, until the formal meeting begins on %(day)s.") % {
        "day": dates.written_day(round_.meeting_opens_on)
    }


def late_now(round_: RoundView) -> str:
    """Return that what is sent now is marked as late, and until when it can be."""
    if round_.late_until is None:
        return ""
    return _(
        "The round is closed: what you send now is marked as late. It is accepted until the formal meeting begins "
        "on %(day)s."
    ) % {"day": dates.written_day(round_.meeting_opens_on)}


def moved(each: MovedView, round_: RoundView) -> str:
    """Return that the close was moved, from when to when and why."""
    return _("The close was moved from %(former)s to %(closes)s: %(reason)s") % {
        "former": instant(each.former, round_.zone, round_.place),
        "closes": instant(each.closes_at, round_.zone, round_.place),
        "reason": each.reason,
    }


def who_sees(others: int, seen_at: datetime | None, round_: RoundView) -> str:
    """Return who will see a proposal, and when."""
    names = ngettext(
        "The Chair, the Secretariat and the focal point of the other delegation",
        "The Chair, the Secretariat and the focal points of the %(n)s other delegations",
        others,
    ) % {"n": others}
    if seen_at is None:
        return _("%(names)s see it at once. Your room with the capital does not.") % {"names": names}
    return _("%(names)s see it when the round closes, on %(when)s, and not before.") % {
        "names": names,
        "when": instant(seen_at, round_.zone, round_.place),
    }


def tally(amendments: int, proposing: int, round_: RoundView) -> str:
    """Return "43 amendments by 7 of 9 delegations"."""
    if not amendments:
        return _("No amendments to show yet.")
    return _("%(amendments)s by %(proposing)s of %(all)s delegations") % {
        "amendments": ngettext("%(n)s amendment", "%(n)s amendments", amendments) % {"n": amendments},
        "proposing": proposing,
        "all": round_.delegations,
    }


def in_language(base: BaseView) -> str:
    """Return how many proposals were received on one language version (O17)."""
    if not base.received:
        return _("no proposal received")
    return ngettext("%(n)s proposal received", "%(n)s proposals received", base.received) % {"n": base.received}


def names(delegations: Sequence[DelegationView]) -> str:
    """Return the names of delegations as a list in a sentence."""
    shown = [each.name for each in delegations]
    if len(shown) < 2:
        return "".join(shown)
    return _("%(first)s and %(last)s") % {"first": ", ".join(shown[:-1]), "last": shown[-1]}


def state_of(proposal: ProposalView, round_: RoundView) -> str:
    """Return what became of a file: sent, replaced or withdrawn, and when."""
    said = {
        "checking": _("Received %(when)s, not sent"),
        "standing": _("Sent %(when)s"),
        "superseded": _("Sent %(when)s, replaced by a later file"),
        "withdrawn": _("Sent %(when)s, withdrawn"),
        "discarded": _("Received %(when)s, not sent"),
    }[proposal.state]
    when = instant(proposal.submitted_at or proposal.received_at, round_.zone, round_.place)
    late = [_("late")] if proposal.late else []
    return " · ".join([said % {"when": when}, *late, counted(proposal.amendments, proposal.paragraphs)])


def based_on(round_: RoundView, base: BaseView) -> str:
    """Return on which version and language a proposal is made."""
    return f"{round_.symbol}, {language_name(base.language)}"


def asked(round_: RoundView) -> Ask:
    """Return what is asked of the reader of this round: one sentence, one button, by when."""
    if round_.may_administer:
        return _asked_of_chair(round_)
    asks = questions.put if round_.question else _waited_for if round_.waiting else _asked_of_delegation
    return asks(round_)


def _waited_for(round_: RoundView) -> Ask:
    """Return that so many paragraphs wait for the word of the reader's delegation."""
    written = {each.language for each in round_.bases}
    wishes = ((get_language() or "en")[:2], *(each.language for each in round_.bases))
    language = next(each for each in wishes if each in written)
    board = reverse("board", kwargs={"group": round_.group, "number": round_.number, "language": language})
    count = round_.waiting
    words = ngettext("%(n)s paragraph waits for you.", "%(n)s paragraphs wait for you.", count) % {"n": count}
    return _by(round_, None, words, closes(round_), look_at(count), board)


def look_at(count: int) -> str:
    """Return the words of the button that leads to so many paragraphs."""
    return _("Look at it") if count == 1 else _("Look at them")


def _asked_of_chair(round_: RoundView) -> Ask:
    where = {"group": round_.group, "number": round_.number}
    page, label = reverse("round", kwargs=where), _("See who has sent what")
    if round_.request:
        return _asked_to_reopen(round_, *round_.request)
    if round_.phase == "scheduled":
        return _by(round_, round_.opens_at, _("The round has not opened yet."), _("It opens at:"), _("The round"), page)
    if round_.phase == "open":
        return _by(round_, round_.closes_at, f"{received(round_)} {closes(round_)}", "", label, page)
    words = f"{closes(round_)} {received(round_)}"
    if round_.unrevised and not round_.takes_late:
        page, label = reverse("revision", kwargs={**where, "language": round_.unrevised}), _("Prepare the next version")
        return _by(round_, None, words, _("No next version of the text is begun yet."), label, page)
    return _by(round_, None, words, "", _("The compiled text"), reverse("compilation", kwargs=where))


def _asked_to_reopen(round_: RoundView, language: str, anchor: str) -> Ask:
    """Return that so many requests to open a paragraph again wait for the Chair, the first one first."""
    where = {"group": round_.group, "number": round_.number, "language": language}
    page, count = reverse("place", kwargs={**where, "anchor": anchor}), round_.requests
    words = ngettext(
        "%(n)s request to open a paragraph again waits for you.",
        "%(n)s requests to open a paragraph again wait for you.",
        count,
    )
    return _by(round_, None, words % {"n": count}, closes(round_), _("Look at it"), f"{page}#requests", tone="warn")


def _asked_of_delegation(round_: RoundView) -> Ask:
    if round_.checking and round_.checking.lodged:
        return _asked_whether_hers(round_, round_.checking)
    if round_.phase == "scheduled":
        detail = _("You can read the official text now, and send your file from then on.")
        return _by(round_, round_.opens_at, _("The round has not opened yet."), detail, "", "")
    if not round_.may_propose:
        return _asked_when_closed(round_)
    return _asked_to_propose(round_, round_.late_until if round_.takes_late else round_.closes_at)


def _asked_when_closed(round_: RoundView) -> Ask:
    compiled = reverse("compilation", kwargs={"group": round_.group, "number": round_.number})
    own = round_.own
    stands = counted(own.amendments, own.paragraphs) if own else ""
    detail = _("Yours are in it: %(stands)s.") % {"stands": stands} if own else _("You sent no proposal.")
    return _by(round_, None, _("The round is closed."), detail, _("The compiled text"), compiled)


def _asked_to_propose(round_: RoundView, due: datetime | None) -> Ask:
    """Return what she does next, in the round's time or, where it takes what is late, after it."""
    mine, late = reverse("proposal", kwargs={"group": round_.group}), late_now(round_) if round_.takes_late else ""
    if round_.checking:
        where = {"group": round_.group, "proposal": round_.checking.id}
        sentence = _("Your file is not sent yet. %(closes)s") % {"closes": closes(round_)}
        detail = _("%(file)s waits for your last look.") % {"file": round_.checking.filename}
        return _by(round_, due, sentence, late or detail, _("Look and send"), reverse("check", kwargs=where))
    if round_.drafting:
        where = {"group": round_.group, "number": round_.number}
        sentence = _("You have begun a proposal and not sent it. %(closes)s") % {"closes": closes(round_)}
        return _by(round_, due, sentence, late, _("Look, then send"), reverse("draft", kwargs=where))
    if round_.own:
        sentence = _("Your proposal stands: %(counted)s.") % {
            "counted": counted(round_.own.amendments, round_.own.paragraphs)
        }
        detail = _("You may send a better file until the round closes.")
        return _by(round_, due, sentence, detail, _("Your proposal"), mine, tone="done")
    sentence = _("You have not proposed yet. %(closes)s") % {"closes": closes(round_)}
    return _by(round_, due, sentence, late, _("Send your Word file"), mine)


def _asked_whether_hers(round_: RoundView, lodged: ProposalView) -> Ask:
    """Return that something was put in for her delegation, and waits for her word."""
    page = reverse("lodging", kwargs={"group": round_.group, "proposal": lodged.id})
    sentence = _("The Secretariat put in a proposal for you. Is it yours?")
    detail = " ".join([closes(round_), _("It stands only once you confirm it.")])
    return _by(round_, round_.closes_at, sentence, detail, _("Look at it"), page, tone="warn")


def _by(
    round_: RoundView, due: datetime | None, sentence: str, detail: str, label: str, href: str, *, tone: str = ""
) -> Ask:
    names = {"capital_name": round_.capital, "official_name": round_.place}
    return Ask(sentence, detail, label, href, due, round_.zone, round_.capital_zone, tone, **names)
