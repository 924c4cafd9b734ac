"""What holds for accepting and rejecting whatever the changes are."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.redline.specimens import change, docx, paragraph, run

import redline

_WORDS = st.sampled_from(["all ", "Parties ", "shall ", "note ", "", "(a) "])
_AUTHORS = st.sampled_from(["AG", "BR", "AG, BR"])


def _changed(kind: str, author: str, words: str) -> str:
    return change(kind, run(words, "delText" if kind == "del" else "t"), author)


_INLINE = st.one_of(
    st.builds(run, _WORDS),
    st.builds(_changed, st.sampled_from(["ins", "del", "moveFrom", "moveTo"]), _AUTHORS, _WORDS),
    st.builds(
        lambda outer, inner, words: change("ins", _changed("del", inner, words), outer), _AUTHORS, _AUTHORS, _WORDS
    ),
)
_MARK = st.lists(st.tuples(st.sampled_from(["ins", "del"]), _AUTHORS), max_size=2, unique_by=lambda each: each[0])


def _block(content: list[str], marks: list[tuple[str, str]]) -> str:
    inner = "".join(change(kind, "", author) for kind, author in sorted(marks, reverse=True))
    return paragraph(*content, properties=f"<w:rPr>{inner}</w:rPr>" if inner else "")


_PARAGRAPH = st.builds(_block, st.lists(_INLINE, max_size=4), _MARK)
_BODY = st.lists(_PARAGRAPH, min_size=1, max_size=6).map("".join)
_EACH = settings(max_examples=120, deadline=None)


@given(_BODY)
@_EACH
def test_one_author_after_the_other_is_all_at_once(body: str) -> None:
    data = docx(body + "<w:p/>")
    for operation in (redline.accept, redline.reject):
        both = operation(operation(data, author="AG"), author="BR")
        assert redline.pending(both) == 0
        assert redline.text(both, "final") == redline.text(operation(data), "final")


@given(_BODY)
@_EACH
def test_views_are_what_is_left_after_deciding(body: str) -> None:
    data = docx(body)
    assert redline.text(data, "final") == redline.text(redline.accept(data), "original")
    assert redline.text(data, "original") == redline.text(redline.reject(data), "final")


@given(_BODY)
@_EACH
def test_deciding_twice_changes_nothing_more(body: str) -> None:
    for operation in (redline.accept, redline.reject):
        once = operation(docx(body))
        assert operation(once) == once


@given(_BODY)
@_EACH
def test_another_author_s_decision_leaves_the_file_as_it_was(body: str) -> None:
    data = docx(body)
    kept = redline.reject(data, author="CL")
    assert redline.pending(kept) == redline.pending(data)
    assert redline.text(kept, "final") == redline.text(data, "final")
    assert redline.text(kept, "original") == redline.text(data, "original")
