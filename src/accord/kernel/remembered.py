"""What a process made from values that cannot change, kept while it is asked for: the latest used, so many of them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class Remembered(Generic[V]):
    """A memory of so many things, of which the one not asked for the longest is forgotten first.

    The key holds everything the thing was made from, so that nothing in here is ever out of date: whatever changes is
    asked for under another key. What two threads make at once is made twice, and one of them is kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._turn = Lock()

    def get(self, key: Hashable) -> V | None:
        """Return what is kept under this key, or None."""
        with self._turn:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, value: V) -> V:
        """Keep a thing under its key, and return it."""
        with self._turn:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value

    def of(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return what is kept under this key, else make it and keep it."""
        found = self.get(key)
        return self.keep(key, make()) if found is None else found

    def forget(self) -> None:
        """Forget everything: what is asked for next is made anew."""
        with self._turn:
            self._kept.clear()


class RememberedOf(Generic[V]):
    """A memory of what was made from things themselves: from these very objects, not from others that are equal.

    The objects cannot change. They are held as long as what was made of them, so that no other has their identity.
    """

    def __init__(self, size: int) -> None:
        self._kept: Remembered[tuple[tuple[object, ...], V]] = Remembered(size)

    def of(self, things: tuple[object, ...], how: Hashable, make: Callable[[], V]) -> V:
        """Return what was made of these things in this way (`how`: whatever else it was made from), else make it."""
        return self._kept.of((how, *map(id, things)), lambda: (things, make()))[1]
