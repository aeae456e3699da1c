"""The shape of a program's rule: its code, and the function that judges one month."""

from collections.abc import Callable
from dataclasses import dataclass

from northstar.rules.billing.month import Month, Verdict


@dataclass(frozen=True, slots=True)
class Rule:
    """`judge` answers for one month of one case as if nothing else were billed."""

    program: str
    judge: Callable[[Month], Verdict]
