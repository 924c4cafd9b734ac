"""Writes the demo's Word files into src/accord/web/demo/files; run `python -m tools.demo` after a change of the texts."""

from functools import reduce
from pathlib import Path

from tools.demo.edits import Edit, Line, plain, read
from tools.demo.note import pdf
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

MISSIONS = {
    "AG": ("Antigua and Barbuda", "Mr Ian Joseph"), "AR": ("the Argentine Republic", "Ms Lucía Ferreyra"),
    "BR": ("Brazil", "Mr Paulo Azevedo"), "CA": ("Canada", "Ms Claire Tremblay"), "CL": ("Chile", "Mr Rodrigo Fuentes"),
    "CO": ("Colombia", "Ms Ana Restrepo"), "JM": ("Jamaica", "Ms Marcia Bailey"),
    "MX": ("Mexico", "Ms Guadalupe Ortiz"), "PE": ("Peru", "Mr Jorge Quispe"),
}  # fmt: skip
PAPERS = {
    "mandate": (
        "Mandate of the Joint Working Group",
        [
            (
                "The General Assembly requests the Permanent Council to continue, in a joint working group, the drafting of an "
                "Inter-American Plan for the coordination of disaster prevention, response and humanitarian assistance."
            ),
            (
                "The Working Group may use electronic means to advance its work between meetings. Agreements so reached are "
                "informal until a formal meeting approves them."
            ),
        ],
    ),
    "schedule": (
        "Work schedule of the Joint Working Group",
        ["First round of proposals in October; second round in November; fourth formal meeting in December 2026."],
    ),
    "mechanisms": (
        "Existing mechanisms in the hemisphere: a survey",
        [
            (
                "This survey lists the agreements, agencies and funds by which the States of the hemisphere help one another "
                "in disasters, from subregional coordination centres to bilateral agreements between neighbours."
            ),
            "It names what each of them does, for whom, and with what means.",
        ],
    ),
    "losses": (
        "Losses from disasters, 2015-2024",
        ["Figures from national reports, by subregion, in per cent of gross domestic product."],
    ),
}


def main() -> None:
    """Write both bases and every proposal; what is there already is written over."""
    english, spanish = read(HERE / "plan.en.txt"), read(HERE / "plan.es.txt")
    draft = first_draft(english)
    OUT.mkdir(parents=True, exist_ok=True)
    put("first/Matriz.docx", FIRST, draft)
    put("second/Matriz.docx", REVISED, english)
    put("second/Matriz_es.docx", REVISADO, spanish)
    write_papers()
    for round_name, masthead, base, proposals, name in (
        ("first", FIRST, draft, FIRST_ROUND, "Matriz.docx"),
        ("second", REVISED, english, SECOND_ROUND, "Matriz.docx"),
        ("second", REVISADO, spanish, SECOND_ROUND_SPANISH, "Matriz_es.docx"),
    ):
        for code, edits in proposals.items():
            put(f"{round_name}/{code}_{name}", masthead, apply(base, edits), AUTHORS[code])


def write_papers() -> None:
    """Write the missions' notes and the papers of the folders."""
    for code, (party, name) in MISSIONS.items():
        words = [
            (
                f"The Permanent Mission of {party} presents its compliments to the General Secretariat and has the honour to "
                f"inform it that {name} has been appointed focal point of the delegation of {party} to the Joint Working Group "
                "on the Inter-American Plan, with immediate effect."
            ),
            (
                f"The Permanent Mission of {party} avails itself of this opportunity to renew to the General Secretariat the "
                "assurances of its highest consideration."
            ),
            "Washington, D.C., 5 October 2026",
        ]
        file(f"notes/{code}.pdf", pdf(f"Permanent Mission of {party}", words))
    for name, (title, words) in PAPERS.items():
        file(f"papers/{name}.pdf", pdf(title, words))


def file(name: str, data: bytes) -> None:
    """Write one file below the demo's folder."""
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def first_draft(lines: list[Line]) -> list[Line]:
    """Return the text as it stood before the first round, with the wording that the revision took up from proposals."""
    return apply(lines, [plain(name, revised, draft) for name, draft, revised in TAKEN_UP])


def apply(base: list[Line], edits: list[Edit]) -> list[Line]:
    """Return the base with each edit made in turn."""
    return reduce(lambda lines, edit: edit(lines), edits, base)


def put(name: str, masthead: Masthead, lines: list[Line], author: str = "") -> None:
    """Write one file."""
    file(name, Writer(masthead, author, "2026-11-18T15:04:00Z").write(lines))


if __name__ == "__main__":
    main()
