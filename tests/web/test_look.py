"""The look keeps its own rules: nothing inline, tokens for colours, logical sides, contrast in both schemes."""

import re
from pathlib import Path

import pytest

import accord.web

WEB = Path(accord.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("*.html"))
SHEETS = sorted((WEB / "static" / "css").glob("*.css"))
SCRIPTS = sorted((WEB / "static" / "js").glob("*.js"))
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:^|[\s;{])(?:left|right|float):|text-align:\s*(?:left|right)"
)


def _names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(WEB)) for path in paths]


def _bare(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=_names(TEMPLATES))
def test_no_template_holds_style_or_script(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


BAD = ('<p style="x">', "<style>", "<script>x()</script>", '<a onclick="x">', '<a href="javascript:x">')


@pytest.mark.parametrize("bad", BAD)
def test_the_scan_sees_what_is_inline(bad: str) -> None:
    assert INLINE.search(bad)
    assert not INLINE.search('<script type="module" src="/x.js"></script><p class="style">on</p>')


@pytest.mark.parametrize("path", SHEETS, ids=_names(SHEETS))
def test_sheets_stand_in_layers_and_know_no_left(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("/* ")
    assert _bare(path).strip().startswith("@layer ")
    assert PHYSICAL.findall(_bare(path)) == []


def test_the_text_s_sheet_leaves_the_desk_of_other_pages_alone() -> None:
    rules = re.findall(r"([^{}]+)\{", _bare(WEB / "static" / "css" / "text.css"))
    shared = re.compile(r"^\.(?:desk|stack|side|tools|sheet)\b")
    found = [each.strip() for rule in rules for each in rule.split(",") if shared.match(each.strip())]
    assert found == []


@pytest.mark.parametrize("path", SHEETS, ids=_names(SHEETS))
def test_colours_are_tokens(path: Path) -> None:
    named = re.findall(r"#[0-9a-fA-F]{3,8}\b", _bare(path))
    assert path.name in {"tokens.css", "print.css"} or named == []


@pytest.mark.parametrize("path", SCRIPTS, ids=_names(SCRIPTS))
def test_scripts_are_small_and_stand_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^\s*(?:import|export)\b|innerHTML|\beval\(|document\.write", text, re.MULTILINE) == []
    assert len(text.splitlines()) <= 80


COMPONENTS = sorted((WEB / "components").glob("*.html"))


@pytest.mark.parametrize("path", COMPONENTS, ids=_names(COMPONENTS))
def test_a_component_says_what_it_is(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(f"{{# {path.stem}: ")


def _tokens(dark: bool) -> dict[str, str]:
    text = _bare(WEB / "static" / "css" / "tokens.css")
    light, _, rest = text.partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", rest)) if dark else {})


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


WORDS = ("ink", "ink-soft", "accent", "accent-strong", "warn", "good", "bad", *(f"d{n}" for n in range(1, 8)))
PAIRS = [(word, ground) for word in WORDS for ground in ("paper", "sheet", "here")] + [
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("warn", "warn-soft"),
    ("good", "good-soft"),
    ("bad", "bad-soft"),
    *((f"d{n}", "warn-soft") for n in range(1, 8)),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(dark: bool) -> None:
    tokens = _tokens(dark)
    weak = {pair: round(ratio, 2) for pair in PAIRS if (ratio := _contrast(tokens[pair[0]], tokens[pair[1]])) < 4.5}
    assert weak == {}
    edges = [("edge", "sheet"), ("focus", "sheet"), ("focus", "paper")]
    assert {pair for pair in edges if _contrast(tokens[pair[0]], tokens[pair[1]]) < 3} == set()
