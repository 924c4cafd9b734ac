"""One download for poor lines: text, table, hand-out and a README; the same bytes each time, nothing sealed in it."""

import hashlib
import io
import zipfile

import pytest
from django.test import Client

from accord.kernel import clocks, queue
from accord.negotiation import actions
from accord.negotiation.models import Proposal
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.redline.edits import Insert

pytestmark = pytest.mark.django_db
PACK = "/g/plan/rounds/1/pack/en/"


def entered(plan: Negotiation, who: str = "AG focal point", language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(account(plan.world.everybody[who]))
    return client


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {each: archive.read(each) for each in archive.namelist()}


@pytest.fixture
def prepared() -> Negotiation:
    """Return a round in which AG has proposed, and of which the texts are prepared."""
    plan = negotiation()
    plan.propose("AG", Insert((0,), 4, "Member "))
    actions.prepare_outputs(actor=plan.world.chair, now=clocks.now(), base=plan.base())
    queue.drain()
    return plan


@pytest.mark.clause("O1", "O26", "R14")
def test_it_holds_text_table_and_hand_out_and_says_what_to_do(prepared: Negotiation) -> None:
    answer = entered(prepared).get(PACK)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert 'filename="GT-PLAN-doc.4-26_1_en.zip"' in answer["Content-Disposition"]
    files = unpacked(answer.content)
    assert sorted(name.rpartition(".")[2] for name in files) == ["docx", "docx", "html", "txt", "xlsx"]
    readme = files["README.txt"].decode()
    for name, data in files.items():
        if name != "README.txt":
            assert name in readme
            assert hashlib.sha256(data).hexdigest() in readme
    assert "Nothing is agreed until everything is agreed." in readme
    assert "The round closes on" in readme
    assert "\n" not in readme.replace("\r\n", "")
    html = next(data.decode() for name, data in files.items() if name.endswith(".html"))
    assert "http" not in html.replace("http://www.w3.org", "")
    assert len(answer.content) < sum(map(len, files.values()))


def test_the_same_files_are_the_same_bytes_in_each_language(prepared: Negotiation) -> None:
    first, again = (entered(prepared).get(PACK).content for _time in range(2))
    assert first == again == entered(prepared, "chair").get(PACK).content
    spanish = unpacked(entered(prepared, "BR focal point", "es").get(PACK).content)
    english = unpacked(first)
    assert spanish.keys() == english.keys()
    assert {name for name in english if english[name] != spanish[name]} <= {"README.txt"}


def test_what_is_written_in_the_hand_out_is_sent_later(prepared: Negotiation) -> None:
    files = unpacked(entered(prepared, "BR focal point").get(PACK).content)
    assert files[prepared.base().filename] == entered(prepared).get("/g/plan/rounds/1/official/en/").content
    sent = prepared.upload("BR", data=prepared.file(Insert((1,), 4, " National"), author="BR"))
    assert sent.state == Proposal.State.CHECKING
    assert sent.amendment_count == 1


def test_of_a_sealed_round_there_is_the_hand_out_alone() -> None:
    plan = negotiation(sees="after_close")
    plan.propose("AG", Insert((0,), 4, "Member "))
    for who in ("AG focal point", "chair"):
        files = unpacked(entered(plan, who).get(PACK).content)
        assert sorted(files) == sorted(["README.txt", plan.base().filename])
        assert b"No texts were prepared of this round yet" in files["README.txt"]
        assert all(b"Member " not in data for data in files.values())


def test_after_the_close_it_says_that_the_round_closed(prepared: Negotiation) -> None:
    with prepared.after_close():
        readme = unpacked(entered(prepared).get(PACK).content)["README.txt"].decode()
    assert "The round closed on" in readme
    assert "To propose" not in readme


@pytest.mark.parametrize("who", ["AG expert", "stranger"])
def test_nobody_else_takes_it(prepared: Negotiation, who: str) -> None:
    assert entered(prepared, who).get(PACK).status_code == 404


def test_what_no_round_has_is_no_page(prepared: Negotiation) -> None:
    assert entered(prepared).get("/g/plan/rounds/1/pack/xx/").status_code == 404
