"""How a counted paragraph is shown: 6, 06, f, F, vi, VI, 6th, sixth (ST_NumberFormat, ECMA-376 Part 1 §17.18.59)."""

from collections.abc import Callable
from typing import Final

_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_CARDINALS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"


def numeral(number: int, style: str) -> str:
    """Return the number in a w:numFmt style; a style for which there is no rule here is shown in digits.

    Bullets and "none" show nothing. Words and ordinals are English, as the language of a level is not recorded.
    """
    if style in {"bullet", "none"}:
        return ""
    writer = _STYLES.get(style, str)
    return writer(number) if number > 0 or writer in (str, _with_zero) else str(number)


def _with_zero(number: int) -> str:
    return f"{number:02}"


def _lower_letter(number: int) -> str:
    """After z comes aa, then bb (not ab)."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * min(times + 1, 100)


def _russian(number: int) -> str:
    times, letter = divmod(number - 1, len(_RUSSIAN))
    return _RUSSIAN[letter] * min(times + 1, 100)


def _lower_roman(number: int) -> str:
    if number >= 5000:
        return str(number)
    found = []
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        found.append(letters * times)
    return "".join(found)


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _cardinal_text(number: int) -> str:
    return _words(number).capitalize()


def _ordinal_text(number: int) -> str:
    words = _words(number)
    if not words.isascii() or words.isdigit():
        return _ordinal(number)
    head, separator, last = words.rpartition("-" if "-" in words.rpartition(" ")[2] else " ")
    last = f"{last[:-1]}ieth" if last.endswith("y") else _IRREGULAR.get(last, f"{last}th")
    return f"{head}{separator}{last}".capitalize()


def _words(number: int) -> str:
    if number < 20:
        return _CARDINALS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_CARDINALS[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_CARDINALS[hundreds]} hundred" + (f" {_words(rest)}" if rest else "")
    return str(number)


_STYLES: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": _with_zero,
    "lowerLetter": _lower_letter,
    "upperLetter": lambda number: _lower_letter(number).upper(),
    "lowerRoman": _lower_roman,
    "upperRoman": lambda number: _lower_roman(number).upper(),
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "russianLower": _russian,
    "russianUpper": lambda number: _russian(number).upper(),
    "numberInDash": lambda number: f"- {number} -",
}
