"""Courtesy translations: the Secretariat's own file beside a proposal, which itself is never touched (O2, O17)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.providers import guard
from accord.negotiation.models import Proposal, RoundBase, Translation
from accord.negotiation.policy import BASE_ADMINISTERED, PROPOSAL_VISIBLE

ENDINGS = {"docx": "docx", "pdf": "pdf"}


def add_translation(
    *, actor: Actor, now: datetime, base: RoundBase, proposal: Proposal, data: bytes, filename: str
) -> Translation:
    """Put a courtesy translation, into the language of `base`, beside a proposal on another language version.

    It is read beside the text and compiled nowhere. The same file again is the same translation; a later one comes
    before it. Raises NotAllowed, and Refused: `same_language`, `not_sent`, or a code of the guard.
    """
    row = PROPOSAL_VISIBLE.filter(actor, Proposal.objects.filter(pk=proposal.pk, round=base.round_id)).first()
    if row is None or not BASE_ADMINISTERED.allows(actor, base):
        raise NotAllowed
    if row.base_id == base.pk:
        raise Refused(_("The proposal is in this language already."), code="same_language")
    if row.state not in {Proposal.State.STANDING, Proposal.State.SUPERSEDED}:
        raise Refused(_("This proposal does not stand. There is nothing to translate."), code="not_sent")
    verdict = guard.examine(data, filename)
    if verdict.outcome == "refuse":
        raise Refused(verdict.sentence, code=verdict.code)
    clean = data if verdict.cleaned is None else verdict.cleaned
    storage.lay(clean)
    name = f"{row.filename.removesuffix('.docx')}_courtesy_{base.language}.{ENDINGS[verdict.kind]}"
    return _add(actor=actor, now=now, base=base, proposal=row, data=clean, filename=name[-190:])[0]


def _added_fact(result: tuple[Translation, bool], **given: Any) -> Fact | None:
    row, fresh = result
    if not fresh:
        return None
    data: dict[str, JSON] = {"language": row.language, "file": row.file_id, "translates": row.proposal.file_id}
    return Fact("proposal.translated", f"group:{given['base'].round.group_id}", f"proposal:{row.proposal_id}", data)


@action(allow=BASE_ADMINISTERED, on="base", record=_added_fact)
def _add(
    *, actor: Actor, now: datetime, base: RoundBase, proposal: Proposal, data: bytes, filename: str
) -> tuple[Translation, bool]:
    file = storage.keep(data)
    same = Translation.objects.filter(proposal=proposal, language=base.language, file=file)
    if twin := same.select_related("proposal").first():
        return twin, False
    said = {"language": base.language, "file": file, "filename": filename, "at": now, "by": actor.label}
    return Translation.objects.create(proposal=proposal, **said), True
