"""The second step at sign-in: its page there, and the pages on which its owner turns it on and off."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.web.accounts.forms import CodeForm, ConfirmForm, PairingForm
from accord.web.accounts.views import locked_out, see
from accord.web.door import View
from accord.web.frame import frame
from accord.web.passwords import preparing, with_worker
from accord.web.returning import own_address
from accord.web.signing import begin_session, confirm, confirmed, waiting


@sensitive_post_parameters("code")
def code(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Ask whose password was right for the code of her app, or a recovery code, and sign her in."""
    found = waiting(request)
    if actor is not None or found is None:
        return see(reverse("sign-in"))
    account, where = found
    form = CodeForm(request.POST or None)
    refusal = ""
    if form.is_valid():
        credentials = {"username": account.username}
        # The same counter as for passwords: ten wrong ones for a user name from one address.
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request)
        said = actions.answer_second_step(
            actor=queries.actor_of(account), now=clocks.now(), account=account, code=form.cleaned_data["code"]
        )
        if said.by:
            begin_session(request, account)
            _tell_what_is_left(request, said)
            return see(where)
        user_login_failed.send(__name__, credentials=credentials, request=request)
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        refusal = _("This code is not right, or was used already. Type the one that your app shows now.")
    return _show(request, "code", {"form": form, "refusal": refusal}, actor)


def _tell_what_is_left(request: HttpRequest, said: actions.Answered) -> None:
    if said.by == "recovery":
        words = ngettext(
            "You used a recovery code; %(n)s is left. Make new ones on your account’s page.",
            "You used a recovery code; %(n)s are left. Make new ones on your account’s page.",
            said.codes_left,
        )
        messages.warning(request, words % {"n": said.codes_left})


@sensitive_post_parameters("current")
def confirm_password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for the password before what only its owner may do, and go on to it."""
    form = ConfirmForm(request.POST or None)
    refusal = ""
    if form.is_valid():
        # Asked through the same counter as signing in: a session left open is no place to guess in.
        checked = authenticate(request, username=actor.label, password=form.cleaned_data["current"])
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        if checked is not None:
            confirm(request)
            return see(own_address(request, request.GET.get("next", "")))
        refusal = _("That is not your present password.")
    context = {"form": form, "refusal": refusal, **preparing(request, actor)}
    return with_worker(_show(request, "confirm", context, actor))


def after_password(view: View) -> View:
    """Lead the reader past the page that asks for her password, unless she typed it there within five minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, actor: Actor, **values: Any) -> Any:
        if not confirmed(request):
            return see(f"{reverse('confirm-password')}?{urlencode({'next': request.path})}")
        return view(request, actor, **values)

    return guarded


def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show whether the second step is on, and what can be done about it."""
    return _show(request, "second_step", {"held": queries.second_step(actor)}, actor)


@after_password
@sensitive_post_parameters("code", "sealed")
def turn_on(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the key to an authenticator app, take its first code, and show the recovery codes once."""
    account: Any = queries.account_of(actor)
    if queries.asks_for_code(actor):
        return see(reverse("second-step"))
    form = PairingForm(request.POST or None)
    refusal: Any = ""
    if form.is_valid():
        try:
            codes = actions.turn_on_second_step(actor=actor, now=clocks.now(), account=account, **form.cleaned_data)
        except Refused as refused:
            refusal = refused.sentence
        else:
            return _show_codes(request, actor, codes, fresh=True)
    offered = queries.offer(actor, str(form["sealed"].value() or ""))
    return _show(request, "turn_on", {"form": form, "refusal": refusal, "offered": offered}, actor)


@after_password
def recovery_codes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say what new recovery codes mean; the button makes them and shows them once."""
    account: Any = queries.account_of(actor)
    if not queries.asks_for_code(actor):
        return see(reverse("second-step"))
    if request.method == "POST":
        codes = actions.make_recovery_codes(actor=actor, now=clocks.now(), account=account)
        return _show_codes(request, actor, codes, fresh=False)
    return _show(request, "codes_again", {}, actor)


@after_password
def turn_off(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask once more, and ask for the password alone from now on."""
    account: Any = queries.account_of(actor)
    if request.method == "POST":
        if actions.turn_off_second_step(actor=actor, now=clocks.now(), account=account):
            messages.success(request, _("The second step is turned off; your password alone signs you in."))
        return see(reverse("second-step"))
    return _show(request, "turn_off", {}, actor)


def _show_codes(request: HttpRequest, actor: Actor, codes: list[str], *, fresh: bool) -> HttpResponse:
    told = [f"{each[:4]} {each[4:]}" for each in codes]
    context = {**frame(request, actor), "codes": told, "fresh": fresh, "username": actor.label}
    return render(request, "accounts/codes.html", context)


def _show(request: HttpRequest, page: str, context: dict[str, Any], actor: Actor | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"accounts/{page}.html", {**frame(request, actor), **context}, status=status)
