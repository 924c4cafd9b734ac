"""The letters of a silence procedure: what is asked, until when, on which text; and how it ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accord.negotiation.mail.letters import Composed, Place, address, instant, standing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a letter says of a procedure: on which document, the question, until when, by which hashes."""

    group: str
    number: int
    symbol: str
    title: str
    question: str
    expires_at: datetime
    official: Place
    texts: Mapping[str, str]


def about(silence: Any) -> Asked:
    """Return what letters say of a procedure; its row comes with its group, version and document."""
    return Asked(
        group=silence.group.slug,
        number=silence.number,
        symbol=silence.version.symbol,
        title=silence.version.document.title,
        question=silence.question,
        expires_at=silence.expires_at,
        official=Place(silence.zone, silence.group.official_place),
        texts=dict(silence.texts),
    )


def opened(asked: Asked, capital: Place | None) -> Callable[[], Composed]:
    """Ask a delegation, on the clocks of the group and of its capital; None: an officer, on the group's alone."""

    def compose() -> Composed:
        until = instant(asked.expires_at, asked.official, capital or asked.official)
        lines = [
            _("A silence procedure is open on %(symbol)s, “%(title)s”.") % _named(asked),
            asked.question,
            _("It ends on %(instant)s.") % {"instant": until},
            _(
                "Who says nothing by then raises no objection. A written objection, or an amendment, ends it at once; "
                "everybody is told."
            ),
            _hashes(asked),
            _page(asked),
            standing(),
        ]
        return _("Silence procedure on %(symbol)s") % _named(asked), "\n\n".join(lines)

    return compose


def ended(asked: Asked, outcome: str, party: Callable[[], str] | None, reason: str) -> Callable[[], Composed]:
    """Tell everybody how a procedure ended; never a delegation's words, and never that anything is approved."""

    def compose() -> Composed:
        named = {**_named(asked), "party": party() if party else ""}
        said = {
            "no_objection": _("The silence procedure on %(symbol)s has ended: no objection was received."),
            "broken": _("%(party)s has broken the silence procedure on %(symbol)s. It has ended."),
            "cancelled": _("The silence procedure on %(symbol)s was ended before its time."),
        }
        lines = [said[outcome] % named]
        if outcome == "no_objection":
            lines.append(
                _("That is no approval: only a formal meeting approves, unless the body’s rules say otherwise.")
            )
        if reason:
            lines.append(_("Reason given: %(reason)s") % {"reason": reason})
        lines += [_hashes(asked), _page(asked), standing()]
        return _("Silence procedure on %(symbol)s: ended") % named, "\n\n".join(lines)

    return compose


def _named(asked: Asked) -> dict[str, str]:
    return {"symbol": asked.symbol, "title": asked.title}


def _hashes(asked: Asked) -> str:
    lines = [f"{language}: {sha256}" for language, sha256 in sorted(asked.texts.items())]
    return "\n".join([_("The text, by the SHA-256 of its files:"), *lines])


def _page(asked: Asked) -> str:
    return address("silence", group=asked.group, number=asked.number)
