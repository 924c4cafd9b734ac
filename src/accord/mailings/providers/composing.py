"""A letter from its template, in the addressee's language: the first line is the subject, the rest the text."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils import translation

FOLDER = Path(__file__).resolve().parents[1] / "mail"


@dataclass(frozen=True, slots=True)
class Composed:
    """Subject and plain text of a letter."""

    subject: str
    text: str


def compose(template: str, language: str, **values: Any) -> Composed:
    """Return the letter of `mailings/mail/<template>.txt` with these values, in this language ("en", "es" …)."""
    # Plain text: nothing is escaped here; the HTML part escapes the finished text.
    engine = Engine(
        dirs=[str(FOLDER)],
        autoescape=False,
        libraries={"i18n": "django.templatetags.i18n"},
        builtins=["django.templatetags.i18n"],
    )
    with translation.override(language):
        written = engine.get_template(f"{template}.txt").render(Context(values, autoescape=False))
    subject, _, text = written.lstrip().partition("\n")
    return Composed(" ".join(subject.split()), text.strip() + "\n")
