"""Commands that only read: extract, verify, text, proposals, carry."""

import argparse
from dataclasses import asdict
from typing import Final

import redline
from redline.cli import files, printing
from redline.cli.codes import DONE, FINDING
from redline.ops.carry import carry as carried
from redline.ops.reopen import reopen

_FINDINGS: Final = {
    "tracked": "Every change is tracked.",
    "untracked": "Not every change is tracked:",
    "other_base": "This file was not made from this base.",
    "no_change": "This file holds no change.",
}


def extract(options: argparse.Namespace) -> int:
    """Print the amendments of a proposal."""
    base, proposal = files.base(options.base), files.read(options.proposal)
    found = files.tried(lambda: redline.extract(base, proposal), options.base, options.proposal)
    if options.json:
        printing.print_json(
            {
                "base_matches": found.base_matches,
                "similarity": round(found.similarity, 4),
                "stories_outside": list(found.stories_outside),
                "amendments": [each.to_json() for each in found.amendments],
                "beyond": [each.to_json() for each in found.beyond],
            }
        )
    else:
        printing.print_amendments(found.amendments)
        _print_outside(found)
    return DONE if found.amendments else FINDING


def verify(options: argparse.Namespace) -> int:
    """Print whether a proposal is the base with tracked changes and nothing else."""
    base, proposal = files.base(options.base), files.read(options.proposal)
    found = files.tried(lambda: redline.verify(base, proposal), options.base, options.proposal)
    print(_FINDINGS[found.status])
    printing.print_amendments(found.untracked)
    _print_outside(found.found)
    if found.formatting:
        print("Formatting that nobody tracked (no words):")
        printing.print_amendments(found.formatting)
    return DONE if found.status == "tracked" else FINDING


def _print_outside(found: redline.Extraction) -> None:
    """Print what is not told as amendments of the base, and the words of headers and footers it lacks."""
    for story in found.stories_outside:
        print(f"besides: {story}")
    printing.print_amendments(found.beyond)


def text(options: argparse.Namespace) -> int:
    """Print the paragraphs of a file."""
    data = files.read(options.file)
    paragraphs = files.tried(lambda: redline.text(data, options.view), options.file)
    if options.json:
        printing.print_json(list(paragraphs))
    else:
        printing.print_paragraphs(paragraphs)
    return DONE


def proposals(options: argparse.Namespace) -> int:
    """Print what waits in a compiled file, with the ids that accept, reject and revise take."""
    data = files.read(options.compiled)
    opened = files.tried(lambda: reopen(data), options.compiled)
    if options.json:
        found = [
            {"id": each.id, "parties": each.parties, "amendment": each.amendment.to_json()} for each in opened.proposals
        ]
        printing.print_json({"proposals": found, "decided": opened.decided, "names": opened.names})
    else:
        for each in opened.proposals:
            words = printing.words_of(each.amendment)
            print(f"{each.id:<22} {each.amendment.kind:<17} {words}  [{', '.join(each.parties)}]")
        for identity in opened.decided:
            print(f"{identity:<22} does not wait any more")
    return DONE if opened.proposals else FINDING


def carry(options: argparse.Namespace) -> int:
    """Print where the paragraphs of one version stand in the next."""
    old, new = files.read(options.old), files.read(options.new)
    found = files.tried(lambda: carried(old, new), options.old, options.new)
    if options.json:
        printing.print_json({address: asdict(each) for address, each in found.items()})
        return DONE
    for address, each in found.items():
        said = f"{each.address:<12} {each.certainty:.2f}{'  moved' if each.moved else ''}" if each.address else "gone"
        print(f"{address:<12} {said}")
    return DONE
