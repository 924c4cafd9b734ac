"""The clauses of the two source documents, and the page that says which tests prove each of them.

python -m tools.clauses        writes docs/clauses.md anew from the tests' marks
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "clauses.md"
HEAD = """\
# Clauses and the tests that prove them

Generated from the marks in the tests by `python -m tools.clauses`; a test of the house fails when it is not up to date.
O: a virtual platform for negotiating the Inter-American Plan (2012). R: tools for work between meetings (2024).
A clause without a test is not built yet; the issue list says when.

| clause | what it asks | proved by |
|---|---|---|
"""

CLAUSES = {
    "O1": "Overall coordination: publish, schedule, integrate, promote consensus, administer",
    "O2": "Coordination has no right to alter suggestions or comments of delegations",
    "O3": "Two separate levels of closed sessions",
    "O4": "Delegations level: moderated by the Chair; one focal point per delegation",
    "O5": "Experts' level, one room per delegation",
    "O6": "Every participant has an own user name and password",
    "O7": "The password can be changed securely",
    "O8": "The user name can never be changed, by anybody",
    "O9": "Only the focal point may enter, and propose at, the delegations level for a delegation",
    "O10": "Experts talk only with their own focal point's room",
    "O11": "No delegation sees or joins another delegation's experts' room",
    "O12": "Technical Secretariat sees delegations level, not experts' rooms",
    "O13": "The Chair does not see experts' rooms",
    "O14": "Focal point comments, uploads, downloads in the forums of the delegations level",
    "O14a": "Each permanent mission appoints its focal point: note, dates, acting; all are told",
    "O15": "Discussion is based on official documents, classified under the organisation's rules",
    "O16": "A round opens at a set instant before the next formal meeting, and closes at one",
    "O17": "Proposals are compiled into a revised version of the original document",
    "O18": "The revised document goes out through official channels and is the basis of the formal meeting",
    "O19": "What is agreed on-line is informal until approved at a formal meeting",
    "O20": "Three standing folders: Reference, Supporting, and the base document",
    "O21": "A delegation sends a reference document to the Chair for posting",
    "O22": "A proposal is the base document with tracked changes",
    "O23": "File name: alpha-2 code, underscore, original name; given and checked by the product",
    "O24": "The comment says that a file is attached",
    "O25": "Technical support is at hand: help by role, contact, guides",
    "O26": "The platform is for exchange and advancing, not a substitute for formal negotiation",
    "R1": "Contact information of a defined group is accessible to that group",
    "R2": "Contacts: focal points, observers, experts, members, funders",
    "R3": "Contacts: membership, mailings, registration, invitations, instructions",
    "R4": "Document space, curated by the secretariat, reached through a simple link",
    "R5": "Drop folder: members upload, the secretariat places",
    "R6": "The size seen in practice: 142 documents for one group",
    "R7": "Comments on a PDF with no login, from a link",
    "R8": "All comments seen in real time, with attribution",
    "R9": "Meetings on Zoom or MS Teams",
    "R10": "Meeting practice: naming, waiting rooms, registration, interpretation, chat",
    "R11": "No additional log-ins, credentials or training",
    "R12": "When a working group is convened, its Chair is briefed on the tools",
    "R13": "Consultation on a draft resolution, in rounds, by link",
    "R14": "Not a replacement for in-person negotiation",
    "R15": "Low or no incremental cost: one small server is enough",
    "R16": "Working groups, panels and sub-groups of different kinds work side by side",
}


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page's text: one row a clause, in order, with the tests that carry its mark."""
    proofs: dict[str, list[str]] = {clause: [] for clause in CLAUSES}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for clause, test in marks(tree):
            proofs[clause].append(f"`{path.relative_to(ROOT / 'tests').as_posix()}::{test}`")
    return HEAD + "".join(row(clause, tests) for clause, tests in proofs.items())


def row(clause: str, tests: list[str]) -> str:
    """Return one row of the table; a long list of tests is counted after the first six."""
    shown = "<br>".join(sorted(set(tests))[:6])
    more = len(set(tests)) - 6
    return f"| {clause} | {CLAUSES[clause]} | {shown}{f'<br>and {more} more' if more > 0 else ''} |\n"


def marks(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (clause, test) for every mark on a test, on its class or on the whole module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            yield from ((clause, "*") for clause in clauses_in(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield from ((clause, node.name) for clause in clauses_in(decorator))


def clauses_in(node: ast.expr) -> Iterator[str]:
    """Yield the ids named by `pytest.mark.clause("O8", ...)` within an expression; an unknown id is an error."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "clause":
            for argument in call.args:
                clause = ast.literal_eval(argument)
                if clause not in CLAUSES:
                    raise ValueError(f"There is no clause {clause!r}.")
                yield clause


if __name__ == "__main__":
    main()
