"""`redline` on the command line: exit code 0 when done, 1 for a finding, 2 for bad input with one line on stderr."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import redline
from redline.changes.amendment import Amendment
from redline.opc import BadFile, read_package

DONE: Final = 0
FINDING: Final = 1
BAD_INPUT: Final = 2

_FINDINGS: Final = {
    "tracked": "Every change is tracked.",
    "untracked": "Not every change is tracked:",
    "other_base": "This file was not made from this base.",
    "no_change": "This file holds no change.",
}
_SHOWN: Final = 160
_Result = TypeVar("_Result")


class _BadInputError(Exception):
    """What the person at the keyboard can put right; shown as one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        chosen = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = chosen.command
        code = command(chosen)
        sys.stdout.flush()
    except _BadInputError as error:
        print(f"redline: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read the output (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def extract(options: argparse.Namespace) -> int:
    """Print the amendments of a proposal."""
    base, proposal = _base(options.base), _read(options.proposal)
    found = _tried(lambda: redline.extract(base, proposal), options.base, options.proposal)
    if options.json:
        _print_json(
            {
                "base_matches": found.base_matches,
                "similarity": round(found.similarity, 4),
                "stories_outside": list(found.stories_outside),
                "amendments": [each.to_json() for each in found.amendments],
            }
        )
    else:
        _print_amendments(found.amendments)
        for story in found.stories_outside:
            print(f"also changed, not listed: {story}")
    return DONE if found.amendments else FINDING


def verify(options: argparse.Namespace) -> int:
    """Print whether a proposal is the base with tracked changes and nothing else."""
    base, proposal = _base(options.base), _read(options.proposal)
    found = _tried(lambda: redline.verify(base, proposal), options.base, options.proposal)
    print(_FINDINGS[found.status])
    _print_amendments(found.untracked)
    return DONE if found.status == "tracked" else FINDING


def text(options: argparse.Namespace) -> int:
    """Print the paragraphs of a file."""
    data = _read(options.file)
    paragraphs = _tried(lambda: redline.text(data, options.view), options.file)
    if options.json:
        _print_json(list(paragraphs))
    else:
        _print_paragraphs(paragraphs)
    return DONE


def compile_files(options: argparse.Namespace) -> int:
    """Write the compiled file."""
    base = _base(options.base)
    sources = _sources(options.proposals)
    files = {code: _read(path) for code, path in sources.items()}
    names = _names(options.names) if options.names else None
    compiled = _tried(lambda: redline.compile_files(base, files, names=names), options.base, *sources.values())
    _write(options.output, compiled.docx)
    for party in sorted(compiled.amendments):
        print(f"{party}: {_counted(len(compiled.amendments[party]), 'amendment')}")
    print(f"{options.output}: {_counted(len(files), 'proposal')} compiled")
    return DONE


def project(options: argparse.Namespace) -> int:
    """Print the text one party asks for, out of a compiled file."""
    data = _read(options.compiled)
    alone = _tried(lambda: redline.project(data, options.party), options.compiled)
    if options.output:
        _write(options.output, alone)
    _print_paragraphs(redline.text(alone, "final"))
    return DONE


def accept(options: argparse.Namespace) -> int:
    """Write the file with tracked changes accepted."""
    return _rewrite(options, lambda data: redline.accept(data, author=options.author))


def reject(options: argparse.Namespace) -> int:
    """Write the file with tracked changes rejected."""
    return _rewrite(options, lambda data: redline.reject(data, author=options.author))


def protect(options: argparse.Namespace) -> int:
    """Write the file with tracking enforced."""
    return _rewrite(options, redline.protect)


def _rewrite(options: argparse.Namespace, change: Callable[[bytes], bytes]) -> int:
    data = _read(options.file)
    _write(options.output, _tried(lambda: change(data), options.file))
    return DONE


def _tried(act: Callable[[], _Result], *paths: str) -> _Result:
    """Return what the act gives; a bad file among those it was given becomes one line that names it."""
    try:
        return act()
    except BadFile as error:
        raise _BadInputError(f"{_culprit(paths) or paths[-1]}: {error.sentence}") from error
    except (KeyError, ValueError) as error:
        raise _BadInputError(f"{paths[-1]}: {error}") from error


def _culprit(paths: Iterable[str]) -> str | None:
    for path in paths:
        try:
            read_package(_read(path))
        except BadFile:
            return path
    return None


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise _BadInputError(f"{path}: {error.strerror or error}") from error


def _base(path: str) -> bytes:
    """Return the bytes of a base, which must not hold changes that nobody has decided on (pitfall 23)."""
    data = _read(path)
    waiting = _tried(lambda: redline.pending(data), path)
    if waiting:
        changes = _counted(waiting, "undecided change")
        raise _BadInputError(f"{path}: a base cannot hold {changes}; use redline accept or redline reject first")
    return data


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise _BadInputError(f"{path}: {error.strerror or error}") from error


def _sources(arguments: Iterable[str]) -> dict[str, str]:
    """Return file by code: "AG=some/file.docx", or a path whose name begins with the code and an underscore."""
    found: dict[str, str] = {}
    for argument in arguments:
        code, equals, path = argument.partition("=")
        if not equals or "/" in code or "\\" in code:
            path = argument
            code = Path(path).stem.partition("_")[0]
        if code in found:
            raise _BadInputError(f"two files for {code}: {found[code]} and {path}")
        found[code] = path
    return found


def _names(path: str) -> Mapping[str, str]:
    """Return names by code, from a JSON object or from lines like AG=Antigua and Barbuda."""
    try:
        written = _read(path).decode("utf-8-sig")
        if written.lstrip().startswith("{"):
            return {str(code): str(name) for code, name in json.loads(written).items()}
    except ValueError as error:
        raise _BadInputError(f"{path}: neither a JSON object nor lines like AG=Antigua and Barbuda") from error
    pairs = [line.partition("=") for line in written.splitlines() if line.strip()]
    if not all(equals for _, equals, _ in pairs):
        raise _BadInputError(f"{path}: neither a JSON object nor lines like AG=Antigua and Barbuda")
    return {code.strip(): name.strip() for code, _, name in pairs}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_paragraphs(paragraphs: Iterable[str]) -> None:
    for paragraph in paragraphs:
        print(" ".join(paragraph.splitlines()))


def _print_amendments(amendments: Iterable[Amendment]) -> None:
    for each in amendments:
        words = [f"- {_shortened(each.removed)}"] if each.removed else []
        words += [f"+ {_shortened(each.added)}"] if each.added else []
        who = f"  [{each.author}]" if each.author else ""
        untracked = "" if each.tracked else "  untracked"
        print(f"{each.ordinal:>4}  {each.address:<12} {each.kind:<17} {'  '.join(words)}{who}{untracked}")


def _shortened(words: str) -> str:
    line = " ⏎ ".join(words.splitlines())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise _BadInputError(f"{message} (see {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="redline",
        description="Tracked changes of Word files: extract, verify, compile, project, accept, reject.",
        epilog="Exit codes: 0 done; 1 a finding (untracked edits, another base, no change); 2 bad input.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_readers(commands)
    _add_compiling(commands)
    _add_writers(commands)
    return parser


_Commands = Any  # argparse keeps the type of its list of commands to itself


def _add(
    commands: _Commands, name: str, command: Callable[[argparse.Namespace], int], says: str, example: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=says,
        description=says,
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command)
    return parser


def _add_readers(commands: _Commands) -> None:
    says = "List the amendments of a proposal against its base."
    parser = _add(commands, "extract", extract, says, "redline extract base.docx AG_base.docx --json")
    parser.add_argument("base", metavar="BASE", help="the base document")
    parser.add_argument("proposal", metavar="PROPOSAL", help="the base with a delegation's changes")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    says = "Check that a proposal is the base with tracked changes and nothing else."
    parser = _add(commands, "verify", verify, says, "redline verify base.docx AG_base.docx")
    parser.add_argument("base", metavar="BASE", help="the base document")
    parser.add_argument("proposal", metavar="PROPOSAL", help="the base with a delegation's changes")
    says = "Print the text before all tracked changes, or with all of them, one paragraph a line."
    parser = _add(commands, "text", text, says, "redline text AG_base.docx --view original")
    parser.add_argument("file", metavar="FILE", help="a Word file")
    parser.add_argument("--view", choices=("original", "final"), default="final", help="default: final")
    parser.add_argument("--json", action="store_true", help="print a JSON list of strings")


def _add_compiling(commands: _Commands) -> None:
    says = "Compile proposals into the base as tracked changes, each under its party's code."
    example = "redline compile base.docx AG=antigua.docx BR_base.docx -o compiled.docx"
    parser = _add(commands, "compile", compile_files, says, example)
    parser.add_argument("base", metavar="BASE", help="the base document")
    proposals = "a proposal; without CODE= the code is what its name has before the first underscore"
    parser.add_argument("proposals", metavar="CODE=FILE", nargs="*", help=proposals)
    parser.add_argument("-o", "--output", metavar="OUT.docx", required=True, help="where to write")
    parser.add_argument("--names", metavar="FILE", help="names by code: a JSON object, or lines like AG=Antigua")
    says = "Take one party's changes out of a compiled file: its own accepted, all others rejected."
    parser = _add(commands, "project", project, says, "redline project compiled.docx --party AG -o AG.docx")
    parser.add_argument("compiled", metavar="COMPILED", help="a file that `redline compile` wrote")
    parser.add_argument("--party", metavar="CODE", required=True, help="the party")
    parser.add_argument("-o", "--output", metavar="OUT.docx", help="write the file too; the text is printed anyway")


def _add_writers(commands: _Commands) -> None:
    for name, command in (("accept", accept), ("reject", reject)):
        says = f"{name.capitalize()} tracked changes, all or those of one author."
        parser = _add(commands, name, command, says, f'redline {name} compiled.docx --author "AG" -o out.docx')
        parser.add_argument("file", metavar="FILE", help="a Word file")
        parser.add_argument("--author", metavar="NAME", help="only changes of this author, alone or with others")
        parser.add_argument("-o", "--output", metavar="OUT", required=True, help="where to write")
    says = "Have Word track every change that is made to the file."
    parser = _add(commands, "protect", protect, says, "redline protect base.docx -o handed-out.docx")
    parser.add_argument("file", metavar="FILE", help="a Word file")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="where to write")
