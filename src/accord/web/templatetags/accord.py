"""The components that need a little Python: clocks, chips, dates in the reader's zone and language, form fields."""

from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_time
from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext

from accord.kernel import clocks as kernel_clocks
from accord.kernel import dates
from accord.kernel.remembered import Remembered
from accord.kernel.sizes import written_size
from accord.negotiation.queries.values import hue_of
from accord.web import assets, signs
from accord.web.frame import Ask
from accord.web.help.places import help_for
from accord.web.support import seen

register = template.Library()
_BARS: Remembered[SafeString] = Remembered(1024)


@register.simple_tag
def asset(name: str) -> str:
    """Print the address of accord.css, accord.js or accord.svg."""
    return assets.address(name)


@register.simple_tag(takes_context=True)
def bar(context: Context) -> SafeString:
    """Print what stands above every page: written once for a reader in a role, with this request's token and address.

    A NUL, which no name holds, stands around both in what is remembered.
    """
    around, request = context.get("frame"), context.get("request")
    role, group = getattr(around, "role", None), getattr(around, "group", None)
    delegation = getattr(role, "delegation", None)
    path = getattr(request, "path", "")
    key = (
        get_language(),
        str(getattr(around, "reader", None) or ""),
        str(role.title) if role else "",
        (delegation.code, str(delegation.party)) if delegation else None,
        (group.slug, group.name) if group else None,
        path == reverse("sign-in"),
    )
    # A mark, in whose place the token comes.
    mark = "\0token\0"
    given = {"frame": around, "request": request, "csrf_token": mark, "next": "\0next\0"}
    html = _BARS.of(key, lambda: render_to_string("components/bar.html", given))
    there = conditional_escape(request.get_full_path()) if request is not None else ""
    token = conditional_escape(str(context.get("csrf_token") or ""))
    return SafeString(html.replace(mark, token).replace("\0next\0", there))


@register.simple_tag
def colon() -> str:
    """Print a colon with the spaces that the reader's language sets around it."""
    return signs.colon()


@register.simple_tag(takes_context=True)
def help_link(context: Context) -> str:
    """Print the address of the help that fits this page and the reader's role."""
    request, around = context.get("request"), context.get("frame")
    match = getattr(request, "resolver_match", None)
    role = getattr(getattr(around, "role", None), "kind", "")
    return help_for(getattr(match, "url_name", None) or "", role, get_language() or "en")


@register.simple_tag(takes_context=True)
def support_link(context: Context) -> str:
    """Print the address of technical support, with this page and the number of its request filled in."""
    request = context.get("request")
    return seen.support_address(request) if request is not None else reverse("support")


@register.filter
def hue(code: str) -> str:
    """Return the hue class of a delegation, d1 to d7, the one in which the text shows its changes."""
    return hue_of(code)


@register.inclusion_tag("components/party.html")
def party(party: Any, link: str = "") -> dict[str, Any]:
    """Print a delegation's chip: its code in its hue, its name for who points at it or listens.

    Takes a delegation (its `party` gives the name), a party, or a value with `code`, `name` and `hue` of its own.
    """
    named = getattr(party, "party", party)
    name = getattr(named, "name", None) or str(named)
    return {"code": party.code, "name": name, "hue": getattr(party, "hue", "") or hue(party.code), "link": link}


@register.inclusion_tag("components/ask.html")
def ask(ask: Ask) -> dict[str, Any]:
    """Print the three answers: what is asked (one sentence, one button) and by when."""
    return {"ask": ask}


@register.inclusion_tag("components/clocks.html")
def clocks(
    instant: datetime, official: str = "", capital: str = "", capital_name: str = "", official_name: str = ""
) -> dict[str, Any]:
    """Print an instant on the official clock, the capital's and the reader's (zones), and how long it is until then.

    The names say how the places are called, where that is not by the city of the zone.
    """
    reader = timezone.get_current_timezone_name()
    three = kernel_clocks.three_clocks(instant, official or "UTC", capital or None, reader)
    return {"instant": instant, "clocks": three, "capital_name": capital_name, "official_name": official_name}


@register.simple_tag
def face(clock: kernel_clocks.Clock, beside: kernel_clocks.Clock | None = None) -> str:
    """Return what a clock shows: "22 November, 18:00", or the hour alone when the clock beside it has the same day."""
    hour = format_time(clock.local, format="HH:mm", locale=dates.reader_locale())
    if beside is not None and beside.local.date() == clock.local.date():
        return hour
    return f"{dates.written_day_of_year(clock.local)}, {hour}"


@register.filter
def day(value: date | datetime | None) -> str:
    """Return "3 November 2026" in the reader's language and, for an instant, on the reader's clock."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return dates.written_day(local)


@register.filter
def moment(value: datetime | None) -> str | SafeString:
    """Return "3 November 2026, 18:00 (St. John's)" on the reader's clock, as a time element."""
    if value is None:
        return ""
    hour = format_time(timezone.localtime(value), format="HH:mm", locale=dates.reader_locale())
    return format_html(
        '<time datetime="{}">{}, {}</time> <span class="soft">({})</span>',
        value.isoformat(),
        day(value),
        hour,
        city(timezone.get_current_timezone_name()),
    )


@register.filter
def relative(value: datetime | None) -> str | SafeString:
    """Return "in 1 day 4 hours" or "2 hours ago", as a time element that static/js/relative.js keeps true."""
    if value is None:
        return ""
    now = kernel_clocks.now()
    ahead, past = gettext("in %s"), gettext("%s ago")
    words = ahead % timesince(now, value) if value > now else past % timesince(value, now)
    return format_html(
        '<time datetime="{}" data-relative data-ahead="{}" data-past="{}">{}</time>',
        value.isoformat(),
        ahead,
        past,
        words.replace(",", ""),
    )


@register.filter
def size(count: int) -> str:
    """Return a file's size as "1.2 MB", "1,2 Mo" …, in the units and numbers of the reader's language."""
    return written_size(count)


@register.filter
def city(zone: str) -> str:
    """Return the city that names a zone, in the reader's language ("New York"); UTC stays UTC."""
    return dates.city(zone)


# Not by its own name: Django's "language_name", which every page that loads i18n has, speaks English only.
@register.filter("tongue")
def language_name(code: str) -> str:
    """Return the name of a language in the reader's language ("español" for a Spanish reader)."""
    return Locale.parse(code.replace("-", "_")).get_display_name(dates.reader_locale()) or code


@register.inclusion_tag("components/field.html")
def field(field: BoundField, kind: str = "") -> dict[str, Any]:
    """Print a form field: label, hint, error, control; kind "file" makes the drop place, "inline" a short one."""
    ticked = getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset
    return {"field": field, "kind": kind, "optional": not field.field.required, "ticked": ticked}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm | None = None, refusal: str | Promise = "") -> dict[str, Any]:
    """Print what stands in the way, above the form, with links to the fields; nothing when nothing does."""
    fields = [field for field in form if field.errors] if form is not None and form.is_bound else []
    general = form.non_field_errors() if form is not None and form.is_bound else []
    return {"fields": fields, "general": general, "refusal": refusal}
