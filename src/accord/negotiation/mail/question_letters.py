"""The letters about merged words: which paragraphs, and who asks or answers; never a delegation's words."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accord.negotiation.mail.letters import About, Composed, address, standing, vars_of

Places = Callable[[], tuple[str, ...]]


def revision_asked(about: About, places: Places, question: int) -> Callable[[], Composed]:
    """Ask a focal point whether merged words that lose or add words of hers are right."""

    def compose() -> Composed:
        who = {**vars_of(about), "places": ", ".join(places())}
        lines = [
            _("In the next version of %(symbol)s the Chair merges words at: %(places)s.") % who,
            _("They are not all of your delegation’s words. Say whether that is right for you."),
            address("question", group=about.group, question=question),
            standing(),
        ]
        return _("Merged words on %(symbol)s: is this right for you?") % who, "\n\n".join(lines)

    return compose


def question_answered(
    about: About, language: str, places: Places, party: Callable[[], str], *, confirmed: bool
) -> Callable[[], Composed]:
    """Tell Chair and Secretariat what a delegation says of the merged words."""

    def compose() -> Composed:
        who = {**vars_of(about), "places": ", ".join(places()), "party": party()}
        said = (
            _("%(party)s: the merged words are right for it, on %(places)s.")
            if confirmed
            else _("%(party)s: the merged words are not right for it, on %(places)s.")
        )
        where = address("revision-assign", group=about.group, number=about.number, language=language)
        return _("%(party)s has answered on the merged words of %(symbol)s") % who, "\n\n".join(
            [said % who, where, standing()]
        )

    return compose
