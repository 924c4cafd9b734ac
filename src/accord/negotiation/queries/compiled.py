"""Compilations, and the proof that every word of every delegation is in them."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation.models import Compilation, Proposal, Round
from accord.negotiation.policy import COMPILATION_VISIBLE
from accord.negotiation.queries import sent, timetable
from accord.negotiation.queries.readers import Reader, reader
from accord.negotiation.queries.timing import is_late
from accord.negotiation.queries.values import CompilationState, CompilationView, FileView, InclusionView, RoundCompiled
from accord.people.models import Group

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Standing = dict[int, dict[str, tuple[int, bool]]]
"""By base: of each delegation's code, the proposal that stands, and whether it came late."""
_STATES: dict[str, CompilationState] = {"queued": "queued", "running": "running", "done": "done", "failed": "failed"}


def find_compilation(actor: Actor, group: Group, pk: int) -> Compilation:
    """Return the compilation's row; NotAllowed when there is none that the actor may see."""
    found = _rows(actor).filter(pk=pk, base__round__group=group).first()
    if found is None:
        raise NotAllowed
    return found


def compilations(actor: Actor, round_: Round) -> tuple[CompilationView, ...]:
    """Return the compilations of the round that the actor may see, latest first."""
    rows = list(_rows(actor).filter(base__round=round_).order_by("-requested_at", "-pk"))
    return _views(reader(actor, round_.group), rows) if rows else ()


def compilation(actor: Actor, compilation_: Compilation) -> CompilationView:
    """Return one compilation as it is now; NotAllowed when the actor may not see it."""
    return compilation_in(actor, compilation_.base.round.group, compilation_.pk)


def compilation_in(actor: Actor, group: Group, pk: int) -> CompilationView:
    """Return the group's compilation of this id as it is now; NotAllowed when the actor may not see it."""
    return _views(reader(actor, group), [find_compilation(actor, group, pk)])[0]


def round_compiled(actor: Actor, group: Group, number: int) -> RoundCompiled:
    """Return the round of this number and what was compiled in it, each with its proof, in five queries.

    NotAllowed when there is no such round that the actor may see.
    """
    bases = timetable.bases_of(actor, group, number)
    if not bases:
        raise NotAllowed
    who, proposals = reader(actor, group), sent.rows_of(actor, bases[0].round_id)
    standing: Standing = {}
    for each in proposals:
        if each.state == Proposal.State.STANDING:
            standing.setdefault(each.base_id, {})[each.delegation.code] = (each.pk, is_late(each))
    rows = _rows(actor).filter(base__round=bases[0].round_id).order_by("-requested_at", "-pk")
    made = ((_view(who, row, standing.get(row.base_id, {})), _inclusion(who, row)) for row in rows)
    late = {base: sorted(code for code, (_pk, one) in by.items() if one) for base, by in standing.items()}
    return RoundCompiled(timetable.view_of(who, bases, proposals), tuple(made), {k: tuple(v) for k, v in late.items()})


def inclusion(actor: Actor, compilation_: Compilation) -> tuple[InclusionView, ...]:
    """Return the proof, one line per delegation, in the alphabetical order of the reader's language.

    Empty until the compilation is done; NotAllowed when the actor may not see it.
    """
    found = _rows(actor).filter(pk=compilation_.pk).first()
    if found is None:
        raise NotAllowed
    return _inclusion(reader(actor, found.base.round.group), found)


def _inclusion(who: Reader, row: Compilation) -> tuple[InclusionView, ...]:
    proofs = {each["party"]: each for each in row.proof}
    return tuple(
        InclusionView(
            party=who.party(each.pk),
            words_added=proof["words_added"],
            words_added_found=proof["words_added_found"],
            words_removed=proof["words_removed"],
            words_removed_found=proof["words_removed_found"],
            missing=tuple(proof["missing"]),
            whole=proof["whole"],
        )
        for each in who.delegations
        if (proof := proofs.get(each.code)) is not None
    )


def compilation_file(actor: Actor, compilation_: Compilation) -> FileView:
    """Return the compiled Word file; NotAllowed when it is not there or not the actor's to see."""
    found = _rows(actor).filter(pk=compilation_.pk).first()
    if found is None or found.file is None:
        raise NotAllowed
    return FileView(found.filename, DOCX, storage.read(found.file), found.file.sha256)


def proof_file(actor: Actor, compilation_: Compilation) -> FileView:
    """Return the proof of inclusion as a JSON file; NotAllowed when it is not there or not the actor's to see."""
    found = _rows(actor).filter(pk=compilation_.pk).first()
    if found is None or found.proof_file is None:
        raise NotAllowed
    return FileView(proof_name(found), "application/json", storage.read(found.proof_file), found.proof_file.sha256)


def proof_name(row: Compilation) -> str:
    """Return the name of the proof's file, beside that of the compilation."""
    return f"{row.filename.removesuffix('.docx')}_proof.json"


def _rows(actor: Actor) -> QuerySet[Compilation]:
    proposals = Proposal.objects.select_related("round", "base", "file", "delegation").order_by("delegation__party")
    rows = Compilation.objects.select_related("base__round__group", "file", "proof_file")
    return COMPILATION_VISIBLE.filter(actor, rows.prefetch_related(Prefetch("proposals", proposals)))


def _views(who: Reader, rows: Iterable[Compilation]) -> tuple[CompilationView, ...]:
    rows = list(rows)
    standing = Proposal.objects.filter(base__in={row.base_id for row in rows}, state=Proposal.State.STANDING)
    now: Standing = {}
    for each in standing.select_related("round", "delegation"):
        now.setdefault(each.base_id, {})[each.delegation.code] = (each.pk, is_late(each))
    return tuple(_view(who, row, now.get(row.base_id, {})) for row in rows)


def _sentence(who: Reader, failure: str) -> str:
    why, _space, code = failure.partition(" ")
    if why == "altered":
        party = next((each.party.short_name() for each in who.delegations if each.code == code), code)
        said = _("The proposal of %(party)s is not the one on record. Nothing was compiled. Ask technical support.")
        return said % {"party": party}
    sentences = {
        "": "",
        "damaged": _("A stored file is damaged. Nothing was compiled. Ask technical support."),
        "unreadable": _("A stored file cannot be read. Nothing was compiled. Ask technical support."),
    }
    return sentences.get(why) or (_("The proposals could not be compiled. Ask technical support.") if why else "")


def _view(who: Reader, row: Compilation, now: dict[str, tuple[int, bool]]) -> CompilationView:
    included = {each.delegation.code: each.pk for each in row.proposals.all()}
    late = tuple(sorted(each.delegation.code for each in row.proposals.all() if is_late(each)))
    # What came late is compiled only where it was asked for: elsewhere it makes nothing out of date.
    wanted = {code: pk for code, (pk, is_one) in now.items() if late or not is_one}
    changed = sorted(code for code in {*wanted, *included} if wanted.get(code) != included.get(code))
    return CompilationView(
        id=row.pk,
        round=row.base.round.number,
        base=row.base_id,
        language=row.base.language,
        state=_STATES[row.state],
        sentence=_sentence(who, row.failure),
        preliminary=row.preliminary,
        requested_at=row.requested_at,
        made_at=row.made_at,
        filename=row.filename,
        proof_filename=proof_name(row),
        size=row.file.size if row.file else 0,
        sha256=row.file.sha256 if row.file else "",
        proposals=tuple(sent.view_of(who, each) for each in row.proposals.all()),
        stale=bool(changed),
        changed_since=tuple(changed),
        whole=row.state == Compilation.State.DONE and all(each["whole"] for each in row.proof),
        late=late,
    )
