"""A next version by Word: no difference is left out, none is laid to anybody who did not write it, none is silent."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

import redline
from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.negotiation import actions
from accord.negotiation.actions import assigning
from accord.negotiation.models import Assignment, Difference, Revision, Wording
from accord.negotiation.queries.account import assigned_account
from accord.negotiation.queries.deciding import unexplained
from accord.negotiation.queries.printing import Standing
from tests.factories.negotiation import ENGLISH, Negotiation, negotiation
from tests.factories.revised import publish
from tests.factories.standing import wording_of
from tests.redline.edits import Delete, Insert, InsertParagraph
from tests.redline.generator import Edit, make_base, random_edits, track
from tests.redline.laws.test_laws import seeds
from tests.redline.ops.test_differing import holds

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O1", "O2", "R13")]
MEMBER = Insert((0,), 3, " Member")
SHOULD = (Delete((0,), 11, 16), Insert((0,), 16, "should"))


def begun(held: Negotiation, way: str = "upload") -> Revision:
    return Revision.objects.create(base=held.base(), number=1, way=way, begun_at=clocks.now(), begun_by="Chair")


def edited(*edits: Edit) -> bytes:
    """Return the base as somebody edited it without tracking."""
    return redline.accept(track(ENGLISH, edits))


def upload(held: Negotiation, row: Revision, data: bytes, actor: str = "chair", name: str = "Rev1.docx") -> Revision:
    who = getattr(held.world, actor)
    return assigning.upload_revision(actor=who, now=clocks.now(), revision=row, data=data, filename=name)


def assign(
    held: Negotiation, row: Revision, ordinal: int, *wordings: Wording, chair: bool = False, note: str = ""
) -> None:
    now, actor = clocks.now(), held.world.chair
    assigning.assign(actor=actor, now=now, revision=row, ordinal=ordinal, wordings=wordings, chair=chair, note=note)


@pytest.fixture
def proposed(open_round: Negotiation) -> Iterator[Negotiation]:
    """Return a round in which AG and BR each propose words at the first paragraph."""
    open_round.propose("AG", MEMBER)
    open_round.propose("BR", *SHOULD)
    with open_round.after_close():
        yield open_round


def laid(row: Revision) -> list[tuple[str, list[str], list[str]]]:
    row.refresh_from_db()
    assert row.uploaded is not None
    account = assigned_account(row, Standing.on(row.base, clocks.now()), storage.read(row.uploaded))
    return [
        (each["after"], each["asks"], sorted({*each["by"], *(["Chair"] if each["chair"] else [])}))
        for each in account["changed"]
    ]


def test_what_is_exactly_proposed_words_is_laid_to_them_and_the_rest_waits_for_a_person(proposed: Negotiation) -> None:
    row = upload(proposed, begun(proposed), edited(MEMBER, *SHOULD, Insert((1,), 10, " and each community")))
    first, second = laid(row)
    assert first[0] == "The Member States should cooperate in good time."
    assert first[2] == ["AG", "BR"]
    assert second[1:] == ([], [])
    assert [each.ordinal for each in unexplained(row)] == [2]
    assign(proposed, row, 2, chair=True, note="To name the communities.")
    assert not unexplained(row)
    assert laid(row)[1][2] == ["Chair"]


def test_tracked_changes_of_the_editor_count_as_made(proposed: Negotiation) -> None:
    row = upload(proposed, begun(proposed), track(ENGLISH, [MEMBER], author="Secretariat"))
    assert [each[2] for each in laid(row)] == [["AG"]]


def test_the_chairs_own_words_are_the_chairs(proposed: Negotiation) -> None:
    actor, now = proposed.world.chair, clocks.now()
    actions.write_chair_wording(
        actor=actor, now=now, base=proposed.base(), place="p2", words="Each State keeps a register."
    )
    base = make_base(
        ENGLISH.lines[0],
        "Each State keeps a register.",
        *ENGLISH.lines[2:4],
        ENGLISH.lines[-1],
        table=[
            ["Goal", "Action", "Who", "When", "Indicator"],
            ["Prevention", "Maps of hazards", "States", "2027", "Number of maps"],
        ],
    )
    row = upload(proposed, begun(proposed), base.data)
    assert [each[2] for each in laid(row)] == [["Chair"]]


def test_the_same_file_again_is_one_and_another_begins_anew_and_keeps_what_was(proposed: Negotiation) -> None:
    data = edited(MEMBER)
    row = upload(proposed, begun(proposed), data)
    entries = Entry.objects.count()
    assert upload(proposed, row, data, actor="secretariat") == row
    assert Entry.objects.count() == entries
    other = upload(proposed, row, edited(*SHOULD))
    row.refresh_from_db()
    assert (other.pk == row.pk, row.ended_at is None) == (False, False)
    assert Difference.objects.filter(revision=row).exists()
    with pytest.raises(Refused) as error:
        upload(proposed, row, edited(MEMBER, *SHOULD))
    assert error.value.code == "put_aside"


def test_a_file_that_comes_while_another_is_compared_is_not_lost_from_sight(
    proposed: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, compared = begun(proposed), assigning._compared

    def meanwhile(*given: object) -> assigning.Edited:
        monkeypatch.setattr(assigning, "_compared", compared)
        upload(proposed, row, edited(*SHOULD), actor="secretariat")
        return compared(*given)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(assigning, "_compared", meanwhile)
    with pytest.raises(Refused) as error:
        upload(proposed, row, edited(MEMBER))
    assert error.value.code == "meanwhile"
    assert [each[2] for each in laid(row)] == [["BR"]]


def test_assigned_anew_the_former_word_ends_and_stays(proposed: Negotiation) -> None:
    row = upload(proposed, begun(proposed), edited(MEMBER))
    assign(proposed, row, 1, wording_of(proposed, "AG"), wording_of(proposed, "BR"), note="Merged.")
    assign(proposed, row, 1)
    assert unexplained(row)
    assert Assignment.objects.filter(difference__revision=row, ended_at__isnull=False).count() == 3


def test_what_the_words_showed_stands_when_a_person_only_says_the_same(proposed: Negotiation) -> None:
    row = upload(proposed, begun(proposed), edited(MEMBER))
    assign(proposed, row, 1, wording_of(proposed, "AG"))
    assert Assignment.objects.get(difference__revision=row).by == assigning.BY_WORDS


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (ENGLISH.data, "Rev1.docx", "no_change"),
        (make_base("Another text altogether.", "Of other things.", "And more.").data, "Rev1.docx", "other_base"),
        (b"%PDF-1.7 nothing", "Rev1.docx", None),
        (b"", "Rev1.docx", "empty"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(
    proposed: Negotiation, data: bytes, name: str, code: str | None
) -> None:
    row = begun(proposed)
    with pytest.raises(Refused) as error:
        upload(proposed, row, data, name=name)
    assert code in {None, error.value.code}
    assert str(error.value.sentence)
    row.refresh_from_db()
    assert row.uploaded_id is None


def test_a_compiled_text_on_which_nobody_decided_is_no_next_version(proposed: Negotiation) -> None:
    files = {code: proposed.file(*edits, author=code) for code, edits in (("AG", [MEMBER]), ("BR", SHOULD))}
    with pytest.raises(Refused) as error:
        upload(proposed, begun(proposed), redline.compile_files(ENGLISH.data, files).docx)
    assert error.value.code == "undecided"


def test_by_decisions_no_file_is_taken(proposed: Negotiation) -> None:
    with pytest.raises(Refused) as error:
        upload(proposed, begun(proposed, "decisions"), edited(MEMBER))
    assert error.value.code == "not_by_file"


@pytest.mark.parametrize("who", ["AG", "BR"])
def test_no_delegation_edits_or_assigns(proposed: Negotiation, who: str) -> None:
    row = upload(proposed, begun(proposed), edited(MEMBER))
    actor, now = proposed.world.focal_points[who], clocks.now()
    with pytest.raises(NotAllowed):
        assigning.upload_revision(actor=actor, now=now, revision=row, data=edited(*SHOULD), filename="x.docx")
    with pytest.raises(NotAllowed):
        assigning.assign(actor=actor, now=now, revision=row, ordinal=1, chair=True)


def test_wordings_of_another_text_and_differences_that_are_none_are_not_there(proposed: Negotiation) -> None:
    row = upload(proposed, begun(proposed), edited(MEMBER))
    with pytest.raises(NotAllowed):
        assign(proposed, row, 99, chair=True)
    elsewhere = negotiation(slug="other")
    elsewhere.propose("AG", MEMBER)
    with pytest.raises(NotAllowed):
        assign(proposed, row, 1, wording_of(elsewhere, "AG"))


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds)
def test_every_paragraph_that_differs_has_a_difference(proposed: Negotiation, seed: int) -> None:
    new = edited(*random_edits(ENGLISH, seed, 3))
    found = holds(ENGLISH.data, new)
    Revision.objects.filter(ended_at__isnull=True).update(ended_at=clocks.now())
    row = begun(proposed)
    if not found:
        with pytest.raises(Refused):
            upload(proposed, row, new)
        return
    upload(proposed, row, new)
    rows = Difference.objects.filter(revision=row).values_list("place", "new_place", "before", "after")
    assert list(rows) == [(each.address, each.new_address, each.before, each.after) for each in found]


def test_a_paragraph_put_in_is_laid_to_who_put_it_in(open_round: Negotiation) -> None:
    new = InsertParagraph((1,), "The list is public.", before_next=True)
    open_round.propose("CL", new)
    with open_round.after_close():
        row = upload(open_round, begun(open_round), edited(new))
    assert [(after, parties) for after, _, parties in laid(row)] == [("The list is public.", ["CL"])]


def test_a_file_made_from_the_hand_out_is_published_with_its_account_once_nothing_is_nobodys(
    proposed: Negotiation,
) -> None:
    handout, author = storage.read(proposed.base().handout), "Secretariat"
    tracked = redline.compare(handout, edited(MEMBER, Insert((1,), 10, " and each community")), author=author)
    row = upload(proposed, begun(proposed), tracked)
    with pytest.raises(Refused) as error:
        publish(proposed, row)
    assert error.value.code == "unassigned"
    assign(proposed, row, 2, chair=True, note="To name the communities.")
    row = publish(proposed, row)
    assert row.version is not None
    told = [(each["after"], each["by"], each["chair"], each["notes"]) for each in row.account["changed"]]
    assert told == [
        ("The Member States shall cooperate in good time.", ["AG"], False, []),
        (
            "Each State and each community will keep a register of its capacities.",
            [],
            True,
            ["To name the communities."],
        ),
    ]
    file = row.version.languages.get(language="en").file
    assert redline.pending(storage.read(file)) == 0
    with pytest.raises(Refused) as error:
        assign(proposed, row, 2)
    assert error.value.code == "published"
