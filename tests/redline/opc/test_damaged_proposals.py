"""Damaged proposals: whatever is done to a file with every construct, it is told, compiled and compared, or refused."""

import random
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.redline.everything import Whole
from tests.redline.specimens import zipped

import redline

_WHOLE = Whole(3)
_BASE = _WHOLE.data
_FILE = _WHOLE.track(_WHOLE.wish(8), author="Antigua")


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_PARTS = _parts(_FILE)


def _damaged(seed: int) -> bytes:
    """Return the file with tags of one of its parts removed, repeated or exchanged, or with bytes of it changed."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    name = chance.choice(["word/document.xml", chance.choice(sorted(_PARTS))])
    pieces = _PARTS[name].split(b"<")
    for _ in range(chance.randint(1, 3)):
        place, other = chance.randrange(1, len(pieces)), chance.randrange(1, len(pieces))
        act = chance.randrange(5)
        if act == 0:
            pieces[place], pieces[other] = pieces[other], pieces[place]
        elif act == 1:
            pieces[place:place] = pieces[min(place, other) : min(place, other) + chance.randint(1, 9)]
        elif act == 2:
            del pieces[place : place + 1]
        elif act == 3:
            pieces[place] = pieces[place].replace(b"w:ins", b"w:del").replace(b"w:p>", b"w:tbl>")
        elif pieces[place]:
            words = bytearray(pieces[place])
            words[chance.randrange(len(words))] = chance.randrange(256)
            pieces[place] = bytes(words)
        if len(pieces) < 3:
            break
    return zipped({**_PARTS, name: b"<".join(pieces)})


def _whole_paragraphs_moved(seed: int) -> bytes:
    """Return the file with whole elements of its body cut out, repeated or put elsewhere: well-formed, if strange."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    body = _PARTS["word/document.xml"]
    for tag in chance.choices((b"w:p", b"w:r", b"w:tc", b"w:tr", b"w:ins", b"w:del", b"w:pPr"), k=3):
        ends = [at for at in range(len(body)) if body.startswith(b"</" + tag + b">", at)]
        if not ends:
            continue
        stop = chance.choice(ends) + len(tag) + 3
        start = max(body.rfind(b"<" + tag + b">", 0, stop), body.rfind(b"<" + tag + b" ", 0, stop))
        piece, body = body[start:stop], body[:start] + body[stop:]
        for _ in range(chance.randrange(3)):
            anchor = body.find(b"<w:p>", chance.randrange(len(body)))
            body = body[:anchor] + piece + body[anchor:] if anchor > 0 else body
    return zipped({**_PARTS, "word/document.xml": body})


def _is_told_or_refused(data: bytes) -> None:
    with suppress(redline.BadFile):
        redline.extract(_BASE, data)
        compiled = redline.compile_files(_BASE, {"AG": data, "BR": _FILE}).docx
        assert redline.text(compiled, "original") == redline.text(_BASE, "original")
        assert redline.pending(redline.accept(compiled)) == 0
    with suppress(redline.BadFile, redline.NotABaseError):
        redline.compile_files(data, {"BR": _FILE})


@given(st.integers(0, 2**32))
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_proposals_are_told_or_refused(seed: int) -> None:
    _is_told_or_refused(_damaged(seed))
    _is_told_or_refused(_whole_paragraphs_moved(seed))


@pytest.mark.long
@pytest.mark.parametrize("block", range(4))
def test_damaged_proposals_at_length(block: int) -> None:
    for seed in range(block * 500, block * 500 + 500):
        _is_told_or_refused(_damaged(seed))
        _is_told_or_refused(_whole_paragraphs_moved(seed))


def test_the_file_to_be_damaged_is_sound() -> None:
    assert redline.verify(_BASE, _FILE).status == "tracked"
