"""How states, stances and steps are said to people: one word each, with a sign, never colour alone."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.negotiation.queries.values import DelegationView, PositionsView, StateView, StepView
from accord.web.frame import Words

STATES: Final[dict[str, Words]] = {
    "": gettext_lazy("Not discussed"),
    "open": gettext_lazy("Open"),
    "bracketed": gettext_lazy("In brackets"),
    "pending": gettext_lazy("Pending"),
    "informal": gettext_lazy("Agreed informally"),
    "ad_referendum": gettext_lazy("Agreed ad referendum"),
    "approved": gettext_lazy("Approved"),
}
SIGNS: Final = {
    "": "·",
    "open": "○",
    "bracketed": "▣",
    "pending": "◐",
    "informal": "✓",
    "ad_referendum": "✓✓",
    "approved": "■",
}
TONES: Final = {"bracketed": "warn", "pending": "warn", "informal": "good", "ad_referendum": "good", "approved": "good"}
STANCES: Final[dict[str, Words]] = {
    "support": gettext_lazy("Support"),
    "object": gettext_lazy("Object"),
    "reserve": gettext_lazy("Reserve our position"),
    "dissociate": gettext_lazy("Dissociate ourselves"),
}
OWN: Final[dict[str, Words]] = {
    "support": gettext_lazy("supports these words"),
    "object": gettext_lazy("objects to these words"),
    "reserve": gettext_lazy("reserves its position"),
    "dissociate": gettext_lazy("dissociates itself"),
}
"""What is said of the reader's own delegation, after its name."""
SAID: Final[dict[str, Words]] = {
    "support": gettext_lazy("They support"),
    "object": gettext_lazy("They object"),
    "reserve": gettext_lazy("Reserve their position"),
    "dissociate": gettext_lazy("Dissociate themselves"),
    "withdrawn": gettext_lazy("Took their position back"),
}


def state(named: str, meeting: int | None = None) -> str:
    """Return the word for a state: "Approved at formal meeting 4"."""
    if named == "approved" and meeting is not None:
        return _("Approved at formal meeting %(number)s") % {"number": meeting}
    return str(STATES[named])


def badge(found: StateView) -> str:
    """Return a state as the text says it beside a paragraph: "Pending: waits for BR"."""
    words = state(found.state, found.meeting)
    if found.waits_for and found.state == "pending":
        words = _("%(state)s: waits for %(codes)s") % {"state": words, "codes": ", ".join(found.waits_for)}
    if found.since_approval:
        codes = ", ".join(found.since_approval)
        words = _("%(state)s; other words proposed since by %(codes)s") % {"state": words, "codes": codes}
    return words


def counted(found: PositionsView) -> str:
    """Return what delegations say of words, in one line: supporters counted, everybody else named by her code."""
    said = []
    if found.support:
        count = len(found.support)
        said.append(ngettext("%(n)s supports", "%(n)s support", count) % {"n": count})
    if found.object:
        said.append(_named(_("%(codes)s objects"), _("%(codes)s object"), found.object))
    if found.reserve:
        said.append(_named(_("%(codes)s reserves"), _("%(codes)s reserve"), found.reserve))
    if found.dissociate:
        said.append(_named(_("%(codes)s dissociates itself"), _("%(codes)s dissociate themselves"), found.dissociate))
    return " · ".join(said)


def _named(one: str, many: str, codes: tuple[str, ...]) -> str:
    return (one if len(codes) == 1 else many) % {"codes": ", ".join(codes)}


def names(parties: tuple[DelegationView, ...]) -> str:
    """Return delegations by name, in the order given."""
    return ", ".join(each.name for each in parties)


def cause(step: StepView) -> str:
    """Return why a paragraph stands where it does."""
    party = step.party.name if step.party else _("the Chair")
    if step.cause == "text_changed":
        return _("The words proposed by %(party)s changed.") % {"party": party}
    if step.cause == "closed":
        return _("Words that were sealed until the close of the round are proposed here.")
    if step.cause == "reopened":
        return _("Reopened for %(party)s: %(reason)s") % {"party": party, "reason": step.reason}
    if step.cause == "objected":
        return _("%(party)s does not agree: %(reason)s") % {"party": party, "reason": step.reason}
    if step.cause == "confirmed":
        return _("All those asked have agreed.")
    said = [_("Recorded by the Chair.")]
    if step.package:
        said.append(_("Package: %(name)s.") % {"name": step.package})
    return " ".join([*said, step.reason]).strip()
