"""Reading the paragraphs of a file that becomes the base of a round."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import JSON, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.library.models import LanguageVersion, Version
from accord.library.policy import VERSION_ADMINISTERED
from accord.texts.models import Text, TextParagraph
from accord.texts.providers import word


def _read(text: Text, *, now: datetime, version: Version, **_given: object) -> Fact | None:
    if text.read_at != now:
        return None
    data: dict[str, JSON] = {"sha256": text.sha256, "paragraphs": text.paragraphs.count()}
    subject = f"language_version:{text.language_version_id}"
    return Fact("text.read", f"group:{version.document.group_id}", subject, data)


@action(allow=VERSION_ADMINISTERED, on="version", record=_read)
def read_text(
    *,
    actor: Actor,  # noqa: ARG001  the act demands it
    now: datetime,
    version: Version,  # noqa: ARG001  the rule is asked about it
    language_version: LanguageVersion,
) -> Text:
    """Store the paragraphs of a language version, once; Refused when its file is not a readable Word file."""
    there = Text.objects.filter(language_version=language_version).first()
    if there is not None:
        if there.sha256 != language_version.file_id:
            raise Refused(_("This file was exchanged for another after it was read."), code="file_exchanged")
        return there
    read = word.inside(storage.read(language_version.file))
    text = Text.objects.create(language_version=language_version, sha256=language_version.file_id, read_at=now)
    TextParagraph.objects.bulk_create(
        TextParagraph(
            text=text,
            position=position,
            address=each.address,
            kind=each.kind,
            level=each.level,
            label=each.label,
            style=each.style[:255],
            body=each.text,
            table=each.table,
            row=each.row,
            column=each.column,
        )
        for position, each in enumerate(read)
    )
    return text
