"""What the command line says when it cannot do what was asked."""

from pathlib import Path


class Wrong(Exception):  # noqa: N818 -- says what happened
    """Something the person at the keyboard can put right, as one sentence; `code` is the exit code."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def read(name: str) -> bytes:
    """Return the bytes of a file the person named."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Wrong(f"{name}: {error.strerror or error}.") from error
