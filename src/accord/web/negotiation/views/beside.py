"""What stands beside the text for each file received, written once for all who read it."""

from collections.abc import Hashable
from dataclasses import replace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accord.kernel.remembered import Remembered
from accord.negotiation.queries.values import DelegationView, RoundText
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.translations import translated

_LINES: Remembered[SafeString] = Remembered(1000)


def received(found: RoundText, *, late: bool) -> list[SafeString]:
    """Return the comment for each file received (O24), in time or late, under the name given to it (O23)."""
    names = {base.language: base.filename for base in found.round.bases}
    group, number, administers = found.round.group, found.round.number, found.round.may_administer
    where: Hashable = (get_language(), group, number, found.base.language, administers)
    lines = []
    for each in found.delegations:
        if each.proposal is not None and each.late is late:
            filename = f"{each.code}_{names.get(each.language, '')}"
            lines.append(_line(where, found, replace(each, own=False, shown=True), filename))
    return lines


def _line(where: Hashable, found: RoundText, each: DelegationView, filename: str) -> SafeString:
    def written() -> SafeString:
        line = {
            "party": each,
            "filename": filename,
            "counted": sentences.counted(each.amendments, each.paragraphs),
            "lodged": _("Put in by the Secretariat, confirmed by the delegation.") if each.lodged else "",
            "href": reverse("proposal-file", kwargs={"group": found.round.group, "proposal": each.proposal}),
            **translated(found, each),
        }
        return render_to_string("negotiation/_received_file.html", {"each": line})

    return _LINES.of((where, each, filename), written)
