"""Every operation of the engine on one file, and what is wrong with what came of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.redline.corpus_schema import schema_errors
from tests.redline.sound import unsound

import redline
from redline.render.comparison import comparison
from redline.render.comparison_docx import comparison_docx
from redline.render.comparison_xlsx import comparison_xlsx
from redline.render.json_values import to_json
from redline.text.normal import normalise

STYLES = ("suffix", "prefix", "footnote", "unattributed")


def outputs(data: bytes) -> dict[str, bytes]:
    """Return one of every kind of Word file the engine makes of a file with changes; "base" is its reject-all."""
    base, final = redline.reject(data), redline.accept(data)
    compilation = redline.compile_files(base, {"AG": data, "BR": data, "CL": data})
    compiled = compilation.docx
    waiting = [each.id for each in redline.reopen(compiled).proposals]
    decisions = {name: ("take", "keep", "leave")[number % 3] for number, name in enumerate(waiting)}
    revised = redline.revise(compiled, decisions)
    table = comparison(compilation.merged, parties=compilation.amendments)
    document = redline.read(base)
    comparison_xlsx(table)
    to_json((*document.paragraphs, *document.elsewhere), compilation.merged, compilation.amendments)
    for paragraph in compilation.merged:
        redline.html.paragraph(paragraph, classes={})
    return {
        "base": base,
        "final": final,
        "compiled": compiled,
        "projected": redline.project(compiled, "BR"),
        "some accepted": redline.accept(compiled, ids=waiting[::2]),
        "some rejected": redline.reject(compiled, ids=waiting[1::2]),
        "revised": revised.docx,
        "clean": revised.clean,
        "compared": redline.compare(base, final, author="x"),
        "visible": redline.make_visible(base, final, author="x"),
        "protected": redline.protect(base),
        "table": comparison_docx(table),
    } | {f"brackets, {style}": redline.bracketed(compiled, style=style) for style in STYLES}


def faults(data: bytes, corpus: Path | None = None) -> list[str]:
    """Return what is wrong with what the engine makes of a file, in words; nothing when all is as it should be."""
    found = outputs(data)
    return [*_texts(data, found), *_files(data, found, corpus)]


def _texts(data: bytes, found: Mapping[str, bytes]) -> Iterator[str]:
    before, after = _alike(redline.text(data, "original")), _alike(redline.text(data, "final"))
    for name in ("compiled", "compared", "visible"):
        if _alike(redline.text(found[name], "original")) != before:
            yield f"{name}: the base is another"
    for name in ("final", "compiled", "projected", "compared", "visible"):
        if _alike(redline.text(found[name], "final")) != after:
            yield f"{name}: the final text is another"
    if redline.pending(found["base"]) or redline.pending(found["final"]):
        yield "something is still pending"
    verified = redline.verify(found["base"], data)
    if verified.status not in {"tracked", "no_change"}:
        untracked = [(each.address, each.removed, each.added) for each in verified.untracked]
        yield f"verified as {verified.status}: {untracked[:3]}"
    if redline.verify(found["base"], found["base"]).status != "no_change":
        yield "the base is changed against itself"
    if not all(each.whole for each in redline.prove(found["base"], {"BR": data}, found["compiled"])):
        yield "not all is in the compilation"


def _files(data: bytes, found: Mapping[str, bytes], corpus: Path | None) -> Iterator[str]:
    excused = {*unsound(data), *unsound(found["base"])}
    objections = set() if corpus is None else {*schema_errors(data, corpus), *schema_errors(found["base"], corpus)}
    for name, output in found.items():
        if new := set(unsound(output)) - excused:
            yield f"{name}: {sorted(new)}"
        if corpus is not None and (worse := set(schema_errors(output, corpus)) - objections):
            yield f"{name}: {sorted(worse)[:2]}"


def _alike(lines: tuple[str, ...]) -> list[str]:
    return [normalise(each) for each in lines]
