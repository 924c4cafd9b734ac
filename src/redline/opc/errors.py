"""The one error a reader of Word files may meet, with a code for machines and a sentence for people."""

from typing import Final

SENTENCES: Final = {
    "empty": "The file is empty.",
    "not_zip": "This is not a Word document (.docx): the file is of another kind, or was cut off on its way here.",
    "legacy_doc": "This is a Word document of the old kind (.doc). Open it in Word and save it as .docx.",
    "encrypted": "The file is protected by a password. Save it without the password and send it again.",
    "not_word": "The file is not a Word document, although it is packed like one.",
    "macros": "The file holds macros (.docm). Save it as a plain Word document (.docx).",
    "too_large": "The file is larger, once unpacked, than this system reads.",
    "unsafe": "The file is packed in a way that no word processor packs files. Save it again in Word.",
    "broken": "The file is damaged and cannot be read. Open it in Word, save it, and send it again.",
}


class BadFile(Exception):  # noqa: N818 - the public name: what is bad is the file, not the program
    """Bytes that are not a readable Word document.

    `code` is one of the keys of SENTENCES and never changes its meaning; `sentence` is plain English for a person;
    `detail` names the place in the file, for whoever looks after the server.

    >>> from redline import read
    >>> try:
    ...     read(b"not a Word file")
    ... except BadFile as error:
    ...     print(error.code)
    not_zip
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.sentence = SENTENCES[code]
        self.detail = detail
        super().__init__(f"{code}: {self.sentence}" + (f" ({detail})" if detail else ""))

    def __reduce__(self) -> tuple[type["BadFile"], tuple[str, str]]:
        return BadFile, (self.code, self.detail)
