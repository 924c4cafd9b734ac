"""The mail server: one connection for many letters, plain text first, and a clear word on what went wrong."""

import mimetypes
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.html import urlize


@dataclass
class NotSent(Exception):  # noqa: N818 -- says what happened
    """The server did not take the letter: never will (`for_good`), or takes no letter at all now (`line_down`)."""

    answer: str
    for_good: bool = False
    line_down: bool = False


class Written(Protocol):
    """What the mail server needs to know of a letter."""

    subject: str
    text: str
    address: str
    language: str
    message_id: str
    reply_to: str


class Attached(Protocol):
    """A file that goes with a letter."""

    @property
    def filename(self) -> str:
        """The name by which its reader saves it."""

    @property
    def data(self) -> bytes:
        """Its bytes."""


def can_send() -> bool:
    """Return whether a mail server is set (ACCORD_SMTP); without one, letters wait and can be read in the outbox."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


@contextmanager
def line() -> Iterator[BaseEmailBackend]:
    """Open one connection to the mail server, for as many letters as there are."""
    connection = get_connection()
    try:
        yield connection
    finally:
        connection.close()


def send(letter: Written, connection: BaseEmailBackend, files: Sequence[Attached] = ()) -> None:
    """Hand the letter and the files with it to the mail server; raise `NotSent` when it did not take it."""
    try:
        connection.open()
        connection.send_messages([_message(letter, files)])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise NotSent(_words(code, answer), for_good=500 <= code < 600) from error
    except smtplib.SMTPDataError as error:
        raise NotSent(_words(error.smtp_code, error.smtp_error), for_good=500 <= error.smtp_code < 600) from error
    except (
        smtplib.SMTPResponseException
    ) as error:  # log-in, sender, greeting: ours to put right, not the letter's fault
        raise NotSent(_words(error.smtp_code, error.smtp_error), line_down=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"{type(error).__name__}: {error}", line_down=True) from error


def _message(letter: Written, files: Sequence[Attached]) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language,
    }
    answered = [letter.reply_to] if letter.reply_to else None
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.address], headers=headers, reply_to=answered
    )
    message.attach_alternative(as_html(letter), "text/html")
    for each in files:
        message.attach(each.filename, each.data, media_type(each.filename))
    return message


def media_type(filename: str) -> str:
    """Return what a file is by its name; Word and Excel are known everywhere, whatever the machine's own list says."""
    office = "application/vnd.openxmlformats-officedocument"
    known = {"docx": f"{office}.wordprocessingml.document", "xlsx": f"{office}.spreadsheetml.sheet"}
    ending = filename.rpartition(".")[2].lower()
    return known.get(ending) or mimetypes.guess_type(filename)[0] or "application/octet-stream"


def as_html(letter: Written) -> str:
    """Return the text as a plain HTML page: paragraphs, lines and links, nothing loaded from anywhere."""
    paragraphs = "".join(
        f"<p>{urlize(escape(part)).replace(chr(10), '<br>')}</p>" for part in letter.text.strip().split("\n\n")
    )
    return (
        f'<!doctype html><html lang="{escape(letter.language)}"><meta charset="utf-8"><body>{paragraphs}</body></html>'
    )


def _words(code: int, answer: bytes | str) -> str:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {said}"
