"""What is written without Word: the words asked for, nothing lost of what was asked for before, told like Word's."""

import random
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.redline.edits import Delete, DeleteParagraph, Insert, InsertParagraph
from tests.redline.generator import WORDS, Base, random_base, random_edits, track
from tests.redline.specimens import docx

import redline
from redline.changes.proposals import proposal_id
from redline.ops.amending import Change, amend, present
from redline.ops.reworded import ObjectError, reworded, shown
from redline.render.comments import remark
from redline.text.document import Document, read
from redline.text.flat import Container, FlatParagraph, paragraphs_of

SIMPLE = (Insert, Delete, InsertParagraph, DeleteParagraph)
seeds = st.integers(min_value=0, max_value=10**6)
DATE = "2026-11-22T04:40:00Z"


@dataclass
class Spoken:
    """How a text reads: by address its own lines, none when it is gone, and those put in behind it."""

    own: dict[str, list[str]] = field(default_factory=dict)
    added: dict[str, list[list[str]]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        found = []
        for address, own in self.own.items():
            found += [*own, *(line for each in self.added[address] for line in each)]
        return found


def spoken(document: Document, amendments: list[redline.Amendment]) -> Spoken:
    said = Spoken()
    for each in document.paragraphs:
        reads = present(document, amendments, each.address)
        said.own[each.address] = [] if reads.fate else reads.words.split("\n")
        said.added[each.address] = [[line] for line in reads.added]
    return said


def base_of(seed: int) -> Base:
    """Return a random base without empty paragraphs: whether such a one goes with its neighbour nobody can see."""
    base = random_base(seed)
    return replace(base, blocks=_filled(base.blocks))


def _filled(block: Any) -> Any:
    return (block or "Void") if isinstance(block, str) else tuple(_filled(each) for each in block)


def former_of(base: Base, seed: int) -> tuple[bytes, list[redline.Amendment]]:
    edits = [each for each in random_edits(base, seed) if isinstance(each, SIMPLE)] if seed % 3 else []
    file = track(base, edits, author="Delegate", seed=seed)
    return file, list(redline.extract(base.data, file).amendments)


def altered(dice: random.Random, words: str) -> str:
    """Return the words as a person leaves them: some taken out, some put in, now and then a paragraph cut in two."""
    found = [each for each in words.split(" ") if dice.random() > 0.2]
    for _ in range(dice.randint(0, 3)):
        found.insert(dice.randint(0, len(found)), dice.choice(WORDS))
    if dice.random() < 0.2 and len(found) > 2:
        found.insert(dice.randint(1, len(found) - 1), "and\nthen")
    return " ".join(found)


def random_changes(dice: random.Random, said: Spoken, document: Document) -> list[Change]:
    changes: list[Change] = []
    for address in dice.sample(sorted(said.own), k=min(3, len(said.own))):
        kind = dice.choice(["words", "words", "words", "add", "add", "delete", "move"])
        own = "\n".join(said.own[address]) or " ".join(dice.sample(WORDS, 3))
        if kind == "add":
            ordinal = dice.randint(1, len(said.added[address]) + 1)
            words = "" if ordinal <= len(said.added[address]) and dice.random() < 0.3 else altered(dice, own).strip()
            changes.append(Change("add", address, words or "Anew.", ordinal))
        elif kind == "move":
            body = [each.address for each in document.paragraphs if each.kind != "cell"]
            at = body.index(address) if address in body else 0
            body = body[: max(at - 1, 0)] + body[at + 1 :]
            whole = address in {each.address for each in document.paragraphs if each.kind != "cell"}
            if whole and body:
                changes.append(Change("move", address, after=dice.choice(body)))
        else:
            changes.append(Change("words" if kind == "words" else "delete", address, altered(dice, own).strip("\n")))
    return changes


def apply(said: Spoken, changes: list[Change], document: Document) -> None:
    texts = {each.address: each.text for each in document.paragraphs}
    for each in [each for each in changes if each.kind == "words"]:
        said.own[each.address] = each.words.split("\n")
    for each in [each for each in changes if each.kind in {"delete", "move"}]:
        said.own[each.address] = []
    for row in neighbours_in(document):
        if not any(said.own[each] or said.added[each] for each in row):
            said.own[row[-1]] = [""]  # a container, and what stands before a table, keeps its last paragraph
    lengths = {address: len(added) for address, added in said.added.items()}
    for each in [each for each in changes if each.kind == "move"]:
        said.added[each.after].append([texts[each.address]])
    for each in [each for each in changes if each.kind == "add"]:
        lines = [line for line in each.words.split("\n") if line.strip()]
        if each.ordinal <= lengths[each.address]:
            said.added[each.address][each.ordinal - 1] = lines
        else:
            said.added[each.address].append(lines)


def neighbours_in(document: Document) -> list[list[str]]:
    """Return the paragraphs that stand side by side with no table between, of every container."""
    found: list[list[str]] = []

    def look(container: Container) -> None:
        row: list[str] = []
        for node in container:
            if isinstance(node, FlatParagraph):
                row.append(node.address)
                continue
            for cell in (cell for cells in node.rows for cell in cells):
                look(cell)
            found.append(row)
            row = []
        found.append(row)

    look(document.body)
    return [row for row in found if row]


def keeps_the_law(seed: int) -> None:
    base = base_of(seed)
    dice = random.Random(seed)  # noqa: S311  a repeatable choice, no secret
    document = read(base.data)
    file, former = former_of(base, seed)
    said = spoken(document, former)
    assert said.lines() == list(redline.text(file, "final"))
    changes = random_changes(dice, said, document)
    apply(said, changes, document)
    made = amend(document, former, changes, DATE)
    out = redline.compile_amendments(base.data, {"AG": made}, sources={"AG": file})
    assert list(redline.text(out, "final")) == said.lines()
    assert list(redline.text(out, "original")) == base.lines
    assert redline.verify(base.data, out).status in {"tracked", "no_change"}
    again = redline.extract(base.data, out).amendments
    assert redline.compile_amendments(base.data, {"AG": again}, sources={"AG": out})
    assert list(redline.text(redline.compile_amendments(base.data, {"AG": again}), "final")) == said.lines()


@pytest.mark.clause("O9", "O22")
@settings(max_examples=40, deadline=None, derandomize=True)
@given(seeds)
def test_what_is_written_reads_as_written_and_loses_nothing(seed: int) -> None:
    keeps_the_law(seed)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(seeds)
def test_the_same_in_many_more_cases(seed: int) -> None:
    keeps_the_law(seed)


def three(*lines: str) -> tuple[bytes, Document]:
    data = docx("".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in lines))
    return data, read(data)


