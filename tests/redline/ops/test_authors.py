"""Several people of one delegation in one file: each stretch keeps its author as written; the party is who is told."""

from tests.redline.specimens import deleted, docx, inserted, paragraph, run

import redline
from redline import Amendment

BASE = docx(paragraph(run("States shall act.")))
TOGETHER = docx(
    paragraph(
        run("States "),
        deleted("sh", author="Ana"),
        deleted("all", author="Bruno"),
        inserted("sho", author="Ana"),
        inserted("uld", author="Bruno"),
        run(" act."),
    )
)
ALONE = docx(
    paragraph(run("States "), deleted("shall", author="Cara"), inserted("should", author="Cara"), run(" act."))
)


def test_every_stretch_keeps_its_author() -> None:
    (found,) = redline.extract(BASE, TOGETHER).amendments
    assert (found.kind, found.removed, found.added) == ("replace", "shall", "should")
    assert found.authors == ("Ana", "Bruno")
    gone = [(each.removed, each.author) for each in found.edits if each.kind == "delete"]
    assert gone == [("sh", "Ana"), ("all", "Bruno")]
    (put_in,) = [each.content for each in found.edits if each.kind == "insert"]
    assert [(each.text, each.author) for each in put_in] == [("sho", "Ana"), ("uld", "Bruno")]
    assert Amendment.from_json(found.to_json()) == found


def test_what_was_kept_before_parts_had_authors_is_read() -> None:
    (found,) = redline.extract(BASE, ALONE).amendments
    assert all(len(part) == 4 for edit in found.to_json()["edits"] for part in edit["content"])
    assert Amendment.from_json(found.to_json()).authors == ("Cara",)


def test_it_is_the_same_proposal_as_that_of_one_author() -> None:
    made = redline.compile_files(BASE, {"AG": TOGETHER, "BR": ALONE})
    assert [(each.text, each.deleted_by, each.inserted_by) for each in made.merged[0].segments] == [
        ("States ", (), ()),
        ("sh", ("AG", "BR"), ()),
        ("all", ("AG", "BR"), ()),
        ("should", (), ("AG", "BR")),
        (" act.", (), ()),
    ]
    (proposal,) = redline.reopen(made.docx).proposals
    assert proposal.parties == ("AG", "BR")
    assert redline.text(redline.project(made.docx, "AG"), "final") == ("States should act.",)
