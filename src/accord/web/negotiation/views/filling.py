"""How a form about a round is shown, acted on, and shown again with what stands in the way."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accord.kernel.action import Refused

Act = Callable[[], str]


def fill(
    request: HttpRequest, template: str, context: dict[str, Any], form: Form, act: Act, *, complete: bool = False
) -> HttpResponse:
    """Show the form; when it is sent, act and go to the address `act` returns, or say what stands in the way (422).

    `complete`: the button that was pressed needs nothing of the form.
    """
    refusal: Any = ""
    sent = request.method == "POST"
    if sent and (complete or form.is_valid()):
        try:
            return HttpResponseRedirect(act(), status=303)
        except Refused as refused:
            refusal = refused.sentence
    shown = {**context, "form": form, "refusal": refusal}
    return render(request, f"negotiation/{template}.html", shown, status=422 if sent else 200)


def given(request: HttpRequest) -> tuple[Any, Any]:
    """Return what a form is bound to: nothing until it is sent, everything once it is, even if it is empty."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
