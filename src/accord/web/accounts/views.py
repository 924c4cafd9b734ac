"""Opening an account, signing in and out, and one's own settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accord.kernel import actor as actors
from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.web.accounts.forms import ActivationForm, NewPasswordForm, PasswordForm, SettingsForm, SignInForm
from accord.web.frame import frame
from accord.web.passwords import preparing, with_worker
from accord.web.returning import own_address
from accord.web.signing import enter


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Ask for user name and password, and go to where the reader was going."""
    if actor is not None:
        return see(own_address(request, request.GET.get("next", "")))
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    refusal = ""
    if form.is_valid():
        said = form.cleaned_data
        # Failures are counted per user name and address together (axes); one address cannot lock out a delegate.
        account = authenticate(request, username=said["username"], password=said["password"])
        if account is not None:
            return enter(request, account, own_address(request, said["next"]))
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        refusal = _("User name and password do not go together. Look at both; capitals matter in the password.")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "refusal": refusal, **preparing(request, actor)}
    context["passkeys"] = queries.passkeys_work_here(actor)
    return with_worker(_show(request, "sign_in", context, status))


def sign_out(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  whoever it is, the session ends
    """End this session."""
    logout(request)
    messages.success(request, _("You have signed out. Nobody who uses this computer after you sees anything."))
    answer = see(reverse("sign-in"))
    # Whatever a page of ours may have kept in this browser; pages themselves are never kept (no-store).
    answer["Clear-Site-Data"] = '"storage"'
    return answer


def locked_out(request: HttpRequest, *_given: Any) -> HttpResponse:
    """Say that too many wrong passwords came from here, for how long, and what to do."""
    return _show(request, "locked_out", {}, 429)


@sensitive_post_parameters("new")
def activate(request: HttpRequest, actor: Actor | None, *, secret: str) -> HttpResponse:
    """Show what the personal link opens; opening changes nothing, only the button does (scanners open links)."""
    invited = queries.invitation(actor, secret)
    if invited is None:
        return _discreet(_show(request, "link_ended", {}, 410))
    kind = NewPasswordForm if invited.username else ActivationForm
    form = kind(request.POST or None, initial={"username": invited.offered})
    refusal: Any = ""
    if form.is_valid():
        said = form.cleaned_data
        by_link = actors.link(invited.token.pk, f"link:{invited.token.pk}")
        try:
            opened = actions.activate(
                actor=by_link,
                now=clocks.now(),
                secret=secret,
                username=said.get("username", ""),
                derived=said["new"],
            )
        except NotAllowed:
            return _discreet(_show(request, "link_ended", {}, 410))
        except Refused as refused:
            refusal = refused.sentence
        else:
            logout(request)
            answer = enter(request, opened, reverse("home"))
            if request.user.is_authenticated:
                messages.success(request, _("Welcome, %(name)s. Your account is open.") % {"name": invited.person})
            return _discreet(answer)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "refusal": refusal, "invited": invited, **preparing(request, actor)}
    return with_worker(_discreet(_show(request, "activate", context, status)))


def account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the reader's account, and keep her language and clock."""
    person = queries.person_of(actor)
    form = SettingsForm(request.POST or None, initial={"language": person.language, "zone": person.zone})
    refusal: Any = ""
    if form.is_valid():
        try:
            actions.change_settings(actor=actor, now=clocks.now(), person=person, **form.cleaned_data)
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("Kept."))
            return see(reverse("account"))
    status = 422 if request.method == "POST" else 200
    context = {**frame(request, actor), "form": form, "refusal": refusal, "person": person}
    context["second_step"] = queries.second_step(actor)
    return render(request, "accounts/account.html", context, status=status)


@sensitive_post_parameters("current", "new")
def password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Change the reader's password; this session goes on, every other one of hers ends."""
    form = PasswordForm(request.POST or None)
    refusal: Any = ""
    if form.is_valid():
        said = form.cleaned_data
        # Asked through the same counter as signing in: a session left open is no place to guess in.
        checked = authenticate(request, username=actor.label, password=said["current"])
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        refusal = _("That is not your present password.") if checked is None else _changed(actor, checked, said)
        if checked is not None and not refusal:
            update_session_auth_hash(request, checked)
            messages.success(request, _("Your password is changed. You are signed out everywhere but here."))
            return see(reverse("account"))
    status = 422 if request.method == "POST" else 200
    context = {**frame(request, actor), "form": form, "refusal": refusal, **preparing(request, actor)}
    return with_worker(render(request, "accounts/password.html", context, status=status))


def sessions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show where the reader is signed in, and sign her out there."""
    found = queries.open_sessions(actor, here=request.session.session_key)
    if request.method == "POST":
        wanted = request.POST.get("mark", "")
        marks = {each.mark for each in found if not each.here and wanted in {each.mark, "all"}}
        own = queries.account_of(actor)
        ended = actions.end_sessions(actor=actor, now=clocks.now(), account=own, marks=marks) if own and marks else 0
        if ended:
            messages.success(request, _("Signed out there."))
        return see(reverse("sessions"))
    return render(request, "accounts/sessions.html", {**frame(request, actor), "sessions": found})


def _changed(actor: Actor, account: Any, said: dict[str, str]) -> Any:
    """Change the password, and return what stands in the way, or nothing."""
    try:
        actions.change_password(
            actor=actor, now=clocks.now(), account=account, current=said["current"], new=said["new"]
        )
    except Refused as refused:
        return refused.sentence
    return ""


def _show(request: HttpRequest, page: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, f"accounts/{page}.html", {**frame(request, None), **context}, status=status)


def see(address: str) -> HttpResponse:
    """Go on to the address, after a form was taken."""
    return HttpResponseRedirect(address, status=303)


def _discreet(response: HttpResponse) -> HttpResponse:
    """Keep the link's secret out of the Referer, and out of the log that Django keeps of refusals.

    `strict-origin` and not `no-referrer`, with which browsers send `Origin: null` and every form is refused.
    """
    response["Referrer-Policy"] = "strict-origin"
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  Django's own mark
    return response
