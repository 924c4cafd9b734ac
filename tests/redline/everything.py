"""Word files with every construct that can be tracked, and delegations' edits on them; made from `generator`'s pieces.

    whole = Whole(seed)
    file = whole.track(whole.edits(seed), author="Antigua")

A whole has a body with a table, a content control, a table in a table, a formula, paragraphs that can be moved and
paragraphs, a table, a row, a cell and a section whose formatting can be changed; a header, a footer, two footnotes, an
endnote and a text box in both branches of alternate content. What a file should say at the end is worked out from the
edits alone.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.redline.edits import Edit
from tests.redline.generator import NUMBERING, Base, blocks_of, final_text, random_base, random_edits, words
from tests.redline.specimens import docx, paragraph, run

# Parts of a whole that hold paragraphs of their own, by where they stand.
INSIDE = ("body", "control", "nested")
OUTSIDE = {"header": "h1/", "footer": "f1/", "first": "fn1/", "second": "fn2/", "end": "en1/", "box": "x1/"}
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_FORMATS = ("pPr", "rPr", "numPr", "sectPr", "tblPr", "trPr", "tcPr", "cellMerge", "run")


@dataclass
class Wish:
    """What one delegation asks for: edits by part, formats by target, a move, what becomes of formula, notes, cells."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    move: tuple[int, int] | None = None
    formula: str = ""
    notes: str = ""
    cells: str = ""


