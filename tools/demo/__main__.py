"""Writes the demo's Word files into src/accord/web/demo/files; run `python -m tools.demo` after a change of the texts."""

from functools import reduce
from pathlib import Path

from tools.demo.edits import Edit, Line, plain, read
from tools.demo.proposals import FIRST_ROUND, SECOND_ROUND, SECOND_ROUND_SPANISH, TAKEN_UP
from tools.demo.word import Masthead, Writer

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src" / "accord" / "web" / "demo" / "files"
ENGLISH = "Joint Working Group on the Inter-American Plan"
SPANISH = "Grupo de Trabajo Conjunto sobre el Plan Interamericano"
FIRST = Masthead(ENGLISH, "GT/PIPC/doc.4/26", "3 October 2026", "Original: English", "Distribution: Limited")
REVISED = Masthead(ENGLISH, "GT/PIPC/doc.4/26 rev. 1", "3 November 2026", "Original: English", "Distribution: Limited")
REVISADO = Masthead(
    SPANISH, "GT/PIPC/doc.4/26 rev. 1", "3 noviembre 2026", "Original: inglés", "Distribución: limitada"
)
# People's names as Word signs them: the delegation is known by the account, never by this.
AUTHORS = {
    "AG": "Ian Joseph", "AR": "Lucía Ferreyra", "BR": "Paulo Azevedo", "CA": "Claire Tremblay", "CL": "Rodrigo Fuentes",
    "CO": "Ana Restrepo", "JM": "Marcia Bailey", "MX": "Guadalupe Ortiz", "PE": "Jorge Quispe",
}  # fmt: skip


def main() -> None:
    """Write both bases and every proposal; what is there already is written over."""
    english, spanish = read(HERE / "plan.en.txt"), read(HERE / "plan.es.txt")
    draft = first_draft(english)
    OUT.mkdir(parents=True, exist_ok=True)
    put("first/Matriz.docx", FIRST, draft)
    put("second/Matriz.docx", REVISED, english)
    put("second/Matriz_es.docx", REVISADO, spanish)
    for round_name, masthead, base, proposals, name in (
        ("first", FIRST, draft, FIRST_ROUND, "Matriz.docx"),
        ("second", REVISED, english, SECOND_ROUND, "Matriz.docx"),
        ("second", REVISADO, spanish, SECOND_ROUND_SPANISH, "Matriz_es.docx"),
    ):
        for code, edits in proposals.items():
            put(f"{round_name}/{code}_{name}", masthead, apply(base, edits), AUTHORS[code])


def first_draft(lines: list[Line]) -> list[Line]:
    """Return the text as it stood before the first round, with the wording that the revision took up from proposals."""
    return apply(lines, [plain(name, revised, draft) for name, draft, revised in TAKEN_UP])


def apply(base: list[Line], edits: list[Edit]) -> list[Line]:
    """Return the base with each edit made in turn."""
    return reduce(lambda lines, edit: edit(lines), edits, base)


def put(name: str, masthead: Masthead, lines: list[Line], author: str = "") -> None:
    """Write one file."""
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(Writer(masthead, author, "2026-11-18T15:04:00Z").write(lines))


if __name__ == "__main__":
    main()
