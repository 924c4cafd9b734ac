"""Commands that write a file: compile, project, compare, revise, accept, reject, protect."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import redline
from redline.cli import files, printing
from redline.cli.codes import DONE
from redline.render import subset
from redline.render.comparison import comparison
from redline.render.comparison_docx import comparison_docx
from redline.render.comparison_xlsx import comparison_xlsx
from redline.render.json_values import to_json
from redline.render.revise import revise as revised


def compile_files(options: argparse.Namespace) -> int:
    """Write the compiled text: tracked, in brackets, as a table, or as JSON."""
    base = files.base(options.base)
    sources = files.sources(options.proposals)
    found = {code: files.read(path) for code, path in sources.items()}
    names = files.pairs(options.names, "AG=Antigua and Barbuda") if options.names else None
    progress = printing.Progress(len(found))
    paths = options.base, *sources.values()
    try:
        compiled = files.tried(lambda: redline.compile_files(base, found, names=names, progress=progress), *paths)
        data = files.tried(lambda: _rendered(compiled, base, names or {}, options), *paths)
    finally:
        progress.end()
    files.write(options.output, data)
    for party in sorted(compiled.amendments):
        print(f"{party}: {files.counted(len(compiled.amendments[party]), 'amendment')}")
    print(f"{options.output}: {files.counted(len(found), 'proposal')} compiled")
    return DONE


def _rendered(
    compiled: redline.Compilation, base: bytes, names: Mapping[str, str], options: argparse.Namespace
) -> bytes:
    if options.rendering == "brackets":
        return redline.bracketed(compiled.docx, style=options.style, mark_up=options.mark_up, names=names)
    if options.rendering == "table":
        table = comparison(compiled.merged, parties=compiled.amendments)
        is_workbook = str(options.output).lower().endswith(".xlsx")
        return comparison_xlsx(table, names=names) if is_workbook else comparison_docx(table, names=names)
    if options.rendering == "json":
        document = redline.read(base)
        return to_json((*document.paragraphs, *document.elsewhere), compiled.merged, compiled.amendments).encode()
    return compiled.docx


def project(options: argparse.Namespace) -> int:
    """Print the text one party asks for, out of a compiled file."""
    data = files.read(options.compiled)
    alone = files.tried(lambda: redline.project(data, options.party), options.compiled)
    if options.output:
        files.write(options.output, alone)
    printing.print_paragraphs(redline.text(alone, "final"))
    return DONE


def compare(options: argparse.Namespace) -> int:
    """Write what makes one file into another as tracked changes."""
    old, new = files.read(options.old), files.read(options.new)
    made = files.tried(
        lambda: redline.compare(old, new, author=options.author, date=options.date), options.old, options.new
    )
    files.write(options.output, made)
    print(f"{options.output}: {files.counted(redline.pending(made), 'tracked change')}")
    return DONE


def revise(options: argparse.Namespace) -> int:
    """Write the next version of a compiled text."""
    data = files.read(options.compiled)
    decisions: Any = files.pairs(options.decisions, "p12-3f2a90c1=take")
    found = files.tried(lambda: revised(data, decisions), options.compiled)
    files.write(options.output, found.docx)
    if options.clean:
        files.write(options.clean, found.clean)
    if options.table:
        account = {
            "changed": [asdict(each) for each in found.changed],
            "traceability": [asdict(each) for each in found.traceability],
        }
        files.write(options.table, json.dumps(account, ensure_ascii=False, indent=1).encode())
    for each in found.changed:
        print(f"{each.address or 'new':<12} {', '.join(each.parties):<12} {each.after or '(gone)'}")
    print(f"{options.output}: {files.counted(len(found.changed), 'paragraph')} changed")
    return DONE


def accept(options: argparse.Namespace) -> int:
    """Write the file with tracked changes accepted."""
    return _rewrite(options, lambda data: subset.accept(data, author=options.author, ids=options.ids))


def reject(options: argparse.Namespace) -> int:
    """Write the file with tracked changes rejected."""
    return _rewrite(options, lambda data: subset.reject(data, author=options.author, ids=options.ids))


def protect(options: argparse.Namespace) -> int:
    """Write the file with tracking enforced."""
    return _rewrite(options, redline.protect)


def _rewrite(options: argparse.Namespace, change: Callable[[bytes], bytes]) -> int:
    data = files.read(options.file)
    files.write(options.output, files.tried(lambda: change(data), options.file))
    return DONE
