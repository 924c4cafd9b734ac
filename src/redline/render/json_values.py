"""A compilation as JSON, without loss: base paragraphs, merged text, every party's amendments, proposals with ids."""

import json
import types
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, Final, get_args, get_origin, get_type_hints

from redline.changes.amendment import Amendment
from redline.changes.merged import MergedParagraph
from redline.changes.proposals import Proposal, proposals
from redline.text.document import Paragraph

FORMAT: Final = "redline-compilation"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class JsonCompilation:
    """What a JSON compilation holds; all but the bytes of the Word file."""

    paragraphs: tuple[Paragraph, ...]
    merged: tuple[MergedParagraph, ...]
    amendments: dict[str, tuple[Amendment, ...]]
    proposals: tuple[Proposal, ...]


def to_json(
    paragraphs: Sequence[Paragraph], merged: Sequence[MergedParagraph], amendments: Mapping[str, Sequence[Amendment]]
) -> str:
    """Return a compilation as JSON (UTF-8 text, stable order); `from_json` gives the same values back.

    The keys are those of the values (`Paragraph`, `MergedParagraph`, `Amendment`); docs/guide/redline.md lists them.
    """
    addresses = [each.address for each in paragraphs]
    found = [
        {"id": each.id, "parties": each.parties, "amendment": each.amendment.to_json()}
        for each in proposals(amendments, addresses)
    ]
    value = {
        "format": FORMAT,
        "version": VERSION,
        "paragraphs": [asdict(each) for each in paragraphs],
        "merged": [asdict(each) for each in merged],
        "amendments": {party: [each.to_json() for each in amendments[party]] for party in sorted(amendments)},
        "proposals": found,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> JsonCompilation:
    """Return the values of a JSON compilation; ValueError when the text is anything else."""
    value = json.loads(text)
    if not isinstance(value, dict) or value.get("format") != FORMAT or value.get("version") != VERSION:
        raise ValueError(f"not a {FORMAT} of version {VERSION}")
    return JsonCompilation(
        paragraphs=tuple(_made(Paragraph, each) for each in value["paragraphs"]),
        merged=tuple(_made(MergedParagraph, each) for each in value["merged"]),
        amendments={party: tuple(map(Amendment.from_json, each)) for party, each in value["amendments"].items()},
        proposals=tuple(
            Proposal(each["id"], tuple(each["parties"]), Amendment.from_json(each["amendment"]))
            for each in value["proposals"]
        ),
    )


def _made(kind: Any, value: Any) -> Any:
    """Return the value of this type that JSON types describe: dataclasses, tuples of them, plain values."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {each.name for each in fields(kind)}
        made: Any = kind
        return made(**{name: _made(hints[name], each) for name, each in value.items() if name in known})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        inner = arguments[0] if len(arguments) == 2 and arguments[1] is ... else None
        return tuple(_made(inner, each) if inner else each for each in value)
    if origin is dict:
        return {name: _made(arguments[1], each) for name, each in value.items()}
    if origin is types.UnionType and value is not None:
        return _made(next(each for each in arguments if each is not type(None)), value)
    return value
