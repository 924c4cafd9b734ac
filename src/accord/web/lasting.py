"""What templates and links ask for again and again and what never changes while the server runs: kept, not looked up.

Django translates a sentence through a proxy that translates it anew at each look, and finds the address of a page by
going through the ways to write it. Both come out the same here.
"""

from functools import lru_cache
from typing import Any

from django.template.base import Node, Parser, Token
from django.templatetags import i18n
from django.urls import get_resolver
from django.utils.functional import Promise
from django.utils.translation import get_language

ADDRESSES = 8192


class Sentence(Node):
    """`{% translate "…" %}` of a sentence that stands in the template: translated once for each language."""

    def __init__(self, plain: Node) -> None:
        self.plain = plain
        self._said: dict[str | None, str] = {}

    def render(self, context: Any) -> Any:
        """Return the sentence in the language of this request."""
        language = get_language()
        if language not in self._said:
            self._said[language] = self.plain.render(context)
        return self._said[language]


def translated(parser: Parser, token: Token) -> Node:
    """Read `{% translate %}` as Django does; what holds no variable, and is not given a name, is kept."""
    found = i18n.do_translate(parser, token)
    value = found.filter_expression
    fixed = isinstance(value.var.literal, (str, Promise)) and not value.filters
    return Sentence(found) if fixed and not (found.asvar or found.message_context or found.noop) else found


def keep_addresses() -> None:
    """Have the address of a page found once for each that it is about, and not for each link to it."""
    pages: Any = get_resolver()
    find = pages._reverse_with_prefix  # noqa: SLF001 -- what `reverse` ends with
    pages._reverse_with_prefix = lru_cache(ADDRESSES, typed=True)(find)  # noqa: SLF001 -- see above
