"""Each letter is in the language of who reads it, with its dates, and no English sentence is left in it."""

import re
from datetime import timedelta

import pytest
from tools import messages

from accord.kernel import clocks, queue
from accord.mailings import tasks
from accord.mailings.models import Letter
from accord.negotiation import actions
from accord.people import actions as people
from accord.people.models import Person
from tests.factories.negotiation import Negotiation
from tests.factories.people import PASSWORD, account, sent_for
from tests.redline.generator import Insert

pytestmark = pytest.mark.django_db
NOTE = people.Note("Note.pdf", b"%PDF-1.7")
DATES = {
    "es": r"\d de [a-z]+ de 20\d\d, \d\d:\d\d",
    "fr": r"\d [a-zéû]+ 20\d\d, \d\d:\d\d",
    "pt": r"\d de [a-zç]+ de 20\d\d, \d\d:\d\d",
}
FILLED_IN = re.compile(r"%\\?\(\w+\\?\)s")


def english() -> list[re.Pattern[str]]:
    """Return what finds each English sentence of the letters, whatever is filled in."""
    found = []
    for msgid, paths, _comments in messages.sentences().values():
        forms = (msgid,) if isinstance(msgid, str) else msgid
        if any("/mail/" in path or path.endswith("announcing.py") for path in paths):
            found += [form for form in forms if len(form.split()) > 2]
    return [re.compile(FILLED_IN.sub(".+", re.escape(form))) for form in found]


def play(there: Negotiation, language: str) -> None:
    """Have a letter of every kind written to readers of this language."""
    world, now = there.world, clocks.now()
    eva = people.Newcomer("Eva", "Luz", "eva@example.org", language, "America/Lima")
    actions.set_close(
        actor=world.chair, now=now, round=there.round, closes_at=there.round.closes_at + timedelta(hours=1), reason="*"
    )
    there.propose("AG", Insert((1,), 4, " Member"))
    there.compile()
    people.appoint_acting(
        actor=world.chair,
        now=now,
        delegation=world.delegations["BR"],
        who=eva,
        note=NOTE,
        ends_at=now + timedelta(days=3),
    )
    owner = world.focal_points["CL"]
    people.change_password(
        actor=owner,
        now=now,
        account=account(owner),
        current=sent_for(PASSWORD, account(owner).username),
        new=sent_for("seven slow rivers meet", account(owner).username),
    )
    tasks.checkpoint()()
    queue.drain()


@pytest.mark.clause("O6")
@pytest.mark.parametrize("language", ["es", "fr", "pt"])
def test_every_letter_is_in_the_language_of_its_reader(language: str, open_round: Negotiation) -> None:
    Person.objects.update(language=language)
    Letter.objects.all().delete()
    play(open_round, language)
    letters = list(Letter.objects.all())
    assert len({letter.kind for letter in letters}) >= 7
    sentences = english()
    assert len(sentences) > 20
    for letter in letters:
        assert letter.language == language
        left = [s.pattern for s in sentences if s.search(letter.subject) or s.search(letter.text)]
        assert (letter.kind, left) == (letter.kind, [])
    dated = [letter for letter in letters if letter.kind in {"appointment", "password"}]
    assert dated
    assert [letter.text for letter in dated if not re.search(DATES[language], letter.text)] == []


def test_readers_of_one_group_each_have_their_own_language(open_round: Negotiation) -> None:
    world = open_round.world
    for actor, language in ((world.focal_points["AG"], "fr"), (world.focal_points["BR"], "pt")):
        Person.objects.filter(pk=actor.id).update(language=language)
    Person.objects.filter(pk=world.focal_points["CL"].id).update(language="es")
    Letter.objects.all().delete()
    actions.set_close(
        actor=world.chair,
        now=clocks.now(),
        round=open_round.round,
        closes_at=open_round.round.closes_at + timedelta(hours=1),
        reason="A holiday",
    )
    said = {letter.language: letter.subject for letter in Letter.objects.all()}
    assert set(said) >= {"es", "fr", "pt"}
    assert len(set(said.values())) == len(said)
    assert said["es"] == "Ronda 1 sobre GT/PLAN/doc.4/26: se modificó el cierre"
