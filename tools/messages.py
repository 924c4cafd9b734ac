"""Collects every sentence of the platform and keeps the catalogues of its languages, without any program but Python.

python -m tools.messages update [LANGUAGE …]    take in what the source says now; translations stay, what is gone goes
python -m tools.messages compile [LANGUAGE …]   write what the server reads
python -m tools.messages check [LANGUAGE …]     say what is missing or wrong; exit code 1 when anything is
"""

import argparse
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "accord"
LOCALE = SOURCE / "locale"
# The plural rules of gettext. Spanish counts "0 propuestas"; French and Portuguese put zero with one.
PLURALS = {"es": "n != 1", "fr": "n > 1", "pt": "n > 1"}
ZERO_WITH_ONE = {"fr", "pt"}
# The command line is for those who keep a server, and speaks English.
ENGLISH_ONLY = SOURCE / "cli"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
NAMED = re.compile(r"%\(\w+\)[sd]")
BRACED = re.compile(r"{\w*}")
BARE = re.compile(r"(?<!%)%[sd%]")
ELEMENT = re.compile(r"</?\w+[^>]*>")

Key = tuple[str | None, str]


class Plain(Catalog):
    """A catalogue whose head says nothing of days and tools, so that the same words always give the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head: the language, its rule for plurals, the encoding."""
        language = str(self.locale)
        return [
            ("Project-Id-Version", "Accord"),
            ("Language", language),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", f"nplurals=2; plural=({PLURALS[language]});"),
        ]

    @property
    def num_plurals(self) -> int:
        """How many forms a counted sentence has; the same in all our languages."""
        return 2


