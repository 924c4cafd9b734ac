"""Passkeys: signing in with one, and the pages on which their owner makes and removes them."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.web.accounts.forms import NewPasskeyForm, PasskeyForm
from accord.web.accounts.second_step import after_password
from accord.web.accounts.views import see
from accord.web.frame import frame
from accord.web.returning import own_address
from accord.web.signing import begin_session

ASKED = "passkey_asked"


@sensitive_post_parameters("credential")
def sign_in(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Ask the browser for a passkey, whoever's it is, and sign its owner in; a passkey is both steps in one."""
    where = own_address(request, request.GET.get("next", ""))
    if actor is not None:
        return see(where)
    form = PasskeyForm(request.POST or None)
    refusal = ""
    # Each question is answered once: it is taken out before the answer is looked at.
    state = request.session.pop(ASKED, None) if request.method == "POST" else None
    if form.is_valid():
        answer = form.cleaned_data["credential"]
        account = queries.passkey_holder(actor, answer) if state else None
        if account is not None and actions.prove_passkey(
            actor=queries.actor_of(account), now=clocks.now(), account=account, state=state or {}, answer=answer
        ):
            begin_session(request, account, by="passkey")
            return see(where)
        refusal = _("This passkey opens no account here. Try again, or sign in with your password.")
    asked = queries.proof_wanted(actor)
    return _ask(request, actor, "passkey_sign_in", asked, form=form, refusal=refusal)


def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the reader's passkeys."""
    context = {"passkeys": queries.passkeys(actor), "possible": queries.passkeys_work_here(actor)}
    return _show(request, "passkeys", context, actor)


@after_password
@sensitive_post_parameters("credential")
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Have the reader's device make a passkey, and keep its public key under a name."""
    if not queries.passkeys_work_here(actor):
        return see(reverse("passkeys"))
    form = NewPasskeyForm(request.POST or None)
    refusal: Any = ""
    state = request.session.pop(ASKED, None) if request.method == "POST" else None
    if form.is_valid():
        said, account = form.cleaned_data, queries.account_of(actor)
        try:
            actions.add_passkey(
                actor=actor,
                now=clocks.now(),
                account=account,  # type: ignore[arg-type]  # who is signed in has one
                name=said["name"],
                state=state or {},
                answer=said["credential"],
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("The passkey is kept. From now on it signs you in without your password."))
            return see(reverse("passkeys"))
    return _ask(request, actor, "passkey_new", queries.passkey_wanted(actor), form=form, refusal=refusal)


def remove(request: HttpRequest, actor: Actor, *, passkey: int) -> HttpResponseBase:
    """Ask once more, and let the passkey open the account no longer."""
    found = queries.passkey(actor, passkey)
    return _remove(request, actor, found=found)


@after_password
def _remove(request: HttpRequest, actor: Actor, *, found: queries.Passkey) -> HttpResponse:
    if request.method == "POST":
        account: Any = queries.account_of(actor)
        actions.remove_passkey(actor=actor, now=clocks.now(), account=account, passkey=found.pk)
        messages.success(request, _("The passkey is removed. Delete it on your device too."))
        return see(reverse("passkeys"))
    return _show(request, "passkey_remove", {"passkey": found}, actor)


def _ask(request: HttpRequest, actor: Actor | None, page: str, asked: queries.Asked, **context: Any) -> HttpResponse:
    request.session[ASKED] = asked.state
    return _show(
        request, page, {**context, "options": json.dumps(asked.options), "origin": settings.ACCORD_ORIGIN}, actor
    )


def _show(request: HttpRequest, page: str, context: dict[str, Any], actor: Actor | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"accounts/{page}.html", {**frame(request, actor), **context}, status=status)
