"""A comment that a delegation wrote in the margin of its file, at its place in the base."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on base characters from (`address`, `start`) to (`end_address`, `end`).

    `text` is its words, paragraphs joined by a line feed, `xml` its content as written; `author`, `initials` and `date`
    are as the file says.
    """

    address: str
    start: int
    end_address: str
    end: int
    text: str
    author: str = ""
    initials: str = ""
    date: str = ""
    xml: str = ""