class Whole:
    """A base with everything, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        choice = random.Random(seed)  # noqa: S311 - tests are to be repeated, not to keep secrets
        self.seed = seed
        self.parts = {"body": random_base(seed, paragraphs=2)}
        for name in ("control", "nested", *OUTSIDE):
            texts = tuple(words(choice, 1, 6) for _ in range(choice.choice((1, 1, 2))))
            self.parts[name] = Base(texts, seed)
        self.moving = [f"{words(choice, 3, 6)} {number}" for number in range(4)]

    def wish(self, seed: int) -> Wish:
        """Return what a delegation might ask for."""
        choice = random.Random(seed)  # noqa: S311 - as above
        wish = Wish()
        for name, base in self.parts.items():
            if choice.random() < 0.4:
                wish.edits[name] = random_edits(base, choice.randrange(10**6), 2)
        for target in _FORMATS:
            if choice.random() < 0.2:
                wish.formats[target] = choice.choice(("left", "right", "center"))
        if choice.random() < 0.3:
            source = choice.randrange(3)
            wish.move = (source, choice.choice([each for each in range(3) if each not in (source, source + 1)]))
        wish.formula = choice.choice(("", "", "grown", "gone"))
        wish.notes = choice.choice(("", "", "new", "gone"))
        wish.cells = choice.choice(("", "", "new", "gone"))
        if wish.notes == "gone":
            wish.edits.pop("second", None)
        return wish

    @property
    def data(self) -> bytes:
        """The base itself."""
        return self.track(Wish(), author="nobody")

    def track(self, wish: Wish, *, author: str) -> bytes:
        """Return the base with a wish in it, tracked, as Word writes it."""
        return _Writer(self, wish, author).file()

    def final(self, wish: Wish) -> tuple[list[str], dict[str, list[str]]]:
        """Return the paragraphs of the body, and those of each other story by its prefix, once all is accepted."""
        lines = {name: final_text(base, wish.edits.get(name, [])) for name, base in self.parts.items()}
        formula = {"": "x+y", "grown": "x+yz", "gone": ""}[wish.formula]
        moving = list(self.moving)
        if wish.move is not None:
            source, target = wish.move
            moved = moving.pop(source)
            moving.insert(target if target < source else target - 1, moved)
        row = {"": ["k", "l"], "new": ["k", "m", "l"], "gone": ["k"]}[wish.cells]
        body = [*lines["body"], "notes", "box", *lines["control"], "outer", *lines["nested"], "outer end"]
        body += [f"f{formula}.", *moving, "formatted", "looks", "above", "below", *row, "last"]
        stories = {prefix: lines[name] for name, prefix in OUTSIDE.items()}
        if wish.notes == "gone":
            del stories["fn2/"]
        if wish.notes == "new":
            stories = {**stories, "fn3/": ["put in"]}
        return body, stories


class _Writer:
    def __init__(self, whole: Whole, wish: Wish, author: str) -> None:
        self.whole = whole
        self.wish = wish
        self.author = author
        self._id = 5000

    def mark(self, name: str, content: str = "", more: str = "") -> str:
        self._id += 1
        who = f'w:author="{self.author}" w:date="2026-05-04T10:00:00Z"'
        return f'<w:{name} w:id="{self._id}" {who}{more}>{content}</w:{name}>'

    def part(self, name: str) -> str:
        return blocks_of(self.whole.parts[name], self.wish.edits.get(name, []), self.author, self.whole.seed)

    def file(self) -> bytes:
        notes = "".join(
            f'<w:footnote w:id="{number}">{content}</w:footnote>'
            for number, content in ((1, self.part("first")), (2, self.second()), *self.new_note())
        )
        margins = {kind: self.part(kind) for kind in ("header", "footer")}
        endnotes = f'<w:endnote w:id="1">{self.part("end")}</w:endnote>'
        return docx("".join(self.body()), footnotes=notes, endnotes=endnotes, numbering=NUMBERING, **margins)

    def second(self) -> str:
        if self.wish.notes != "gone":
            return self.part("second")
        lines = self.whole.parts["second"].lines
        return "".join(paragraph(self.mark("del", run(line, "delText"))) for line in lines)

    def new_note(self) -> list[tuple[int, str]]:
        new = self.wish.notes == "new"
        return [(9, paragraph(self.mark("ins", run("put in"))))] if new else []

    def body(self) -> Iterator[str]:
        yield self.part("body")
        yield self.references()
        yield paragraph("box", self.box())
        yield f"<w:sdt><w:sdtPr/><w:sdtContent>{self.part('control')}</w:sdtContent></w:sdt>"
        inner = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{self.part('nested')}</w:tc></w:tr></w:tbl>"
        outer = f"<w:tc>{paragraph('outer')}{inner}{paragraph('outer end')}</w:tc>"
        yield f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{outer}</w:tr></w:tbl>"
        yield paragraph("f", self.formula(), ".")
        yield from self.moving()
        yield from self.formats()
        size = self.record("sectPr", '<w:pgSz w:w="{0}"/>')
        yield f"<w:sectPr>{size}</w:sectPr>"

    def references(self) -> str:
        def refer(kind: str, number: int) -> str:
            return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

        second = refer("footnote", 2)
        second = self.mark("del", second) if self.wish.notes == "gone" else second
        third = self.mark("ins", refer("footnote", 9)) if self.wish.notes == "new" else ""
        return paragraph("no", refer("footnote", 1), "t", second, "e", third, "s", refer("endnote", 1))

    def box(self) -> str:
        inner = f"<w:txbxContent>{self.part('box')}</w:txbxContent>"
        shape = f'<w:drawing><wps:txbx xmlns:wps="{_WPS}">{inner}</wps:txbx></w:drawing>'
        vml = f'<w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{inner}</v:textbox></w:pict>'
        choice = f'<mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{vml}</mc:Fallback>'
        return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"

    def formula(self) -> str:
        letters = "<m:r><m:t>x+y</m:t></m:r>"
        if self.wish.formula == "gone":
            return self.mark("del", f"<m:oMath>{letters}</m:oMath>")
        grown = self.mark("ins", "<m:r><m:t>z</m:t></m:r>") if self.wish.formula == "grown" else ""
        return f"<m:oMath>{letters}{grown}</m:oMath>"

    def moving(self) -> Iterator[str]:
        source, target = self.wish.move or (-1, -1)
        for number, line in enumerate(self.whole.moving):
            if number == target:
                yield self.moved(self.whole.moving[source], "moveTo")
            yield self.moved(line, "moveFrom") if number == source else paragraph(line)

    def moved(self, line: str, kind: str) -> str:
        self._id += 1
        number = self._id
        more = f' w:name="move{self.whole.seed}"'
        start = self.mark(f"{kind}RangeStart", more=more).replace(f'w:id="{self._id}"', f'w:id="{number}"')
        end = f'<w:{kind}RangeEnd w:id="{number}"/>'
        return paragraph(start, self.mark(kind, run(line)), properties=f"<w:rPr>{self.mark(kind)}</w:rPr>") + end

    def record(self, target: str, new: str) -> str:
        """Return changed properties with the record of there having been none, or nothing."""
        chosen = self.wish.formats.get(target)
        if chosen is None:
            return ""
        return new.format({"left": 100, "right": 200, "center": 300}[chosen]) + self.mark(
            f"{target}Change", f"<w:{target}/>"
        )

    def formats(self) -> Iterator[str]:
        aligned = self.record("pPr", '<w:spacing w:after="{0}"/>')
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>' + self.mark("ins") + "</w:numPr>"
        numbered = listed if "numPr" in self.wish.formats and not aligned else ""
        sized = self.record("rPr", '<w:sz w:val="{0}"/>')
        mark = f"<w:rPr>{sized}</w:rPr>" if sized else ""
        head, tail = aligned.split("<w:pPrChange", 1) if aligned else (numbered, "")
        tail = f"<w:pPrChange{tail}" if tail else ""
        yield paragraph("formatted", properties=head + mark + tail)
        yield paragraph("lo", run("ok", properties=self.record("rPr", '<w:sz w:val="{0}"/>')), "s")
        rows = self.record("trPr", '<w:trHeight w:val="{0}"/>')
        cells = self.record("tcPr", '<w:tcW w:w="{0}" w:type="dxa"/>')
        joined = self.mark("cellMerge", more=' w:vMerge="cont"') if "cellMerge" in self.wish.formats else ""
        first, _, last = cells.partition("<w:tcPrChange")
        properties = f"{first}{joined}{'<w:tcPrChange' + last if last else ''}"
        above = f"<w:tr>{f'<w:trPr>{rows}</w:trPr>' if rows else ''}<w:tc>{paragraph('above')}</w:tc></w:tr>"
        below = f"<w:tr><w:tc><w:tcPr>{properties}</w:tcPr>{paragraph('below')}</w:tc></w:tr>"
        width = self.record("tblPr", '<w:tblW w:w="{0}" w:type="dxa"/>')
        yield f"<w:tbl><w:tblPr>{width}</w:tblPr><w:tblGrid/>{above}{below}{self.row()}</w:tbl>{paragraph('last')}"

    def row(self) -> str:
        new, gone = self.wish.cells == "new", self.wish.cells == "gone"
        cell = "<w:tc>{0}</w:tc>".format
        inserted = paragraph(self.mark("ins", run("m")), properties=f"<w:rPr>{self.mark('ins')}</w:rPr>")
        middle = cell(f"<w:tcPr>{self.mark('cellIns')}</w:tcPr>{inserted}") if new else ""
        deleted = paragraph(self.mark("del", run("l", "delText")), properties=f"<w:rPr>{self.mark('del')}</w:rPr>")
        second = cell(f"<w:tcPr>{self.mark('cellDel')}</w:tcPr>{deleted}") if gone else cell(paragraph("l"))
        return f"<w:tr>{cell(paragraph('k'))}{middle}{second}</w:tr>"
