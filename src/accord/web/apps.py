"""The pages as a Django app: registers the check that no address escapes the doors; gives forms their words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from accord.web import lasting, wording


class WebConfig(AppConfig):
    """Carries the pages; it has no models."""

    name = "accord.web"
    label = "web"

    def ready(self) -> None:
        """Register the check of the doors, give the fields of all forms their words, and keep addresses."""
        wording.speak()
        lasting.keep_addresses()
        checks.register(every_page_has_a_door, checks.Tags.urls)


def every_page_has_a_door(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    """Return one error for each address that was not declared with `page()`."""
    from accord.web.door import Page  # noqa: PLC0415 - a view may be imported only when all apps are ready

    return [
        checks.Error(
            f"The address {pattern.pattern!s} has no door.",
            hint="Declare it with accord.web.door.page(route, view, door=…, name=…).",
            obj=pattern.callback,
            id="accord.E001",
        )
        for pattern in _patterns(get_resolver().url_patterns)
        if not isinstance(pattern.callback, Page)
    ]


def _patterns(found: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Yield every pattern below, through includes."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern
