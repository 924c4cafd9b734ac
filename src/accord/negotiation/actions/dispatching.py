"""Official channels: a version of a document goes to the group's official addressees, by letter, once (O18)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel import dates
from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.models import LanguageVersion, Version
from accord.library.policy import VERSION_ADMINISTERED
from accord.mailings.actions import post_official
from accord.mailings.models import Addressee
from accord.negotiation.actions import notices
from accord.negotiation.mail import channel_letters, letters
from accord.negotiation.models import Dispatch, DispatchLetter
from accord.negotiation.queries.dispatches import file_for, fits
from accord.people.models import Group


def dispatch_version(
    *, actor: Actor, now: datetime, version: Version, addressees: Sequence[Addressee], note: str = ""
) -> Dispatch:
    """Send a version to official addressees, each by a letter in its language, with the file or where it stands.

    Whom the version reached already, or is on its way to, is left out; where a server refused the letter it goes again.
    Raises NotAllowed, and Refused: `not_official`, `nobody`, `sent_already`.
    """
    return _dispatch(actor=actor, now=now, version=version, addressees=addressees, note=note.strip())


def _fact(result: Dispatch, **_given: Any) -> Fact:
    sent = list(result.letters.select_related("letter", "addressee").order_by("pk"))
    files = {each.language: each.file_id for each in result.version.languages.all()}
    used = {each.language for each in sent}
    data: dict[str, JSON] = {
        "symbol": result.version.symbol,
        "files": {language: sha256 for language, sha256 in files.items() if language in used},
        "letters": {str(each.addressee_id): each.letter.message_id for each in sent},
    }
    names = "\n".join(each.addressee.name for each in sent)
    said = f"{names}\n\n{result.note}" if result.note else names
    return Fact("version.dispatched", f"group:{result.group_id}", f"document:{result.version.document_id}", data, said)


@action(allow=VERSION_ADMINISTERED, on="version", record=_fact)
def _dispatch(*, actor: Actor, now: datetime, version: Version, addressees: Sequence[Addressee], note: str) -> Dispatch:
    row = Version.objects.select_related("document__group").get(pk=version.pk)
    files = list(LanguageVersion.objects.filter(version=row).select_related("file").order_by("language"))
    chosen = list({each.pk: each for each in addressees}.values())
    if any(each.group_id != row.document.group_id for each in chosen):
        raise NotAllowed
    if not row.document.official or not files:
        raise Refused(_("A document without a symbol is not official, and does not go out."), code="not_official")
    if not chosen:
        raise Refused(_("Choose to whom it goes."), code="nobody")
    left = _demand_somebody(row, chosen)
    group = row.document.group
    made = Dispatch.objects.create(version=row, group=group, note=note, sent_at=now, sent_by=actor.label)
    for each in left:
        file = file_for(each.language, files, row.document.original_language)
        _send(actor, now, made, each, file)
    return made


def _demand_somebody(version: Version, chosen: Sequence[Addressee]) -> list[Addressee]:
    """Return those whom no letter with this version has reached, or will: Refused when there is none."""
    rows = DispatchLetter.objects.filter(dispatch__version=version, addressee__in=chosen)
    reached = rows.exclude(letter__state="failed").select_related("dispatch").order_by("pk")
    when = {each.addressee_id: each.dispatch.sent_at for each in reached}
    left = [each for each in chosen if each.pk not in when]
    if not left:
        day = dates.written_day(max(when.values()).date())
        raise Refused(_("It was sent to all of them already, last on %(day)s.") % {"day": day}, code="sent_already")
    return left


def _asked(group: Group, now: datetime) -> tuple[str, ...]:
    """Return who sends a file to those without an account: the Secretariat, or whoever presides where there is none."""
    for role in ("secretariat", "chair"):
        if found := notices.officers(group, now, [role]):
            return tuple(f"{each} <{each.email}>" for each in found)
    return ()


def _send(actor: Actor, now: datetime, made: Dispatch, to: Addressee, file: LanguageVersion) -> None:
    group, attached = made.group, fits(file)
    sent = channel_letters.Sent(
        body=group.body,
        group=group.name,
        symbol=made.version.symbol,
        title=file.title or made.version.document.title,
        language=file.language,
        sha256=file.file_id,
        note=made.note,
        where="" if attached else channel_letters.document_page(group.slug, made.version.document_id),
        size=file.file.size,
        asked=() if attached else _asked(group, now),
    )
    subject, text = letters.in_language(to.language, channel_letters.dispatched(sent))
    files = [(file.filename, file.file)] if attached else []
    letter = post_official(actor=actor, now=now, addressee=to, subject=subject, text=text, files=files, kind="dispatch")
    DispatchLetter.objects.create(dispatch=made, addressee=to, letter=letter, language=file.language)
