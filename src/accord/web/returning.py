"""Where a reader is sent when something is done: to an address of ours, and nobody's else."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, address: str) -> str:
    """Return the address if it is one of ours, else home: no page of ours sends its reader elsewhere."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and ours else reverse("home")
