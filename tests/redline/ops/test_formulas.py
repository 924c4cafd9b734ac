"""Formulas: changed inside, with tracking or without, put in and taken out."""

import pytest
from tests.redline.specimens import change, docx, paragraph

import redline


def letters(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def formula(*content: str) -> str:
    return f"<m:oMath>{''.join(content)}</m:oMath>"


def fraction(mark: str = "") -> str:
    control = f"<m:fPr><m:ctrlPr><w:rPr>{mark}</w:rPr></m:ctrlPr></m:fPr>" if mark else ""
    return f"<m:f>{control}<m:num>{letters('a')}</m:num><m:den>{letters('b')}</m:den></m:f>"


def marked(words: str, kind: str) -> str:
    return f"<m:r><w:rPr>{change(kind, '')}</w:rPr><m:t>{words}</m:t></m:r>"


BASE = docx(paragraph("let ", formula(letters("x+y")), "."))
FILES = {
    "a run put in": (formula(letters("x+y"), change("ins", letters("z"))), "let x+yz.", "replace"),
    "a run taken out": (formula(letters("x+"), change("del", letters("y"))), "let x+.", "replace"),
    "a run marked inside": (formula(letters("x+y"), marked("z", "ins")), "let x+yz.", "replace"),
    "all taken out inside": (formula(change("del", letters("x+y"))), "let .", "delete"),
    "taken out": (change("del", formula(letters("x+y"))), "let .", "delete"),
    "untracked": (formula(letters("x-y")), "let x-y.", "replace"),
    "another put in": (formula(letters("x+y")) + change("ins", formula(letters("=1"))), "let x+y=1.", "insert"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_formula_is_compared_and_compiled_whole(name: str) -> None:
    content, final, kind = FILES[name]
    file = docx(paragraph("let ", content, "."))
    found = redline.extract(BASE, file)
    assert [(each.kind, each.tracked) for each in found.amendments] == [(kind, name != "untracked")]
    compiled = redline.compile_files(BASE, {"AG": file, "BR": file}).docx
    assert redline.text(compiled, "original") == ("let x+y.",)
    assert redline.text(redline.project(compiled, "BR"), "final") == redline.text(file, "final") == (final,)
    assert all(each.whole for each in redline.prove(BASE, {"AG": file, "BR": file}, compiled))


@pytest.mark.parametrize(("kind", "text"), [("ins", "ab"), ("del", "ab")])
def test_a_fraction_that_comes_or_goes_around_its_parts_is_the_formula_replaced(kind: str, text: str) -> None:
    base = docx(paragraph(formula(letters("ab") if kind == "ins" else fraction())))
    file = docx(paragraph(formula(fraction(change(kind, "")))))
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert redline.text(redline.project(compiled, "AG"), "final") == redline.text(file, "final") == (text,)
    assert redline.text(redline.reject(compiled), "final") == ("ab",)


def test_two_delegations_ways_with_one_formula_are_alternatives() -> None:
    files = {
        "AG": docx(paragraph("let ", formula(letters("x+y"), change("ins", letters("z"))), ".")),
        "BR": docx(paragraph("let ", formula(letters("x+y"), change("ins", letters("w"))), ".")),
    }
    compiled = redline.compile_files(BASE, files).docx
    assert redline.text(redline.project(compiled, "AG"), "final") == ("let x+yz.",)
    assert redline.text(redline.project(compiled, "BR"), "final") == ("let x+yw.",)
