"""The paragraphs of a base are read once, kept as they are, and read only by who may read the file."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.models import Entry
from accord.library.models import Document
from accord.texts import actions, queries
from accord.texts.models import Text, TextParagraph
from tests.factories.library import file_of, publish, version_of
from tests.factories.people import World, world
from tests.redline.specimens import docx, paragraph

STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
FILE = docx(
    paragraph("I. Purpose", properties='<w:pStyle w:val="H1"/>')
    + paragraph("The plan has a purpose.")
    + "<w:tbl><w:tr><w:tc>"
    + paragraph("Goal")
    + "</w:tc><w:tc>"
    + paragraph("When")
    + "</w:tc></w:tr></w:tbl>"
    + paragraph("Last."),
    styles=STYLES,
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> World:
    return world()


@pytest.fixture
def document(people: World) -> Document:
    return publish(people, data=FILE)


def read(people: World, document: Document) -> Text:
    version = version_of(document)
    return actions.read_text(actor=people.chair, now=clocks.now(), version=version, language_version=file_of(document))


@pytest.mark.clause("O15")
def test_the_paragraphs_are_kept_with_address_kind_and_place(people: World, document: Document) -> None:
    text = read(people, document)
    rows = queries.paragraphs(people.chair, text)
    assert [(row.address, row.kind, row.body, row.table, row.row, row.column) for row in rows] == [
        ("p1", "heading", "I. Purpose", None, None, None),
        ("p2", "paragraph", "The plan has a purpose.", None, None, None),
        ("t1.r1.c1.p1", "cell", "Goal", 1, 1, 1),
        ("t1.r1.c2.p1", "cell", "When", 1, 1, 2),
        ("p3", "paragraph", "Last.", None, None, None),
    ]
    assert [(each.title, each.level, each.address) for each in queries.sections(people.chair, text)] == [
        ("I. Purpose", 1, "p1")
    ]


def test_reading_twice_is_reading_once(people: World, document: Document) -> None:
    assert read(people, document) == read(people, document)
    assert Entry.objects.filter(kind="text.read").count() == 1


def test_only_who_administers_the_group_has_a_text_read(people: World, document: Document) -> None:
    for actor in (people.focal_points["AG"], people.experts["AG"], people.stranger):
        with pytest.raises(NotAllowed):
            actions.read_text(
                actor=actor, now=clocks.now(), version=version_of(document), language_version=file_of(document)
            )


def test_only_who_may_read_the_file_may_read_the_text(people: World, document: Document) -> None:
    text = read(people, document)
    for actor in (people.secretariat, people.focal_points["BR"], people.experts["BR"]):
        assert queries.text_of(actor, file_of(document)) == text
        assert len(queries.paragraphs(actor, text)) == 5
    assert queries.paragraphs(people.stranger, text) == ()
    with pytest.raises(NotAllowed):
        queries.text_of(people.stranger, file_of(document))


ATTACKS = [
    "UPDATE texts_textparagraph SET body = 'x'",
    "DELETE FROM texts_textparagraph",
    "UPDATE texts_text SET sha256 = 'x'",
    "DELETE FROM texts_text",
    *{
        "sqlite": [
            "INSERT OR REPLACE INTO texts_textparagraph SELECT * FROM texts_textparagraph",
            "INSERT OR REPLACE INTO texts_text SELECT * FROM texts_text",
        ],
        "postgresql": [
            "INSERT INTO texts_text SELECT * FROM texts_text ON CONFLICT (id) DO UPDATE SET sha256 = 'x'",
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE texts_textparagraph",
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE texts_text CASCADE",
        ],
    }[connection.vendor],
]


@pytest.mark.parametrize("sql", ATTACKS)
def test_a_text_that_was_read_does_not_change(people: World, document: Document, sql: str) -> None:
    read(people, document)
    before = list(TextParagraph.objects.values_list("address", "body"))
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(TextParagraph.objects.values_list("address", "body")) == before
