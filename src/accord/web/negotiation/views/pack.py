"""One download for poor lines: text, table and hand-out in an archive, with a README in the reader's language."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import FileView, PackView
from accord.web.frame import Words
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.files import attachment
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

README: Final = "README.txt"
FOR: Final[dict[str, Words]] = {
    "handout": gettext_lazy("The official text to write in, in Word. Tracking is on: every change is kept as one."),
    "brackets": gettext_lazy("The text with all proposals in brackets, in Word, with who proposes what."),
    "html": gettext_lazy("The same to read in a browser, without a connection."),
    "table_xlsx": gettext_lazy("The comparison table: the official text, each delegation, all."),
}

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The instant that each file in the archive bears, so that the same files always are the same bytes."""


def pack(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Hand out the archive."""
    found = queries.pack(actor, member_in(request, actor, group).group, number, language)
    files = {each.filename: each.data for _kind, each in found.files}
    data = _packed(files | {README: _readme(found).encode()})
    return attachment(request, FileView(_name(found), "application/zip", data, ""))


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one zip archive; the same files are the same bytes, whoever asks and whenever."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(files):
            told = zipfile.ZipInfo(name, EARLIEST)
            told.external_attr = 0o644 << 16
            archive.writestr(told, files[name], zipfile.ZIP_DEFLATED, 9)
    return held.getvalue()


def _name(found: PackView) -> str:
    symbol = re.sub(r"[^A-Za-z0-9.]+", "-", found.round.symbol).strip("-.") or "document"
    return f"{symbol[:90]}_{found.round.number}_{found.base.language}.zip"


def _readme(found: PackView) -> str:
    """Return what stands in the README: what is here, what to do with it, by when, and that nothing is agreed."""
    # Line ends as the plainest editor wants them.
    return "\n\n".join([*_paragraphs(found), ""]).replace("\n", "\r\n")


def _paragraphs(found: PackView) -> Iterator[str]:
    round_ = found.round
    yield f"{round_.symbol}\n{round_.title}\n" + language_name(found.base.language)
    if found.as_of is None:
        yield _("No texts were prepared of this round yet: this archive holds the official text to write in.")
    else:
        at = sentences.instant(found.as_of, round_.zone, round_.place)
        yield _("The texts are as of %(instant)s.") % {"instant": at}
    for kind, file in found.files:
        yield f"{file.filename}\n{FOR[kind]}\nSHA-256 {file.sha256}"
    yield _to_do(found)
    yield " ".join(
        [
            _("Informal until approved at a formal meeting."),
            _("Nothing is agreed until everything is agreed."),
            _("This is no vote."),
        ]
    )


def _to_do(found: PackView) -> str:
    """Return how a proposal is made from the hand-out, and where it is sent once there is a line."""
    round_ = found.round
    closes = sentences.instant(round_.closes_at, round_.zone, round_.place)
    if round_.phase == "closed":
        return _("The round closed on %(instant)s.") % {"instant": closes}
    handout = next(file.filename for kind, file in found.files if kind == "handout")
    address = f"{settings.ACCORD_ORIGIN.rstrip('/')}{reverse('proposal', kwargs={'group': round_.group})}"
    return _(
        "To propose: open %(file)s in Word, write, and save it under any name. When there is a connection, the focal "
        "point sends it here: %(address)s. The round closes on %(instant)s."
    ) % {"file": handout, "address": address, "instant": closes}
