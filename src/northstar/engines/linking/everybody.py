"""All people of a file in columns, made when first asked for; and its people one by one."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from threading import RLock
from typing import Any

import numpy as np

from northstar.engines.linking.columns import Several, Texts, numbered, several
from northstar.engines.linking.shapes import Numbers, Shape
from northstar.engines.linking.traits import Traits

_FIELD = {name: place for place, name in enumerate(Traits._fields)}


class People(Sequence[Traits]):
    """All columns of a file of people, made when first asked for, and only once, whichever thread asks;
    and its people one by one. `makers`: of a column, what makes it and its neighbours (`table.py`)."""

    def __init__(
        self,
        people: Sequence[Traits] = (),
        makers: Mapping[str, Callable[[], Mapping[str, Any]]] | None = None,
        count: int = 0,
    ):
        self.people, self.makers, self.size = people, makers or {}, count or len(people)
        self.made: dict[str, Any] = {}
        self.making: dict[Hashable, RLock] = {}

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: Any) -> Any:
        return self.people[at] if self.people else self._person(range(self.size)[at])

    @cached_property
    def by_field(self) -> list[tuple[Any, ...]]:
        return list(zip(*self.people, strict=True))

    def values(self, name: str) -> tuple[Any, ...]:
        """The plain values of one field."""
        return self.by_field[_FIELD[name]]

    def texts(self, name: str) -> Texts:
        """One text a person."""
        return self.once(name, lambda _: numbered(self.values(name)))

    def several(self, name: str) -> Several:
        """Perhaps several a person."""
        return self.once(name, lambda _: several(self.values(name)))

    def classes(self, name: str) -> Numbers:
        """How common everyone's name is."""
        key = f"{name}_class"
        return self.once(key, lambda _: np.array(self.values(key), dtype=np.int64))

    def within(self, name: str, column: str) -> Numbers:
        """Of every person's text, its number in a column of several; -1 where it is not there."""
        return self.once(f"{name} within {column}", lambda _: self._within(name, column))

    def shapes(self, name: str) -> Shape:
        """Of everyone's text."""
        texts = self.texts(name)
        return self.once(f"{name} shapes", lambda _: texts.shape().some(texts.of))

    def once(self, name: str, make: "Callable[[People], Any]") -> Any:
        """Something of everybody, made when it is first asked for; who asks for another waits for nobody."""
        if name in self.made:
            return self.made[name]
        maker = self.makers.get(name)
        with self.making.setdefault(maker or name, RLock()):
            if name not in self.made:
                self.made.update(maker() if maker else {name: make(self)})
            return self.made[name]

    def marked(self) -> set[int]:
        """Who must not be joined unasked."""
        return set(np.flatnonzero(self.several("marks").counts).tolist())

    def _within(self, name: str, column: str) -> Numbers:
        texts, theirs = self.texts(name), self.several(column).known
        places = dict(zip(theirs, range(len(theirs)), strict=True))
        return np.array([places.get(text, -1) for text in texts.known])[texts.of]

    def _person(self, at: int) -> Traits:
        return Traits(*(self._value(name, at) for name in Traits._fields))

    def _value(self, name: str, at: int) -> Any:
        made = self.once(name, lambda _: None)
        if isinstance(made, Texts):
            return made.known[made.of[at]]
        return made.set_of(at) if isinstance(made, Several) else int(made[at])