def main() -> int:
    """Read the command and carry it out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("update", "compile", "check"))
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=", ".join(PLURALS))
    args = parser.parse_args()
    unknown = set(args.languages) - set(PLURALS)
    if unknown:
        parser.error(f"no catalogue of {', '.join(sorted(unknown))}; there are: {', '.join(PLURALS)}")
    act: Callable[[str], list[str]] = {"update": update, "compile": compile_catalogue, "check": faults}[args.verb]
    findings = [f"{language}: {line}" for language in args.languages or PLURALS for line in act(language)]
    print("\n".join(findings))
    return 1 if args.verb == "check" and findings else 0


def update(language: str) -> list[str]:
    """Write the catalogue anew from the source, with the translations it had, and say how many are missing."""
    known = {_key(message): message for message in _read(language) if message.id}
    catalog = Plain(locale=language, fuzzy=False)
    catalog.header_comment = "# The sentences of Accord. The words of the field are in docs/glossary.md."
    catalog._messages.clear()  # noqa: SLF001 - an empty catalogue has no public spelling
    missing = 0
    for key, (msgid, paths, comments) in sentences().items():
        old = known.get(key)
        kept = old is not None and isinstance(old.id, str) == isinstance(msgid, str) and _ids(old) == _as_tuple(msgid)
        string = old.string if old is not None and kept else ("" if isinstance(msgid, str) else ("", ""))
        flags = old.flags & {"fuzzy"} if old is not None and kept else set()
        missing += not all(_as_tuple(string))
        catalog.add(
            msgid,
            string,
            [(path, 0) for path in paths],
            flags=flags,
            auto_comments=comments,
            user_comments=old.user_comments if old is not None else (),
            context=key[0],
        )
    held = io.BytesIO()
    write_po(held, catalog, width=0, include_lineno=False)
    _write(_path(language, "po"), held.getvalue())
    return [f"{len(catalog)} sentences, {missing} to translate"]


def compile_catalogue(language: str) -> list[str]:
    """Write the compiled catalogue beside the one people read."""
    _write(_path(language, "mo"), compiled(language))
    return ["compiled"]


def compiled(language: str) -> bytes:
    """Return the bytes that the server reads, made from the catalogue that people read."""
    catalog = Plain(locale=language, fuzzy=False)
    for message in _read(language):
        if message.id and all(_as_tuple(message.string)):
            catalog.add(message.id, message.string, flags=message.flags, context=message.context)
    held = io.BytesIO()
    write_mo(held, catalog)
    return held.getvalue()


def faults(language: str) -> list[str]:
    """Return a sentence for each fault of one catalogue; none when it is whole, true to the source, and compiled."""
    catalogue = {_key(message): message for message in _read(language) if message.id}
    source = sentences()
    found = [f"not in the catalogue: {key[1]!r}" for key in source if key not in catalogue]
    found += [f"no longer in the source: {key[1]!r}" for key in catalogue if key not in source]
    for message in catalogue.values():
        found += [f"{fault}: {_ids(message)[0]!r}" for fault in wrong(message, language)]
    path = _path(language, "mo")
    if not path.exists() or path.read_bytes() != compiled(language):
        found.append("the compiled catalogue is not the one that people read: run compile")
    return found


def wrong(message: Message, language: str) -> Iterator[str]:
    """Yield what is wrong with one translation: it is missing or doubtful, or what is filled in differs."""
    ids, strings = _ids(message), _as_tuple(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if len(strings) != len(ids) or not all(strings):
        yield "untranslated"
        return
    for number, string in enumerate(strings):
        # Where zero is said as one, "one proposal" would be untrue: that form must say the number too.
        models = ids[-1:] if number or language in ZERO_WITH_ONE else ids
        if not any(_filled_in(string) == _filled_in(model) for model in models):
            yield "what is filled in differs"
        if not any(_frame(string) == _frame(model) for model in models):
            yield "the space or line break around it differs"


def sentences() -> dict[Key, tuple[str | tuple[str, str], list[str], list[str]]]:
    """Return every marked sentence of the source by context and words: its forms, the files it is in, comments."""
    found: dict[Key, tuple[str | tuple[str, str], list[str], list[str]]] = {}
    for path in _sources():
        name = path.relative_to(ROOT).as_posix()
        for context, msgid, comments in _spoken(path):
            key = (context, _as_tuple(msgid)[0])
            forms, paths, said = found.setdefault(key, (msgid, [], []))
            if isinstance(forms, str) and not isinstance(msgid, str):
                found[key] = (msgid, paths, said)
            paths.extend([name] if name not in paths else [])
            said.extend(comment for comment in comments if comment not in said)
    return found


def _sources() -> list[Path]:
    """Return the files that may speak, in a fixed order."""
    patterns = ("*.py", "*.html", "*.txt")
    found = (path for pattern in patterns for path in SOURCE.rglob(pattern))
    rooms_apart = (ENGLISH_ONLY, LOCALE, SOURCE / "web" / "static")
    return sorted(path for path in found if not any(path.is_relative_to(room) for room in rooms_apart))


def _spoken(path: Path) -> Iterator[tuple[str | None, str | tuple[str, str], list[str]]]:
    """Yield each marked sentence of one file with its context and the comments for translators."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django makes of a template what a reader of Python understands, but for the margin.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    stream = io.BytesIO(text.encode())
    for _line, function, said, comments in extract_python(stream, KEYWORDS, ["Translators:"], {"encoding": "utf-8"}):
        words = [said] if isinstance(said, str) else list(said or ())
        form = KEYWORDS.get(function or "") or (1,)
        if not function or len(words) < len(form) or not all(words[: len(form)]):
            continue
        in_context = isinstance(form[0], tuple)
        first = 1 if in_context else 0
        msgid = words[first] if len(form) - first == 1 else (words[first], words[first + 1])
        yield (words[0] if in_context else None), msgid, list(comments)


def _read(language: str) -> Catalog:
    path = _path(language, "po")
    if not path.exists():
        return Plain(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _path(language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


def _write(path: Path, data: bytes) -> None:
    """Put a file in its place at one stroke: a server or a translator may read it meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    fresh.replace(path)


def _key(message: Message) -> Key:
    return message.context, _ids(message)[0]


def _ids(message: Message) -> tuple[str, ...]:
    return _as_tuple(message.id)


def _as_tuple(said: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _filled_in(sentence: str) -> tuple[frozenset[str], frozenset[str], Counter[str], Counter[str]]:
    """Return what is filled in and marked up; names may come twice, places without a name and elements may not."""
    named, braced = frozenset(NAMED.findall(sentence)), frozenset(BRACED.findall(sentence))
    return named, braced, Counter(BARE.findall(sentence)), Counter(ELEMENT.findall(sentence))


def _frame(sentence: str) -> tuple[str, str]:
    return sentence[: len(sentence) - len(sentence.lstrip())], sentence[len(sentence.rstrip()) :]


if __name__ == "__main__":
    sys.exit(main())
