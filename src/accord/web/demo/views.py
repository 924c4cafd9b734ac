"""The demo's pages: a way in for each role, the outbox that stands for everybody's mailbox, files to try."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.kernel import actor as actors
from accord.kernel.actor import Actor
from accord.mailings import queries as mailings
from accord.web.demo import cast
from accord.web.demo.story import FILES
from accord.web.downloads import handed_out
from accord.web.frame import frame
from accord.web.passwords import preparing, with_worker
from accord.web.signing import begin_session

STRANGE = _("This did not sign you in: the password was changed in this demo, or the page could not prepare it.")
POSTMAN = actors.system("demo outbox")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFICES = {"chair": _("Chair"), "vice_chair": _("Vice-Chair"), "secretariat": _("Technical Secretariat")}


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to try: its name below the demo's files, under which name it is given, what happens with it."""

    path: str
    name: str
    sentence: Promise

    @property
    def address(self) -> str:
        """The file as one word, for the page's address."""
        return self.path.replace("/", "-")


SAMPLES = (
    Sample("second/AG_Matriz.docx", "AG_Matriz.docx", _("Send it as Antigua and Barbuda, who has not proposed yet.")),
    Sample(
        "second/BR_Matriz.docx",
        "BR_Matriz.docx",
        _("Send Brazil's file as Antigua and Barbuda: it is refused, with the reason."),
    ),
    Sample("first/AR_Matriz.docx", "Matriz.docx", _("A file on the text of the first round: refused in this one.")),
)


def cast_page(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Show who plays, each with a button that signs the visitor in as her."""
    return _cast(request, actor, "", 200)


def _cast(request: HttpRequest, actor: Actor | None, refusal: str | Promise, status: int) -> HttpResponse:
    experts = {player.code: player for player in cast.EXPERTS}
    context = {
        "front": [(player, OFFICES[player.role]) for player in cast.FRONT],
        "delegations": [(player, experts[player.code]) for player in cast.FOCAL_POINTS],
        "acting": cast.ACTING,
        "password": cast.PASSWORD,
        "samples": SAMPLES,
        "refusal": refusal,
        **preparing(request, actor),
        **frame(request, actor),
    }
    return with_worker(render(request, "demo/cast.html", context, status=status))


def enter(request: HttpRequest, actor: Actor | None, *, username: str) -> HttpResponse:  # noqa: ARG001 -- a view is told
    """Sign the visitor in as one of the players, with what the page derived from the password that it prints."""
    if not settings.ACCORD_DEMO or username not in {player.username for player in cast.EVERYBODY}:
        raise Http404
    logout(request)
    account = authenticate(request, username=username, password=request.POST.get("password", ""))
    if account is None:
        return _cast(request, None, STRANGE, 422)
    begin_session(request, account)
    return redirect("overview", group=cast.GROUP)


def outbox(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """List the newest letters, to whomever they go."""
    return render(request, "demo/outbox.html", {"letters": mailings.outbox(POSTMAN), **frame(request, actor)})


def letter(request: HttpRequest, actor: Actor | None, *, letter: int) -> HttpResponse:
    """Show one letter as its reader gets it."""
    found = mailings.letter(POSTMAN, letter)
    if found is None:
        raise Http404
    context = {"letter": found, "attached": mailings.attached(POSTMAN, found)}
    return render(request, "demo/letter.html", {**context, **frame(request, actor)})


def sample(request: HttpRequest, actor: Actor | None, *, name: str) -> HttpResponse:  # noqa: ARG001 -- a view is told
    """Give one of the files to try."""
    chosen = next((each for each in SAMPLES if each.address == name), None)
    if chosen is None:
        raise Http404
    return handed_out(request, (FILES / chosen.path).read_bytes(), WORD, chosen.name)
