"""What the guard says about a file, and the sentence in which a person hears it."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Outcome = Literal["ok", "strip", "refuse"]

SENTENCES: dict[str, Promise] = {
    "ok": _("The file is in order."),
    # refused
    "empty": _("This file is empty. Choose the file again."),
    "too_large": _("This file is too large. Send one of at most 60 MB."),
    "unknown_kind": _("This is neither a Word file (.docx) nor a PDF. Save it as one of the two and send it again."),
    "old_word": _(
        "This is an old or password-protected Word file. Save it as .docx without a password and send it again."
    ),
    "not_word": _("This is an Office file, but not a Word document. Save the text as .docx and send it again."),
    "broken": _("This file is damaged and cannot be read. Open it in Word, save it again and send the new copy."),
    "broken_pdf": _("This PDF is damaged and cannot be read. Make it again from the original and send the new copy."),
    "encrypted": _("This file is locked with a password. Save it without one and send it again."),
    "too_much": _("This file grows to an enormous size when opened. Save the text in a new file and send that."),
    "bad_package": _(
        "This file is not put together as Word would. Open it in Word, save it again and send the new copy."
    ),
    "doctype": _("This file holds declarations that Word never writes. Save the text in a new file and send that."),
    "too_deep": _("This file is nested too deeply to be read. Save the text in a new file and send that."),
    "macros": _("This file holds macros. Save it as .docx without macros and send it again."),
    "active_content": _("This file holds controls that run programs. Remove them in Word and send it again."),
    "embedded_file": _("This file holds other files inside it. Remove the embedded objects and send it again."),
    "external_content": _(
        "This file fetches parts of itself from elsewhere. Put those parts, such as linked pictures, into the file "
        "and send it again."
    ),
    "live_field": _(
        "This file holds a field that fetches or runs something when opened (such as DDE or INCLUDETEXT). "
        "Turn the field into plain text and send it again."
    ),
    "huge_image": _(
        "This file holds a picture of enormous dimensions. Make the picture smaller and send the file again."
    ),
    "pdf_script": _("This PDF holds a program. Print it to a new PDF and send that."),
    "pdf_launch": _("This PDF starts other programs. Print it to a new PDF and send that."),
    "pdf_form": _("This PDF holds an interactive form that sends data. Print it to a new PDF and send that."),
    "pdf_tail": _("This PDF is joined to another file. Make it again from the original and send the new copy."),
    "too_slow": _("This file took too long to examine. Save the text in a new file and send that."),
    # stripped
    "template_removed": _("The link to a Word template outside the file was removed; the text is unchanged."),
    "picture_link_removed": _("Links to pictures outside the file were removed; the text is unchanged."),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard found.

    `code` is a key of SENTENCES; `detail` says where, for the log; `cleaned` is the rewritten copy when the outcome is
    "strip"; `filename` is the safe name under which the file is to be kept.
    """

    outcome: Outcome
    code: str
    kind: str
    filename: str
    cleaned: bytes | None = None
    detail: str = ""

    @property
    def sentence(self) -> Promise:
        """The sentence for the person who sent the file, in her language when shown."""
        return SENTENCES[self.code]
