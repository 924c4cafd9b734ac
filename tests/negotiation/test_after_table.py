"""A paragraph put in behind a table: it stands behind the table, is called so, and can be spoken of."""

import io
import zipfile

import pytest
from django.test import Client

from accord.kernel import clocks, queue
from accord.negotiation import actions, queries
from accord.negotiation.models import Proposal
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.redline.generator import make_base

pytestmark = pytest.mark.django_db
NEW = (
    '<w:p><w:pPr><w:rPr><w:ins w:id="901" w:author="AG" w:date="2026-11-20T10:00:00Z"/></w:rPr></w:pPr>'
    '<w:ins w:id="902" w:author="AG" w:date="2026-11-20T10:00:00Z"><w:r><w:t>New words.</w:t></w:r></w:ins></w:p>'
)


@pytest.fixture
def held() -> Negotiation:
    plan = negotiation(texts={"en": make_base("First.", "Last.", table=[["a", "b"], ["c", "d"]])})
    plan.upload("AG", data=behind_table(plan.file(author="AG")))
    return plan


def behind_table(data: bytes) -> bytes:
    """Return the file with a tracked paragraph right behind its table."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for each in given.infolist():
            content = given.read(each)
            if each.filename == "word/document.xml":
                content = content.replace(b"</w:tbl>", b"</w:tbl>" + NEW.encode())
            made.writestr(each, content)
    return out.getvalue()


def test_it_is_called_by_its_table_and_stands_behind_it(held: Negotiation) -> None:
    row = Proposal.objects.get()
    actions.submit_proposal(actor=held.world.focal_points["AG"], now=clocks.now(), proposal=row)
    for _before_and_after_the_worker in range(2):
        text = queries.round_text(held.world.chair, held.world.group, 0)
        names = [each.base or each.number for each in text.paragraphs]
        assert names == ["First.", "a", "b", "c", "d", "after table 1", "Last."]
        assert [len(each.cards) for each in text.paragraphs] == [0, 0, 0, 0, 1, 0, 0]
        client = Client()
        client.force_login(account(held.world.chair))
        page = client.get("/g/plan/text/?section=all").content.decode()
        assert "New words." in page
        for name in {each.page for each in text.paragraphs if each.page}:
            assert client.get(f"/g/plan/rounds/1/text/en/p/{name}/").status_code == 200, name
        queue.drain()
