"""What a process remembers: the latest used, so many, and what is asked for again is not made again."""

from accord.kernel.remembered import Remembered, RememberedOf


def test_what_is_asked_for_again_is_not_made_again() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "sheet"

    kept: Remembered[str] = Remembered(2)
    assert [kept.of("a", make), kept.of("a", make)] == ["sheet", "sheet"]
    assert made == ["made"]
    kept.forget()
    assert kept.get("a") is None


def test_what_was_not_asked_for_the_longest_is_forgotten_first() -> None:
    kept: Remembered[int] = Remembered(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert [kept.get(each) for each in "abc"] == [1, None, 3]


def test_what_was_made_of_one_thing_is_not_given_for_another_that_is_equal() -> None:
    kept: RememberedOf[str] = RememberedOf(2)
    one, other = [1], [1]
    assert kept.of((one,), "en", lambda: "of one") == "of one"
    assert kept.of((one,), "en", lambda: "again") == "of one"
    assert kept.of((one,), "fr", lambda: "otherwise") == "otherwise"
    assert kept.of((other,), "en", lambda: "of the other") == "of the other"
