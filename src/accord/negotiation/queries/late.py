"""What came late says so wherever its words stand: the text, the compiled file, everything that is printed (O16)."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accord.negotiation.models import Proposal, RoundBase
from accord.negotiation.queries.timing import is_late


def printed_in(base: RoundBase) -> str:
    """Return the language in which files on this base speak: its own where the product speaks it, else English."""
    known = {code for code, _name in settings.LANGUAGES}
    return base.language if base.language in known else settings.LANGUAGE_CODE


def authors_in(base: RoundBase, proposals: Iterable[Proposal]) -> dict[str, str]:
    """Return by code as whose a delegation's words stand in a file: "BR", and of what came late "BR (late)".

    The file says it in the language of the base. `proposals` with their rounds.
    """
    with translation.override(printed_in(base)):
        late = {each.delegation.code: is_late(each) for each in proposals}
        return {code: _("%(code)s (late)") % {"code": code} if one else code for code, one in late.items()}
