"""`accord receipt verify`: off-line, without Django, database or network; only PyNaCl."""

import argparse
import gettext
import os
from pathlib import Path

from accord.cli.words import Wrong, read
from accord.kernel.record.notes import BadNote, Verifier
from accord.kernel.record.receipts import BadReceipt, Checked, check

_ = gettext.gettext


def verify(options: argparse.Namespace) -> int:
    """Check a receipt and say what it proves; exit code 1 when it does not hold."""
    given = options.key or os.environ.get("ACCORD_RECORD_KEY")
    try:
        checked = check(read(options.file), key_from(given) if given else None)
    except BadReceipt as error:
        print(_("This receipt does NOT hold. {reason}").format(reason=error))
        return 1
    print(_said(checked))
    if given:
        print(_("Signed by the key you gave."))
    else:
        print(_("Signed by the key that the receipt itself names. Compare it with the one your delegation keeps:"))
        print(f"  {checked.verifier}")
    return 0


def key_from(given: str) -> Verifier:
    """Read a public key from the command line: the key itself, or the name of a file that holds it."""
    try:
        text = Path(given).read_text(encoding="utf-8") if Path(given).is_file() else given
    except OSError:  # a key may be longer than a file name can be
        text = given
    try:
        return Verifier.parse(text)
    except BadNote as error:
        raise Wrong(str(error)) from error


def _said(checked: Checked) -> str:
    entry = checked.entry
    lines = [
        _("This receipt holds."),
        _("  what     {kind} ({subject})").format(kind=entry["kind"], subject=entry["subject"]),
        _("  who      {actor}").format(actor=entry["actor"]["label"]),
        _("  when     {at}").format(at=entry["at"]),
        _("  where    entry {index} of the record {origin}").format(index=entry["index"], origin=checked.head.origin),
        *(f"  {name:8} {value}" for name, value in entry["data"].items()),
    ]
    if checked.body:
        lines.append(_("  words    {words}").format(words=checked.body.decode("utf-8", "replace")))
    return "\n".join(lines)
