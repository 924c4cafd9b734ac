"""`redline` on the command line: exit code 0 when done, 1 for a finding, 2 for bad input with one line on stderr."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from redline.cli import reading, writing
from redline.cli.bench import bench
from redline.cli.codes import BAD_INPUT, DONE
from redline.cli.files import BadInputError

_Command = Callable[[argparse.Namespace], int]
_Commands = Any  # argparse keeps the type of its list of commands to itself


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        chosen = _parser().parse_args(arguments)
        command: _Command = chosen.command
        code = command(chosen)
        sys.stdout.flush()
    except BadInputError as error:
        print(f"redline: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read the output (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise BadInputError(f"{message} (see {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="redline",
        description="Tracked changes of Word files: who asks for what, compiled, compared, decided, without loss.",
        epilog="Exit codes: 0 done; 1 a finding (untracked edits, another base, nothing there); 2 bad input.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_readers(commands)
    _add_compiling(commands)
    _add_versions(commands)
    _add_writers(commands)
    return parser


def _add(commands: _Commands, name: str, command: _Command, says: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=says,
        description=says,
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command)
    return parser


def _output(parser: argparse.ArgumentParser, name: str = "OUT.docx") -> None:
    parser.add_argument("-o", "--output", metavar=name, required=True, help="where to write")


def _add_readers(commands: _Commands) -> None:
    says = "List the amendments of a proposal against its base."
    parser = _add(commands, "extract", reading.extract, says, "redline extract base.docx AG_base.docx --json")
    parser.add_argument("base", metavar="BASE", help="the base document")
    parser.add_argument("proposal", metavar="PROPOSAL", help="the base with a delegation's changes")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    says = "Check that a proposal is the base with tracked changes and nothing else."
    parser = _add(commands, "verify", reading.verify, says, "redline verify base.docx AG_base.docx")
    parser.add_argument("base", metavar="BASE", help="the base document")
    parser.add_argument("proposal", metavar="PROPOSAL", help="the base with a delegation's changes")
    says = "Print the text before all tracked changes, or with all of them, one paragraph a line."
    parser = _add(commands, "text", reading.text, says, "redline text AG_base.docx --view original")
    parser.add_argument("file", metavar="FILE", help="a Word file")
    parser.add_argument("--view", choices=("original", "final"), default="final", help="default: final")
    parser.add_argument("--json", action="store_true", help="print a JSON list of strings")


def _add_compiling(commands: _Commands) -> None:
    says = "Compile proposals into the base, each change under its party's code."
    example = "redline compile base.docx AG=antigua.docx BR_base.docx --as brackets -o compiled.docx"
    parser = _add(commands, "compile", writing.compile_files, says, example)
    parser.add_argument("base", metavar="BASE", help="the base document")
    proposals = "a proposal; without CODE= the code is what its name has before the first underscore"
    parser.add_argument("proposals", metavar="CODE=FILE", nargs="*", help=proposals)
    _output(parser, "OUT")
    renderings = ("tracked", "brackets", "table", "json")
    told = "tracked changes (default), square brackets, comparison table (.docx, or .xlsx by OUT's name), or JSON"
    parser.add_argument("--as", dest="rendering", choices=renderings, default="tracked", help=told)
    styles = ("suffix", "prefix", "footnote", "unattributed")
    parser.add_argument("--style", choices=styles, default="suffix", help="brackets: where the parties stand")
    marks = ("brackets", "bold", "symbols")
    parser.add_argument("--mark-up", choices=marks, default="brackets", help="brackets: what else shows a change")
    parser.add_argument("--names", metavar="FILE", help="names by code: a JSON object, or lines like AG=Antigua")
    says = "Take one party's changes out of a compiled file: its own accepted, all others rejected."
    parser = _add(commands, "project", writing.project, says, "redline project compiled.docx --party AG -o AG.docx")
    parser.add_argument("compiled", metavar="COMPILED", help="a file that `redline compile` wrote")
    parser.add_argument("--party", metavar="CODE", required=True, help="the party")
    parser.add_argument("-o", "--output", metavar="OUT.docx", help="write the file too; the text is printed anyway")


def _add_versions(commands: _Commands) -> None:
    says = "Turn two files without tracking into one with tracked changes."
    example = 'redline compare old.docx new.docx --author "Secretariat" -o changes.docx'
    parser = _add(commands, "compare", writing.compare, says, example)
    parser.add_argument("old", metavar="OLD", help="the version before")
    parser.add_argument("new", metavar="NEW", help="the version after")
    parser.add_argument("--author", metavar="NAME", required=True, help="whose changes they are")
    parser.add_argument("--date", metavar="DATE", help="when, as 2026-11-22T09:00:00Z; without it no date is written")
    _output(parser)
    says = "List what waits in a compiled file, with the ids that accept, reject and revise take."
    parser = _add(commands, "proposals", reading.proposals, says, "redline proposals compiled.docx")
    parser.add_argument(
        "compiled", metavar="COMPILED", help="a file that `redline compile` wrote, also when saved again"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    says = "Make the next version: what is decided goes in, what is kept waits, everything is accounted for."
    example = "redline revise compiled.docx decisions.txt -o rev1.docx --clean clean.docx --table account.json"
    parser = _add(commands, "revise", writing.revise, says, example)
    parser.add_argument("compiled", metavar="COMPILED", help="a file that `redline compile` wrote")
    told = "take, keep or leave by id: a JSON object, or lines like p12-3f2a90c1=take; all others are left"
    parser.add_argument("decisions", metavar="DECISIONS", help=told)
    _output(parser)
    parser.add_argument("--clean", metavar="OUT.docx", help="write it without what is kept, too")
    parser.add_argument("--table", metavar="OUT.json", help="write what changed and the traceability table")
    says = "Say where the paragraphs of one version stand in the next, and how sure that is."
    parser = _add(commands, "carry", reading.carry, says, "redline carry old.docx new.docx --json")
    parser.add_argument("old", metavar="OLD", help="the version before")
    parser.add_argument("new", metavar="NEW", help="the version after")
    parser.add_argument("--json", action="store_true", help="print a JSON object")


def _add_writers(commands: _Commands) -> None:
    for name, command in (("accept", writing.accept), ("reject", writing.reject)):
        says = f"{name.capitalize()} tracked changes: all, those of one author, or some amendments of a compiled file."
        parser = _add(commands, name, command, says, f'redline {name} compiled.docx --author "AG" -o out.docx')
        parser.add_argument("file", metavar="FILE", help="a Word file")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--author", metavar="NAME", help="only changes of this author, alone or with others")
        told = "only this amendment (redline proposals lists them); may be given several times"
        which.add_argument("--id", dest="ids", metavar="ID", action="append", help=told)
        _output(parser, "OUT")
    says = "Have Word track every change that is made to the file."
    parser = _add(commands, "protect", writing.protect, says, "redline protect base.docx -o handed-out.docx")
    parser.add_argument("file", metavar="FILE", help="a Word file")
    _output(parser, "OUT")
    says = "Say how long the main work takes on this computer."
    parser = _add(commands, "bench", bench, says, "redline bench --files 35 --pages 30")
    parser.add_argument("--files", type=int, default=35, help="how many delegations (default: 35)")
    parser.add_argument("--pages", type=int, default=30, help="how many pages (default: 30)")
