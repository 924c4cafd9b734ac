"""How a form is shown, acted on, and shown again with what stands in the way."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accord.kernel.action import Refused


def fill(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    form: Form,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Show the form; when it is sent, act and go to the address `act` returns, or say what stands in the way (422)."""
    refusal: Any = ""
    sent = request.method == "POST"
    if sent and form.is_valid():
        try:
            return see(act(form.cleaned_data))
        except Refused as refused:
            refusal = refused.sentence
    shown = {**context, "form": form, "refusal": refusal}
    return render(request, f"people/{template}.html", shown, status=422 if sent else 200)


def see(address: str) -> HttpResponse:
    """Send the reader on after an act."""
    return HttpResponseRedirect(address, status=303)


def given(request: HttpRequest) -> tuple[Any, Any]:
    """Return what a form is bound to: nothing until it is sent, everything once it is, even if it is empty."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
