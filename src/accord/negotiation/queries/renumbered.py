"""How a base's paragraphs are called in the version that was made of it: each number before, each number after."""

from collections.abc import Mapping, Sequence

from accord.kernel import storage
from accord.negotiation.models import RoundBase
from accord.negotiation.queries.folded import of_base
from accord.negotiation.queries.numbers import cited, numbered
from accord.texts.providers import revising as engine
from accord.texts.providers import word


class Renumbered:
    """The next version of a base, by what its paragraphs are called, in the language of who publishes it."""

    def __init__(self, base: RoundBase, text: bytes) -> None:
        paragraphs = (*word.inside(text), *word.beyond(text))
        self._where = {place: each.address for place, each in engine.carried(storage.read(base.file), text).items()}
        self._names = _names(paragraphs)
        known = set(self._where.values())
        self._fresh = [(each.address, word.words_of(each.text)) for each in paragraphs if each.address not in known]

    def of(self, place: str) -> str:
        """Return how the paragraph is called that stood at a place of the base; "" when it is gone."""
        return self._names.get(self._where.get(of_base(place), ""), "")

    def put_in(self, words: str) -> str:
        """Return how a paragraph with these words is called that the base does not have, each once; "" for none."""
        wanted = " ".join(words.split())
        found = next((each for each in self._fresh if each[1] == wanted), None)
        if found is None:
            return ""
        self._fresh.remove(found)
        return self._names[found[0]]


def _names(paragraphs: Sequence[word.Paragraph]) -> Mapping[str, str]:
    numbers = numbered(paragraphs)
    plain = {each.address: each.kind == "paragraph" and "/" not in each.address for each in paragraphs}
    return {address: cited(number.name, plain=plain[address]) for address, number in numbers.items()}
