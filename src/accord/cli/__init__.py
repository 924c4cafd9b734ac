"""`accord` on the command line: 0 when all is well, 1 when something was found, 2 when it was asked wrongly."""

import argparse
import gettext
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from accord.cli.words import Wrong

_ = gettext.gettext

DONE: Final = 0
FOUND: Final = 1
ASKED_WRONGLY: Final = 2

ABOUT = _("""
Accord: where governments negotiate a text between two meetings.

  accord demo                       a working group in mid-negotiation, on this machine
  accord migrate && accord serve    a server of your own; see docs/operations
  accord check                      is this server set up as it should be?
""")
EXAMPLES: dict[str, str] = {
    "serve": "accord serve --port 8000",
    "demo": "accord demo --fresh",
    "user create": "accord user create --given Inés --family Caballero --email ines@example.org --secretariat",
    "user link": "accord user link ines@example.org",
    "user lock": "accord user lock ines.caballero",
    "user unpair": "accord user unpair ines.caballero",
    "record verify": "accord record verify --checkpoint letter-of-monday.txt",
    "record checkpoint": "accord record checkpoint > today.txt",
    "queue": "accord queue --again letter-12",
    "backup": "accord backup --to /mnt/elsewhere/accord --drill",
    "restore": "accord restore /mnt/elsewhere/accord/2026-11-21T020000Z --into /srv/accord --checkpoint monday.txt",
    "export": "accord export /mnt/elsewhere/accord-export",
    "import": "accord import /mnt/elsewhere/accord-export",
    "receipt verify": "accord receipt verify receipt-41.json --key accord.example.org/record-1a2b3c4d+5e6f7a8b+AQ…",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command, carry it out and return the exit code; what goes wrong is one line on stderr."""
    try:
        chosen = _parser().parse_args(arguments)
        return _command(chosen)(chosen)
    except Wrong as wrong:
        print(f"accord: {wrong}", file=sys.stderr)
        return wrong.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _command(chosen: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    """Return the function behind a command, imported only now: a receipt needs no Django, demo and restore a home."""
    module, _colon, name = chosen.command.partition(":")
    if module == "demo":
        import_module("accord.cli.demo_home").prepare(chosen)
    if chosen.command == "serving:serve":
        import_module("accord.cli.children").count_together()
    if module not in {"receipts", "restoring"}:
        import_module("accord.cli.platform").set_up()
    found: Callable[[argparse.Namespace], int] = getattr(import_module(f"accord.cli.{module}"), name)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="accord", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    _add_server(commands)
    _add_copies(commands)
    _add_user(_group(commands, "user", _("persons and their accounts")))
    _add_record(_group(commands, "record", _("the append-only record")))
    receipt = _group(commands, "receipt", _("receipts, checked off-line"))
    verify = _add(receipt, "receipt verify", "receipts:verify", _("check a receipt, without server or database"))
    verify.add_argument("file", help=_("the receipt's file"))
    verify.add_argument("--key", help=_("the record's public key, or a file that holds it; else the receipt's own"))
    return parser


def _add_server(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = _add(commands, "serve", "serving:serve", _("serve the pages, with the worker beside"))
    serve.add_argument("--host", default="127.0.0.1", help=_("address to listen on (127.0.0.1)"))
    serve.add_argument("--port", type=int, default=8000, help=_("port to listen on (8000)"))
    serve.add_argument("--threads", type=int, help=_("how many pages are made at once (ACCORD_THREADS, 8)"))
    serve.add_argument("--processes", type=int, help=_("how many processes make them (ACCORD_PROCESSES)"))
    join = commands.add_parser("join")  # serve starts it itself
    join.set_defaults(command="serving:join")
    join.add_argument("--parent", type=int, required=True)
    join.add_argument("--listener", type=int)
    join.add_argument("--host", default="127.0.0.1")
    join.add_argument("--port", type=int, default=0)
    worker = _add(
        commands, "worker", "serving:work", _("do the queue's work in this process (serve starts one itself)")
    )
    worker.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    migrate = _add(commands, "migrate", "deploying:migrate", _("make or renew the database"))
    migrate.add_argument(
        "--lose",
        action="append",
        default=[],
        metavar="NAME",
        help=_("a table or column that may go, though it is full"),
    )
    check = _add(commands, "check", "checking:check", _("say what is wrong with this server's set-up"))
    check.add_argument("--json", action="store_true", help=_("for a program: a list of code, wrong and do"))
    queue = _add(commands, "queue", "failures:queue", _("list what could not be done: letters and work that failed"))
    queue.add_argument("--again", action="append", default=[], metavar="NAME", help=_("try it again; “all” for all"))
    queue.add_argument("--aside", action="append", default=[], metavar="NAME", help=_("set it aside"))
    demo = _add(commands, "demo", "demo:demo", _("serve a working group in mid-negotiation, on this machine"))
    demo.add_argument("--port", type=int, default=8000, help=_("port to listen on (8000)"))
    demo.add_argument("--fresh", action="store_true", help=_("forget what was done in the demo before"))


def _add_copies(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = _add(commands, "backup", "copies:backup", _("copy everything while the server runs"))
    backup.add_argument("--to", metavar="FOLDER", help=_("where the backup goes, under its own name (ACCORD_BACKUP)"))
    backup.add_argument("--drill", action="store_true", help=_("restore it into a temporary place and verify it"))
    backup.add_argument("--keep", type=int, metavar="N", help=_("remove all but the newest N backups there"))
    restore = _add(commands, "restore", "restoring:restore", _("put a backup into an empty place and verify it"))
    restore.add_argument("backup", help=_("the folder of one backup, or of an export"))
    restore.add_argument("--into", required=True, metavar="HOME", help=_("the new ACCORD_HOME; it must be empty"))
    _add_witness(restore)
    export = _add(commands, "export", "copies:export", _("write everything in an open format (lines of JSON)"))
    export.add_argument("folder", help=_("an empty folder"))
    bring = _add(commands, "import", "copies:bring", _("read an export into this installation, which must be empty"))
    bring.add_argument("folder", help=_("the folder of the export"))


def _add_witness(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        metavar="FILE",
        help=_("a checkpoint kept elsewhere: its file, the letter that brought it, or a receipt; may be repeated"),
    )
    command.add_argument("--key", help=_("the record's public key, or a file that holds it; else this server's own"))


def _add_user(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    create = _add(commands, "user create", "users:create", _("enter a person and print her activation link"))
    create.add_argument("--given", required=True, help=_("given name"))
    create.add_argument("--family", default="", help=_("family name"))
    create.add_argument("--email", required=True, help=_("e-mail address"))
    create.add_argument("--language", default="en", choices=["en", "es", "fr", "pt"], help=_("language she reads"))
    create.add_argument("--zone", default="UTC", help=_("time zone, such as America/Port_of_Spain"))
    create.add_argument("--secretariat", action="store_true", help=_("may convene groups and enter persons"))
    link = _add(commands, "user link", "users:link", _("print a fresh activation link; earlier ones end"))
    lock = _add(commands, "user lock", "users:lock", _("close an account at once"))
    unlock = _add(commands, "user unlock", "users:unlock", _("open a closed account again"))
    unpair = _add(commands, "user unpair", "users:unpair", _("take a lost telephone away: second step and passkeys"))
    rename = _add(commands, "user rename", "users:rename", _("impossible, and why"))
    for command in (link, lock, unlock, unpair, rename):
        command.add_argument("name", help=_("user name or e-mail address"))
    rename.add_argument("new", nargs="?", help=argparse.SUPPRESS)
    _add(commands, "user list", "users:everybody", _("list persons and accounts"))


def _add_record(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = _add(commands, "record verify", "records:verify", _("hash the whole record anew and compare"))
    _add_witness(verify)
    _add(commands, "record checkpoint", "records:checkpoint", _("print a signed checkpoint to keep elsewhere"))
    _add(commands, "record key", "records:key", _("print the record's public key"))
    erase = _add(commands, "record erase", "records:erase", _("drop the words of an entry, lawfully and on record"))
    erase.add_argument("index", type=int, help=_("the entry's number"))
    erase.add_argument("--ground", required=True, help=_("the legal ground; it is recorded for all to read"))


def _group(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    parser = commands.add_parser(name, help=about, description=about)
    return parser.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: str, about: str
) -> argparse.ArgumentParser:
    example = EXAMPLES.get(name)
    parser = commands.add_parser(
        name.rpartition(" ")[2],
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=_("Example: {command}").format(command=example) if example else None,
    )
    parser.set_defaults(command=command)
    return parser