def after(data: bytes, document: Document, former: list[redline.Amendment], *changes: Change) -> tuple[bytes, Any]:
    out = redline.compile_amendments(data, {"AG": amend(document, former, changes, DATE)})
    return out, list(redline.text(out, "final"))


GONE = (Change("delete", "p2"), Change("delete", "p3"))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_last_two_paragraphs_go_and_each_comes_back(order: tuple[int, int]) -> None:
    data, document = three("First.", "Second.", "Third.")
    out, lines = after(data, document, [], *(GONE[each] for each in order))
    assert lines == ["First."]
    again = list(redline.extract(data, out).amendments)
    assert [present(document, again, each).fate for each in ("p1", "p2", "p3")] == ["", "delete", "delete"]
    assert after(data, document, again, Change("words", "p2", "Second."))[1] == ["First.", "Second."]
    assert after(data, document, again, Change("words", "p3", "Third."))[1] == ["First.", "Third."]
    both = (Change("words", "p3", "Third."), Change("words", "p2", "Second."))
    assert after(data, document, again, *both)[1] == ["First.", "Second.", "Third."]
    assert after(data, document, again, Change("add", "p1", "New.", 1))[1] == ["First.", "New."]


def test_the_first_and_the_last_two_go_one_after_the_other() -> None:
    data, document = three("First.", "Second.", "Third.")
    out, lines = after(data, document, [], GONE[1])
    assert lines == ["First.", "Second."]
    out, lines = after(data, document, list(redline.extract(data, out).amendments), GONE[0])
    assert lines == ["First."]
    out, lines = after(data, document, list(redline.extract(data, out).amendments), Change("delete", "p1"))
    assert lines == [""]
    again = list(redline.extract(data, out).amendments)
    assert after(data, document, again, Change("words", "p1", "First."))[1] == ["First."]


