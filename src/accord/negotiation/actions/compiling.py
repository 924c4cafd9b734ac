"""All proposals on one language version become one Word file, with the proof that nothing is missing (O1, O17)."""

import json
import logging
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accord.kernel import queue, storage
from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import notices
from accord.negotiation.mail import letters
from accord.negotiation.models import Compilation, Proposal, RenderedParagraph, Round, RoundBase
from accord.negotiation.policy import BASE_COMPILABLE
from accord.negotiation.queries.evidence import discrepancies, is_where_its_acts_left_it
from accord.negotiation.queries.late import authors_in
from accord.negotiation.queries.pieces import Layer, key_of, made_of, wordings_in
from accord.negotiation.queries.timing import is_late
from accord.texts.providers import word

log = logging.getLogger(__name__)
State = Compilation.State
_TOGETHER = ("base__round__group", "base__round__version__document", "base__round__meeting", "base__file")


@dataclass(frozen=True, slots=True)
class Made:
    """What compiling gave: the file and the proof per delegation, or why there is none (see Compilation.failure)."""

    docx: bytes = b""
    proof: tuple[dict[str, Any], ...] = ()
    failure: str = ""


def compile_round(*, actor: Actor, now: datetime, base: RoundBase, late: bool = False) -> Compilation:
    """Ask for the compilation of the proposals that stand on one language version; the worker makes it.

    Before the close it is preliminary and marked so. What came late is left out, unless it is asked for (`late`): then
    name and proof of the file say so. Asked for again while one is being made, or when nothing has changed since the
    last one of its kind, it is the same compilation. Raises NotAllowed, and Refused: `not_open_yet`, `sealed`,
    `nothing_proposed`, `only_late`, `nothing_late`.
    """
    return _compile(actor=actor, now=now, base=base, late=late)[0]


def _asked_fact(result: tuple[Compilation, bool], **_given: Any) -> Fact | None:
    row, fresh = result
    if not fresh:
        return None
    data: dict[str, JSON] = {
        "base": row.base.sha256,
        "language": row.base.language,
        "preliminary": row.preliminary,
        "proposals": {each.delegation.code: each.pk for each in row.proposals.select_related("delegation")},
        "late": late_codes(row),
    }
    return Fact("compilation.asked", f"group:{row.base.round.group_id}", f"compilation:{row.pk}", data)


@action(allow=BASE_COMPILABLE, on="base", record=_asked_fact)
def _compile(*, actor: Actor, now: datetime, base: RoundBase, late: bool) -> tuple[Compilation, bool]:
    base = RoundBase.objects.select_related("round__version__document").get(pk=base.pk)
    round_, closed = base.round, base.round.closes_at <= now
    if now < round_.opens_at:
        raise Refused(_("This round is not open yet: there is nothing to compile."), code="not_open_yet")
    if round_.sees == Round.Sees.AFTER_CLOSE and not closed:
        raise Refused(_("The proposals are sealed until the round closes; compile them then."), code="sealed")
    standing = _wanted(base, late=late)
    earlier = Compilation.objects.filter(base=base).order_by("-pk")
    if running := earlier.filter(state__in=[State.QUEUED, State.RUNNING]).first():
        return running, False
    last = earlier.filter(state=State.DONE).first()
    if last and last.preliminary == (not closed) and set(last.proposals.all()) == set(standing):
        return last, False
    row = Compilation.objects.create(
        base=base,
        preliminary=not closed,
        requested_at=now,
        requested_by=actor.label,
        filename=_filename(base, preliminary=not closed, late=late),
    )
    row.proposals.set(standing)
    queue.enqueue("negotiation.compile", compilation=row.pk)
    return row, True


def _wanted(base: RoundBase, *, late: bool) -> list[Proposal]:
    rows = Proposal.objects.filter(base=base, state=Proposal.State.STANDING).order_by("pk")
    standing = list(rows.select_related("round"))
    if not standing:
        raise Refused(_("Nothing is proposed on this language version."), code="nothing_proposed")
    in_time = [each for each in standing if not is_late(each)]
    if late and len(in_time) == len(standing):
        raise Refused(_("No late proposal stands on this language version."), code="nothing_late")
    if not late and not in_time:
        raise Refused(_("Only late proposals stand here. Ask for them to be compiled too."), code="only_late")
    return standing if late else in_time


@action(allow=SYSTEM_ONLY, record=lambda _result, **_given: None)
def begin(*, actor: Actor, now: datetime, compilation: int) -> Compilation | None:
    """Mark a compilation as being made; None when it is done or failed already."""
    row = Compilation.objects.select_related(*_TOGETHER).get(pk=compilation)
    if row.state not in {State.QUEUED, State.RUNNING}:
        return None
    row.state = State.RUNNING
    row.save(update_fields=["state"])
    return row


