"""A question that every page asks is worded once: after that, only its values are new.

Django builds a question's SQL anew each time it is asked, which takes several times as long as the answer
(decision 22). So what is asked often is declared beside its use, as the same Django expression:

    _STEPS = worded_once(lambda line: Step.objects.filter(line=line).order_by("-pk")[:40])
    ...
    steps = _STEPS(line.pk)

Each argument may be a value, or a list or tuple of values for `__in`. It is the SQL that is kept, never an answer.
As in SQL, None equals nothing. `build` must not look at the values themselves: of a list it may ask whether
there is anything in it.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Aggregate, Expression, Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


def worded_once(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """Asks what `build` words, with these values; gives the rows that the queryset would give."""
    known: dict[tuple, _Wording | None] = {}

    def ask(*values: Any) -> list[Row]:
        values = tuple(_filled_up(one) if type(one) in _LISTS else one for one in values)
        vendor = connections["default"].vendor
        shape = (vendor, *(len(one) if type(one) in _LISTS else -1 for one in values))
        if shape not in known:
            known[shape] = _worded(build, values)
        wording = known[shape]
        return wording.ask(values) if wording else []

    return ask


def in_all(rows: QuerySet, **sums: Aggregate) -> QuerySet[Any, tuple]:
    """One row of sums over all rows: `aggregate`, which asks at once, as a queryset."""
    return rows.annotate(all=Value(1)).values_list("all").annotate(**sums).values_list(*sums)


_LISTS = (list, tuple)


def _filled_up(values: Sequence[Any]) -> list[Any]:
    """To two, four, eight … values by repeating the last, so that there are few wordings of one question."""
    if not values:
        return []
    wanted = 1 << (len(values) - 1).bit_length()
    return list(values) + [values[-1]] * (wanted - len(values))


class Place(Expression):
    """Where a value will stand: the so-manieth argument, and which of its values if it is a list."""

    def __init__(self, argument: int, number: int | None = None) -> None:
        super().__init__()
        self.argument, self.number = argument, number

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list["Place"]]:  # type: ignore[override]
        return "%s", [self]

    def value(self, values: Sequence[Any]) -> Any:
        one = values[self.argument]
        return one if self.number is None else one[self.number]


class Places(Expression):
    """Where the values of a list will stand."""

    def __init__(self, argument: int, count: int) -> None:
        super().__init__()
        self.each = [Place(argument, number) for number in range(count)]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Place]]:  # type: ignore[override]
        if not self.each:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * len(self.each))})", self.each

    def __iter__(self) -> Iterator[Place]:
        return iter(self.each)

    def __len__(self) -> int:
        return len(self.each)


def _worded(build: Callable[..., QuerySet[Any, Row]], values: Sequence[Any]) -> "_Wording | None":
    """None where it can be seen without asking that there is no answer."""
    places = [
        Places(n, len(one)) if type(one) in _LISTS else Place(n) for n, one in enumerate(values)
    ]
    rows = build(*places)
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    return _Wording(rows, compiler, sql, parameters)


class _Wording:
    """One question in SQL, with places for the values, and how its rows are read."""

    def __init__(
        self, rows: QuerySet, compiler: SQLCompiler, sql: str, parameters: Sequence[Any]
    ) -> None:
        self.rows, self.compiler, self.sql, self.parameters = rows, compiler, sql, parameters
        self.converters = compiler.get_converters([s[0] for s in compiler.select])

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """Django reads the rows as it always does; only the wording is given to it."""
        asked: Any = QuerySet.__new__(type(self.rows))
        asked.__dict__ = self.rows.__dict__ | {"_query": _Bound(self, values)}
        return list(asked)

    def bound(self, values: Sequence[Any], using: str) -> SQLCompiler:
        """The compiler as if it had just worded the question, for the connection of this thread."""
        compiler, connection = copy(self.compiler), connections[using]
        parameters = tuple(
            _plain(one.value(values), connection) if type(one) is Place else one
            for one in self.parameters
        )
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (self.sql, parameters)  # type: ignore[method-assign]
        compiler.get_converters = lambda expressions: self.converters  # type: ignore[method-assign]
        return compiler


class _Bound:
    """What a queryset asks of its query while it reads rows."""

    def __init__(self, wording: _Wording, values: Sequence[Any]) -> None:
        self._wording, self._values = wording, values

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._wording.bound(self._values, using)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wording.rows.query, name)


def _plain(value: Any, connection: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, Model):
        return value.pk
    return value
