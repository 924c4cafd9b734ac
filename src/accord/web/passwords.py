"""What every page on which a password is typed is made of: the field that takes none, and the policy for the worker.

The box one types into has no name, so no browser ever sends it, with script or without; static/js/deriving.js has the
worker derive what is sent, and puts it into the hidden field beside the box (security.md section 1.1).
"""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accord.kernel.actor import Actor
from accord.kernel.derivation import is_derived
from accord.people import queries
from accord.web.middleware import POLICY

UNPREPARED = _("The password was not prepared by the page, so it was not taken. Load the page again and type it anew.")
# Nothing on these pages may become script but the worker's own address (see static/js/deriving.js).
PAGE_POLICY = f"{POLICY}; worker-src 'self'; require-trusted-types-for 'script'; trusted-types accord-worker"


class PasswordBox(forms.PasswordInput):
    """A box without a name, and beside it the hidden field for what is derived from what is typed."""

    template_name = "accounts/password_box.html"


class DerivedField(forms.CharField):
    """What the page derived from a password; a password itself is refused."""

    def __init__(self, *, label: Any, autocomplete: str, help_text: Any = "") -> None:
        super().__init__(label=label, help_text=help_text, max_length=1000, strip=False, widget=PasswordBox)
        self.widget.attrs["autocomplete"] = autocomplete

    def validate(self, value: Any) -> None:
        """Refuse what was not derived; an empty field is what a page without script sends."""
        if not is_derived(cast("str", value)):
            raise ValidationError(UNPREPARED, code="not_derived")


def preparing(request: HttpRequest, actor: Actor | None) -> dict[str, Any]:  # noqa: ARG001  like every frame of a page
    """Return what the form needs in order to derive: the installation's name."""
    return {"installation": queries.installation(actor)}


def with_worker(response: HttpResponse) -> HttpResponse:
    """Let the page start the worker, and nothing else besides."""
    response["Content-Security-Policy"] = PAGE_POLICY
    return response
