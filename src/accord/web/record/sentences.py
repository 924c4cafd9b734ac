"""What was done, in the words of a page, for each kind of entry."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "group.convened": _("The group was convened"),
    "officer.named": _("An officer was named"),
    "officer.ended": _("An officer’s term ended"),
    "delegation.seated": _("A delegation was seated"),
    "delegation.spoken_for": _("A delegation has a new voice"),
    "delegation.vacant": _("A delegation is without a focal point"),
    "focal_point.appointed": _("A focal point was appointed"),
    "focal_point_successor.appointed": _("A focal point’s successor was appointed"),
    "focal_point.recalled": _("A focal point was recalled"),
    "acting_focal_point.appointed": _("An acting focal point was appointed"),
    "acting_focal_point.ended": _("An acting focal point’s term ended"),
    "expert.admitted": _("An expert was admitted"),
    "expert.removed": _("An expert was removed"),
    "addressee.entered": _("An official addressee was entered"),
    "addressee.ended": _("An official addressee is written to no more"),
    "meeting.scheduled": _("A formal meeting was scheduled"),
    "document.published": _("A document was published"),
    "document.version_added": _("A version of a document was published"),
    "document.language_added": _("A language of a document was published"),
    "document.base_folder_named": _("The folder of the text was named"),
    "document.file_received": _("A file was received"),
    "document.file_settled": _("A file’s pending changes were settled"),
    "document.file_discarded": _("A file was discarded"),
    "text.read": _("A text was read, paragraph by paragraph"),
    "round.scheduled": _("A round was scheduled"),
    "round.close_moved": _("The close of a round was moved"),
    "paragraph.recorded": _("It was recorded where a paragraph stands"),
    "paragraph.reopened": _("A paragraph was opened again"),
    "position.taken": _("A delegation said where it stands on proposed words"),
    "position.withdrawn": _("A delegation took back its position on proposed words"),
    "step.answered": _("A delegation answered on a paragraph that waited for it"),
    "chair.worded": _("The Chair put words of its own beside a paragraph"),
    "chair.lifted": _("The Chair took back its words beside a paragraph"),
    "agenda.set": _("The order of discussion was set"),
    "proposal.received": _("A proposal was received for checking"),
    "proposal.made_visible": _("Untracked edits of a proposal were made visible"),
    "proposal.discarded": _("A proposal was discarded before it was sent"),
    "proposal.submitted": _("A proposal was sent"),
    "proposal.superseded": _("A proposal was superseded by a later one"),
    "proposal.withdrawn": _("A proposal was withdrawn"),
    "draft.begun": _("A proposal was begun in the browser"),
    "draft.sent": _("What was written in the browser was sent"),
    "draft.dropped": _("What was written in the browser was put aside"),
    "compilation.asked": _("A compiled text was asked for"),
    "compilation.made": _("A compiled text was made"),
    "compilation.failed": _("A compiled text could not be made"),
    "output.asked": _("The texts for the meeting were asked for"),
    "output.made": _("The texts for the meeting were made"),
    "output.failed": _("The texts for the meeting could not be made"),
    "record.erased": _("The words of an entry were lawfully erased"),
}


def sentence(kind: str) -> str | Promise:
    """Return the words for a kind of entry; one that has none yet is shown by its own name."""
    return SENTENCES.get(kind, kind)
