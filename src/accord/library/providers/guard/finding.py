"""What the examining process raises when a file must be refused; a code, never a sentence: sentences are the gate's."""


class RefusedFileError(Exception):
    """The file must not be let in: `code` is a key of `verdict.SENTENCES`, `detail` says where, for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail[:200]
