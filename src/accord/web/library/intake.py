"""How a file sent with a form comes to its place: received once, kept while the rest of the form is put right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.library import actions, queries
from accord.web.library.forms import FileForm


@dataclass(slots=True)
class Intake:
    """One attempt to publish: the file that is held (if it came in), what it became, or why not.

    `choose` says that the file still holds tracked changes, which its sender has to accept or reject.
    """

    held: Any = None
    document_id: int = 0
    refusal: str | Promise = ""
    choose: bool = False


def attempt(actor: Actor, group: Any, form: FileForm, place: Callable[[Any], int]) -> Intake:
    """Receive the form's file (or take up the one that is held), settle it if asked, and call `place` with it.

    `place` publishes the held file and returns the document's id. A form that is not complete keeps the file all the
    same, so that nobody sends it twice.
    """
    taken, complete = Intake(), form.is_valid()
    try:
        taken.held = _held(actor, group, form)
        choice = form.cleaned_data.get("settle")
        if taken.held and choice:
            taken.held = actions.settle_file(actor=actor, now=clocks.now(), held=taken.held, choice=choice)
        if taken.held and complete:
            taken.document_id = place(taken.held)
    except Refused as refused:
        _explain(actor, taken, refused)
    return taken


def _held(actor: Actor, group: Any, form: FileForm) -> Any:
    """Return the file just sent, else the one that waits; None when there is neither."""
    sent = form.upload()
    if sent is not None:
        filename, data = sent
        return actions.receive_file(actor=actor, now=clocks.now(), group=group, data=data, filename=filename)
    waiting = form.cleaned_data.get("held")
    if not waiting:
        return None
    try:
        return queries.held_file(actor, waiting, clocks.now())
    except NotAllowed:
        raise Refused(_("The file you sent is no longer kept. Choose it again."), code="gone") from None


def _explain(actor: Actor, taken: Intake, refused: Refused) -> None:
    """Say why not; a button pressed twice is no reason: the document is there."""
    if refused.code == "already_placed" and taken.held is not None:
        taken.document_id = queries.placed_in(actor, taken.held)
        return
    taken.choose = refused.code == "pending_revisions"
    taken.refusal = refused.sentence