def make(*, row: Compilation) -> Made:
    """Compile the files and prove, from the compiled bytes, that nothing is missing; no half result ever."""
    try:
        proposals = list(row.proposals.select_related("base__file", "file", "original", "delegation__party"))
        others = Proposal.objects.filter(base=row.base, submitted_at__isnull=False)
        others = others.exclude(pk__in=[each.pk for each in proposals])
        absent = [each for each in others.select_related("delegation__party") if not is_where_its_acts_left_it(each)]
        altered = next(iter([*absent, *(each for each in proposals if discrepancies(each))]), None)
        if altered is not None:
            return Made(failure=f"altered {altered.delegation.code}")
        base = storage.read(row.base.file)
        authors = authors_in(row.base, proposals)
        files = {authors[each.delegation.code]: storage.read(each.file) for each in proposals}
        docx = word.compiled(base, files)
        storage.lay(docx)
        codes = {author: code for code, author in authors.items()}
        found = word.proof(base, files, docx)
        return Made(docx, tuple({**asdict(each), "party": codes[each.party]} for each in found))
    except Refused:
        return Made(failure="unreadable")
    except storage.Damaged:
        return Made(failure="damaged")
    except storage.StoreDown:
        raise  # it passes: the queue tries again
    except Exception:
        # Whatever went wrong, the Chair is told that there is no result, and the operator why.
        log.exception("Compilation %s failed.", row.pk)
        return Made(failure="broken")


def late_codes(row: Compilation) -> list[JSON]:
    """Return the codes of the delegations whose late proposals are compiled."""
    rows = row.proposals.select_related("round", "delegation").order_by("delegation__party")
    return [each.delegation.code for each in rows if is_late(each)]


def _made_fact(result: Compilation, **_given: Any) -> Fact | None:
    scope, subject = f"group:{result.base.round.group_id}", f"compilation:{result.pk}"
    if result.state == State.FAILED:
        return Fact("compilation.failed", scope, subject, {"base": result.base.sha256, "why": result.failure})
    if result.state != State.DONE:
        return None
    whole = all(each["whole"] for each in result.proof)
    data = {"file": result.file_id, "proof": result.proof_file_id, "preliminary": result.preliminary, "whole": whole}
    return Fact("compilation.made", scope, subject, data)


@action(allow=SYSTEM_ONLY, record=_made_fact)
def finish(*, actor: Actor, now: datetime, row: Compilation, made: Made) -> Compilation:
    """Keep the compiled file and its proof, or say why there is none; the final one is announced to everybody."""
    row.made_at, row.failure = now, made.failure
    row.state = State.FAILED if made.failure else State.DONE
    if row.state == State.DONE:
        row.proof = [json.loads(json.dumps(each)) for each in made.proof]
        row.file = storage.keep(made.docx)
        row.proof_file = storage.keep(_proof_json(row))
    row.save()
    if row.state == State.DONE and not row.preliminary:
        about, group = notices.about(row.base.round), row.base.round.group
        persons = [person for person, _capital in notices.focal_points(group, now)]
        persons += notices.officers(group, now, ["chair", "vice_chair", "secretariat"])
        for person in persons:
            notices.tell(actor, now, person, "compilation_made", letters.compilation_made(about, row.filename))
    return row


@action(allow=SYSTEM_ONLY, record=lambda _result, **_given: None)
def keep_rendered(
    *,
    actor: Actor,
    now: datetime,
    base: int,
    keys: dict[str, str],
    pieces: dict[str, Any],
) -> int:
    """Keep the pieces of the sheet under their keys and drop those that no page asks for any more."""
    kept = RenderedParagraph.objects.filter(base=base)
    kept.exclude(key__in=keys.values()).delete()
    rows = [
        RenderedParagraph(base_id=base, address=address, key=keys[address], wordings=wordings_in(piece), value=piece)
        for address, piece in pieces.items()
    ]
    return len(RenderedParagraph.objects.bulk_create(rows, ignore_conflicts=True))


def render(*, base: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the keys of the sheet with all standing proposals in place, and the pieces that are not kept yet."""
    row = RoundBase.objects.select_related("text").get(pk=base)
    standing = Proposal.objects.filter(base=row, state=Proposal.State.STANDING).select_related("delegation")
    layers = [Layer.of(each) for each in standing]
    keys = {address: key_of(address, layers) for layer in layers for address in layer.touches}
    there = set(RenderedParagraph.objects.filter(base=row, key__in=keys.values()).values_list("key", flat=True))
    missing = {address for address, key in keys.items() if key not in there}
    return keys, made_of(row, layers, missing) if missing else {}


def _filename(base: RoundBase, *, preliminary: bool, late: bool) -> str:
    symbol = re.sub(r"[^A-Za-z0-9.]+", "-", base.round.version.symbol).strip("-.") or "document"
    what = f"{'preliminary_' if preliminary else ''}compilation{'_with_late_proposals' if late else ''}"
    return f"{symbol[:120]}_{what}_{base.language}.docx"


def _proof_json(row: Compilation) -> bytes:
    rows = list(row.proposals.select_related("round", "delegation").order_by("delegation__party"))
    proposals = {
        each.delegation.code: {"file": each.filename, "sha256": each.file_id, "amendments": each.amendment_count}
        for each in rows
    }
    for code, author in authors_in(row.base, rows).items():
        proposals[code]["author"] = author
    value = {
        "format": "accord-proof-of-inclusion/1",
        "document": row.base.round.version.symbol,
        "language": row.base.language,
        "base_sha256": row.base.sha256,
        "compilation": row.filename,
        "compilation_sha256": row.file_id,
        "preliminary": row.preliminary,
        "proposals": proposals,
        "late_proposals": late_codes(row),
        "proof": row.proof,
    }
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
