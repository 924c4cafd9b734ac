"""Slow work of a negotiation, done by the worker: compiling, and rendering the sheet before somebody asks for it."""

from accord.kernel import actor, clocks
from accord.kernel.queue import Effect, every, task
from accord.negotiation.actions import carrying, compiling, reminding, silencing, wordings
from accord.negotiation.actions import outputs as printing
from accord.negotiation.queries.carried import carriage


@task("negotiation.compile")
def compile_proposals(compilation: int) -> Effect | None:
    """Compile what was asked for; the file, the proof and the record entry are kept together, once."""
    worker = actor.system("worker")
    row = compiling.begin(actor=worker, now=clocks.now(), compilation=compilation)
    if row is None:
        return None
    made = compiling.make(row=row)
    return lambda: compiling.finish(actor=worker, now=clocks.now(), row=row, made=made)


@task("negotiation.render")
def render_sheet(base: int) -> Effect | None:
    """Render the paragraphs that a proposal has changed; pages that come sooner render for themselves."""
    worker = actor.system("worker")
    keys, pieces = compiling.render(base=base)
    return lambda: compiling.keep_rendered(actor=worker, now=clocks.now(), base=base, keys=keys, pieces=pieces)


@task("negotiation.output")
def print_outputs(outputs: list[int]) -> Effect | None:
    """Print what was asked for, all of it from one compilation; files and record entry are kept together, once."""
    worker = actor.system("worker")
    rows = printing.to_print(outputs)
    if not rows:
        return None
    printed = printing.print_all(rows)
    return lambda: printing.keep_outputs(actor=worker, now=clocks.now(), rows=rows, printed=printed)


@task("negotiation.carry")
def carry_to_next(base: int) -> Effect | None:
    """Carry what was said of the version before to a new round's base; it is compared before the act, not in it."""
    worker = actor.system("worker")
    found = carriage(base)
    if found is None:
        return None
    return lambda: carrying.carry_over(actor=worker, now=clocks.now(), base=found.base, carriage=found)


@every(60, "negotiation.rounds")
def open_what_was_sealed() -> None:
    """Show where paragraphs stand once a sealed round has closed, and in rounds held before this was kept."""
    worker, now = actor.system("worker"), clocks.now()
    for base in wordings.unsettled(now):
        wordings.settle_closed(actor=worker, now=now, base=base)


@every(60, "negotiation.reminders")
def remind_delegations() -> None:
    """Send each reminder that has fallen due, once: one act for each, so that a worker killed between loses none."""
    worker, now = actor.system("worker"), clocks.now()
    for each in reminding.all_due(now):
        reminding.remind(actor=worker, now=now, due=each)


@every(60, "negotiation.silences")
def end_silences() -> Effect | None:
    """Say of each silence procedure whose time is over that nobody objected, and tell everybody; once."""
    worker, now = actor.system("worker"), clocks.now()
    for row in silencing.expired(now):
        silencing.expire_silence(actor=worker, now=now, silence=row)
    return None
