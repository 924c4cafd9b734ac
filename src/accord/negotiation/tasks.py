"""Slow work of a negotiation, done by the worker: compiling, and rendering the sheet before somebody asks for it."""

from accord.kernel import actor, clocks
from accord.kernel.queue import Effect, task
from accord.negotiation import actions


@task("negotiation.compile")
def compile_proposals(compilation: int) -> Effect | None:
    """Compile what was asked for; the file, the proof and the record entry are kept together, once."""
    worker = actor.system("worker")
    row = actions.begin(actor=worker, now=clocks.now(), compilation=compilation)
    if row is None:
        return None
    made = actions.make(row=row)
    return lambda: actions.finish(actor=worker, now=clocks.now(), row=row, made=made)


@task("negotiation.render")
def render_sheet(base: int) -> Effect | None:
    """Render the paragraphs that a proposal has changed; pages that come sooner render for themselves."""
    worker = actor.system("worker")
    keys, pieces = actions.render(base=base)
    return lambda: actions.keep_rendered(actor=worker, now=clocks.now(), base=base, keys=keys, pieces=pieces)
