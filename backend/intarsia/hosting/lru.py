"""A bounded memory: what was not used for longest goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Lru(Generic[Key, Value]):
    """Values with weights that together stay within a limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.weight = 0
        self.items: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """Return a value and note that it was used."""
        found = self.items.get(key)
        if found is None:
            return None
        self.items.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, weight: int = 1) -> None:
        """Keep a value, unless it alone is over the limit."""
        self.drop(key)
        if weight > self.limit:
            return
        self.items[key] = (value, weight)
        self.weight += weight
        while self.weight > self.limit:
            _, (_, freed) = self.items.popitem(last=False)
            self.weight -= freed

    def drop(self, key: Key) -> None:
        """Forget a value, if it is there."""
        _, weight = self.items.pop(key, (None, 0))
        self.weight -= weight

    def clear(self) -> None:
        """Forget everything."""
        self.items.clear()
        self.weight = 0