def one(text: str) -> tuple[bytes, Document]:
    data = docx(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:p><w:r><w:t>Last.</w:t></w:r></w:p>")
    return data, read(data)


@pytest.mark.clause("O22")
@settings(max_examples=20, deadline=None, derandomize=True)
@given(seeds)
def test_what_word_wrote_can_be_written_here(seed: int) -> None:
    base = base_of(seed)
    edits = [each for each in random_edits(base, seed) if isinstance(each, (Insert, InsertParagraph))][:1]
    word = list(redline.extract(base.data, track(base, edits, author="W", seed=seed)).amendments)
    document = read(base.data)
    said = spoken(document, word)
    assume(all(line for added in said.added.values() for (line,) in added))
    wanted = [
        Change("words", address, "\n".join(own))
        for address, own in said.own.items()
        if own != [shown(document.paragraphs[list(said.own).index(address)].text)]
    ]
    wanted += [
        Change("add", address, line, number)
        for address, added in said.added.items()
        for number, (line,) in enumerate(added, 1)
    ]
    out = redline.compile_amendments(base.data, {"AG": amend(document, [], wanted, DATE)})
    assert list(redline.text(out, "final")) == said.lines()


def test_equal_words_have_equal_ids() -> None:
    data, document = one("States shall act in time.")
    made = amend(document, [], [Change("words", "p1", "States should act in time.")], DATE)
    web = redline.extract(data, redline.compile_amendments(data, {"AG": made})).amendments
    word = redline.extract(
        data, redline.make_visible(data, one("States should act in time.")[0], author="BR")
    ).amendments
    assert [proposal_id(each) for each in web] == [proposal_id(each) for each in word]


def test_a_moved_paragraph_is_a_move_and_looks_as_before() -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>One.</w:t></w:r></w:p>" + "".join(
        f"<w:p><w:r><w:t>{each}.</w:t></w:r></w:p>" for each in ("Two", "Three")
    )
    data = docx(body)
    made = amend(read(data), [], [Change("move", "p1", after="p2")], DATE)
    out = redline.compile_amendments(data, {"AG": made})
    assert redline.text(out, "final") == ("Two.", "One.", "Three.")
    found = redline.extract(data, out).amendments
    assert [(each.kind, each.address, each.to) for each in found] == [("move", "p1", "p3")]
    assert "<w:b/>" in found[0].edits[-1].content[0].xml
    back = amend(read(data), found, [Change("words", "p1", "One.")], DATE)
    assert back == []


def test_what_is_put_in_looks_like_what_stands_beside_it() -> None:
    data = docx("<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Decides to act.</w:t></w:r></w:p>")
    first = next(paragraphs_of(read(data).body))
    edits = reworded(first, "Decides not to act.")
    assert [part.xml.count("<w:i/>") for each in edits for part in each.content] == [1]


def test_notes_of_a_former_file_stay_and_none_can_be_typed() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    ins = f'<w:ins w:id="1" w:author="X" w:date="{DATE}"><w:r><w:t xml:space="preserve"> soon</w:t></w:r>{note}</w:ins>'
    words = (
        '<w:r><w:t xml:space="preserve">States act</w:t></w:r>%s<w:r><w:t xml:space="preserve"> in time.</w:t></w:r>'
    )
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>By May.</w:t></w:r></w:p></w:footnote>'
    base, file = docx(f"<w:p>{words % ''}</w:p>"), docx(f"<w:p>{words % ins}</w:p>", footnotes=notes)
    former = redline.extract(base, file).amendments
    assert present(read(base), former, "p1").words == "States act soon▢ in time."
    made = amend(read(base), former, [Change("words", "p1", "States shall act soon▢ in good time.")], DATE)
    out = redline.compile_amendments(base, {"AG": made}, sources={"AG": file})
    assert any("By May." in str(each.edits) for each in redline.extract(base, out).amendments)
    with pytest.raises(ObjectError):
        amend(read(base), [], [Change("words", "p1", "States▢ act in time.")], DATE)
    with pytest.raises(ObjectError):
        amend(read(base), [], [Change("add", "p1", "New▢", 1)], DATE)


def test_reasons_stand_in_the_margin() -> None:
    data, document = one("States shall act in time.")
    made = amend(document, [], [Change("words", "p1", "States should act in time.")], DATE)
    said = {"AG": [remark("p1", 25, "Our law says so.\n<Article 5>", date=DATE)]}
    out = redline.compile_amendments(data, {"AG": made}, comments=said)
    found = redline.extract(data, out)
    assert [(each.address, each.text) for each in found.comments] == [("p1", "Our law says so.\n<Article 5>")]
    assert [each.tracked for each in found.amendments] == [True]
    assert out == redline.compile_amendments(data, {"AG": made}, comments=said)
