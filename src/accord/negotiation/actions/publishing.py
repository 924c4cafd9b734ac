"""A revision is published: the next version of the document, with the account of all that changed and whose it was."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accord.kernel import storage
from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library import actions as library
from accord.library.models import HeldFile, Version
from accord.negotiation.actions import announcing
from accord.negotiation.actions.revising import demand_closed, demand_unpublished, revision_of
from accord.negotiation.models import Revision
from accord.negotiation.policy import REVISION_ADMINISTERED
from accord.negotiation.queries.account import Account, account_of, assigned_account
from accord.negotiation.queries.deciding import choices_of, label_of, sibling_version, undecided, unexplained
from accord.negotiation.queries.evidence import off_record
from accord.negotiation.queries.lifting import lifts
from accord.negotiation.queries.printing import Standing
from accord.texts.providers import revising as engine
from accord.texts.providers import word


@dataclass(frozen=True, slots=True)
class Made:
    """What is published, made before the act: three files, the account of them, and what they were made of."""

    docx: bytes
    clean: bytes
    text: bytes
    account: Account
    made_of: str


def publish_revision(*, actor: Actor, now: datetime, revision: Revision, day: date, label: str = "") -> Revision:
    """Publish the next version, such as "Rev.1", and freeze with it the account of all that changed.

    `label`: another than the body's template gives. Raises NotAllowed, and Refused: `open`, `closed`, `published`,
    `put_aside`, `undecided`, `unassigned`, `no_file`, `label_taken`, `altered`, `unexplained`, `stale` (something was
    decided while it was being made), and what the library refuses of a file.
    """
    if not REVISION_ADMINISTERED.allows(actor, revision):
        raise NotAllowed
    row, label = revision_of(revision), " ".join(label.split()) or label_of(revision_of(revision))
    _demand_publishable(row, now, label)
    made = _make(row, now)
    for each in {made.docx, made.clean, made.text}:
        storage.lay(each)
    group, name = row.base.round.group, _filename(row, label)
    held = library.receive_file(actor=actor, now=now, group=group, data=made.text, filename=name)
    return _publish(actor=actor, now=now, revision=row, day=day, label=label, made=made, held=held)


def _published_fact(result: Revision, **given: Any) -> Fact:
    account: Account = given["made"].account
    data: dict[str, JSON] = {
        "base": result.base.sha256,
        "number": result.number,
        "version": result.version_id,
        "docx": result.docx_id,
        "clean": result.clean_docx_id,
        "changed": len(account["changed"]),
        "kept": sum(each["outcome"] == "keep" for each in account["wordings"]),
        "account": sha256(json.dumps(account, sort_keys=True).encode()).hexdigest(),
    }
    return Fact("revision.published", f"group:{result.base.round.group_id}", f"revision:{result.pk}", data)


@action(allow=REVISION_ADMINISTERED, on="revision", record=_published_fact)
def _publish(
    *, actor: Actor, now: datetime, revision: Revision, day: date, label: str, made: Made, held: HeldFile
) -> Revision:
    row = revision_of(revision)
    _demand_publishable(row, now, label)
    if made.made_of != _made_of(row, Standing.on(row.base, now)):
        raise Refused(
            _("Something was decided while this version was being made. Look at it again, then publish."), code="stale"
        )
    row.version = _version(actor, now, row, day, label, held)
    row.published_at, row.published_by = now, actor.label
    row.docx, row.clean_docx = storage.keep(made.docx), storage.keep(made.clean)
    row.account = made.account
    row.save(update_fields=["version", "published_at", "published_by", "docx", "clean_docx", "account"])
    announcing.published(actor, now, row, label)
    return row


def _version(actor: Actor, now: datetime, row: Revision, day: date, label: str, held: HeldFile) -> Version:
    """Issue the version, or add this language to it where the round's other language has been issued under it."""
    language, document = row.base.language, row.base.round.version.document
    sibling = sibling_version(row.base)
    if sibling is not None and sibling[1].label == label:
        title = row.base.language_version.title
        file = library.add_language_version(
            actor=actor, now=now, version=sibling[1], language=language, held=held, title=title
        )
        return file.version
    return library.add_version(
        actor=actor, now=now, document=document, label=label, day=day, language=language, held=held
    )


def _demand_publishable(row: Revision, now: datetime, label: str) -> None:
    """Refuse a version in which something is decided by nobody, or is nobody's, or whose label is taken."""
    demand_unpublished(row)
    demand_closed(row.base, now)
    sibling = sibling_version(row.base)
    if missing := len(undecided(row)):
        raise Refused(
            ngettext(
                "%(n)s wording is not decided yet: take it, keep it in brackets, or leave it for the meeting.",
                "%(n)s wordings are not decided yet: take them, keep them in brackets, or leave them for the meeting.",
                missing,
            )
            % {"n": missing},
            code="undecided",
        )
    if row.way == Revision.Way.UPLOAD and row.uploaded_id is None:
        raise Refused(_("Upload the edited file first."), code="no_file")
    if missing := unexplained(row).count():
        raise Refused(
            ngettext(
                "%(n)s difference is not explained yet: say whose it is.",
                "%(n)s differences are not explained yet: say whose they are.",
                missing,
            )
            % {"n": missing},
            code="unassigned",
        )
    taken = row.base.round.version.document.versions.filter(label__iexact=label)
    if taken.exclude(pk=sibling[1].pk if sibling else 0).exists():
        raise Refused(
            _("The document already has a version %(label)s. Choose another label.") % {"label": label},
            code="label_taken",
        )


def _make(row: Revision, now: datetime) -> Made:
    """Make the three files and the account from what stands now, or refuse."""
    standing = Standing.on(row.base, now)
    altered = next((each for each in standing.proposals if off_record(each)), None)
    if altered is not None:
        raise Refused(
            _("A proposal is not the one on record. Nothing was published. Ask technical support."), code="altered"
        )
    made_of = _made_of(row, standing)
    if row.uploaded is not None:
        data = storage.read(row.uploaded)
        return Made(data, data, data, assigned_account(row, standing, data), made_of)
    choices = choices_of(row)
    decisions: dict[str, engine.Decision] = {ask: choices[ask] for ask in standing.asked if ask in choices}
    amendments, lifted = dict(standing.amendments), lifts(row.base, choices)
    for each in lifted:
        decisions[word.ask_of(each.amendment)] = "take"
        amendments |= {code: (*amendments.get(code, ()), each.amendment) for code in each.by}
    made = engine.revised(storage.read(row.base.file), amendments, standing.sources(), decisions)
    account = account_of(row, standing, made, lifted)
    if any(not each["asks"] for each in account["changed"]):
        raise Refused(
            _("A paragraph would change by nobody's proposal. Nothing was published. Ask technical support."),
            code="unexplained",
        )
    return Made(made.docx, made.clean, made.text, account, made_of)


def _made_of(row: Revision, standing: Standing) -> str:
    """Return what names everything that the version is made of: it must be the same when it is published."""
    files = [f"{each.pk} {each.file_id}" for each in standing.proposals]
    given = [row.base.sha256, row.uploaded_id or "", *files, *standing.chair_ids]
    choices = choices_of(row)
    lifted = [(each.asks, each.by) for each in lifts(row.base, choices)]
    return sha256(json.dumps([given, sorted(choices.items()), lifted]).encode()).hexdigest()


def _filename(row: Revision, label: str) -> str:
    symbol = f"{row.base.round.version.document.symbol} {label}"
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", symbol).strip("-.") or "document"
    return f"{plain[:120]}_{row.base.language}.docx"
