"""Within one look at one page, what was asked of the store once is not asked again."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

_KNOWN: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)
Answer = TypeVar("Answer")


@contextmanager
def asking_once() -> Iterator[None]:
    """Only for reading: what is written meanwhile is not seen by what was asked before."""
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def once(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer that was given before on this page, else that of `ask`. Nobody may change it."""
    known = _KNOWN.get()
    if known is None:
        return ask()
    if question not in known:
        known[question] = ask()
    return known[question]
