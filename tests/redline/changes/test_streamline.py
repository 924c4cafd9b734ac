"""Streamlining is lossless when every party's words are in the merged wording and no others."""

from redline.changes.streamline import Streamlining, streamline

BASE = "States shall act."
TEXTS = {"AG": "States should act without delay.", "BR": "Parties shall act promptly."}


def test_a_wording_with_everybody_s_words_is_lossless() -> None:
    merged = "Parties [States] shall [should] act promptly, without delay."
    assert all(each.lossless for each in streamline(BASE, TEXTS, merged))


def test_words_that_are_lost_and_added_are_named() -> None:
    assert streamline(BASE, TEXTS, "Parties should act promptly and well.") == (
        Streamlining("AG", ("delay", "without"), (), ("and", "well")),
        Streamlining("BR", (), (), ("and", "well")),
    )


def test_a_word_everybody_took_out_is_back() -> None:
    texts = {"AG": "States act.", "BR": "States do act."}
    found = {each.party: each.back for each in streamline(BASE, texts, "States shall do act.")}
    assert found == {"AG": ("shall",), "BR": ("shall",)}
    assert streamline(BASE, {"AG": "States act."}, "States act.")[0].lossless


def test_a_word_counts_as_often_as_it_stands() -> None:
    found = streamline("Act.", {"AG": "Act, act and act."}, "Act and act.")
    assert found[0].lost == ("act",)
