"""What a person typed, as it may be kept: without signs that no keyboard has, with the line ends of one kind."""

from django.http import HttpRequest

LONGEST = 20_000
"""More than any paragraph holds; what is longer is cut, and shown so before it is recorded."""


def typed(request: HttpRequest, name: str) -> str:
    """Return the words of a field of the form; "" where it has none."""
    return str(request.POST.get(name, ""))[:LONGEST].replace("\0", "").replace("\r\n", "\n")


def chosen(request: HttpRequest, name: str) -> list[str]:
    """Return what was ticked under this name, as it may be asked for."""
    return [str(each)[:LONGEST].replace("\0", "") for each in request.POST.getlist(name)]


def number(request: HttpRequest, name: str) -> int:
    """Return the number in a field, 0 where there is none that a row could have."""
    said = typed(request, name)
    return int(said) if said.isdecimal() and len(said) <= 18 else 0
