"""One of the worker's duties: what it does, and how often at most."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Duty:
    """`do` gets the clinic's time and the machine's. It may be repeated after a crash at any moment, so it
    must lose and double nothing."""

    code: str
    do: Callable[[datetime, datetime], None]
    every: timedelta = timedelta(seconds=1)
