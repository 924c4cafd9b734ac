"""What a task and a letter are called before people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TASKS: dict[str, str | Promise] = {
    "kernel.backup": _("The nightly backup"),
    "library.discard_expired": _("Clearing files that were not used"),
    "mailings.activation": _("Writing the letter that opens an account"),
    "mailings.checkpoint": _("Sending the day’s checkpoint to the focal points"),
    "mailings.send": _("Sending letters"),
    "mailings.sweep": _("Sending letters whose turn has come"),
    "negotiation.carry": _("Carrying what was said over to the next round"),
    "negotiation.compile": _("Compiling the proposals of a round"),
    "negotiation.output": _("Preparing the texts for the meeting"),
    "negotiation.reminders": _("Reminding delegations of a round"),
    "negotiation.render": _("Preparing a proposal for the screen"),
    "negotiation.silences": _("Ending silence procedures on time"),
    "negotiation.rounds": _("Showing what was sealed, once its round has closed"),
    "people.appointments": _("Beginning and ending appointments on time"),
}
LETTERS: dict[str, str | Promise] = {
    "activation": _("The letter that opens an account"),
    "dispatch": _("A document sent to an official addressee"),
    "compilation_made": _("News of a compiled text"),
    "proposal_notice": _("News of a proposal"),
    "proposal_received": _("The receipt of a proposal"),
    "round_opens": _("News that a round is open"),
    "round_reminder": _("A reminder before a round closes"),
    "round_rule": _("News of a round’s rule on late proposals"),
    "internal_reminder": _("A reminder to the own capital"),
    "proposal_lodged": _("A question whether a proposal is the delegation’s own"),
    "lodging_answered": _("A delegation’s answer on what was put in for it"),
    "round_close_moved": _("News of a new close"),
    "round_scheduled": _("News of a round"),
    "paragraph_recorded": _("News of where paragraphs stand"),
    "paragraph_reopened": _("News of paragraphs that are open again"),
    "reopening_asked": _("A delegation’s wish to have a paragraph opened again"),
    "reopening_declined": _("The Chair’s answer on a paragraph that was to be opened again"),
    "step_waits": _("A question to a delegation on a paragraph"),
    "revision_asked": _("A question to a delegation on merged words"),
    "question_answered": _("A delegation’s answer on merged words"),
    "step_answered": _("A delegation’s answer on a paragraph"),
    "revision_published": _("News of the next version of a text"),
    "appointment": _("News of who speaks for a delegation"),
    "backup": _("Word that the nightly backup failed"),
    "checkpoint": _("The day’s checkpoint"),
    "opening": _("Word that an account was opened"),
    "password": _("Word that a password was changed"),
    "silence_opened": _("The question of a silence procedure"),
    "silence_broken": _("Word that a silence procedure was broken or ended early"),
    "silence_ended": _("Word that a silence procedure has ended"),
    "support": _("A question to technical support"),
}


def said_of(kind: str, what: str) -> str | Promise:
    """Return the words for what failed; a name that has none is shown as it is."""
    return TASKS.get(what, what) if kind == "work" else LETTERS.get(what, what)
