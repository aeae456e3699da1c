"""How a promise reads on the list, as its day comes and passes. Pure: values in, words out."""

from dataclasses import dataclass
from datetime import date

_A_DAY_LATE, _MOST_LATE, _PROMISED = 5, 20, 30
_DAYS_IN_WORDS = (
    "",
    "yesterday",
    "two days ago",
    "three days ago",
    "four days ago",
    "five days ago",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What stands on the line: its sentence, what to do, words to use, its points, and whether the
    day still counts as a clock."""

    says: str
    suggests: str
    words: tuple[str, ...]
    factors: dict[str, int]
    is_clock: bool = True

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(self.factors.values())


def told(says: str, on: date, today: date, *, where: str = "", died: bool = False) -> Told:
    """A promise of something for a day, read on a day. `where`: in which hospital the person lies."""
    late = max(0, (today - on).days)
    age = f", {_ago(late)}" if late else ""
    sentence = f"was promised for {_day(on)}{age}: {says}"
    if died:
        return Told(
            f"has died since; {sentence}", "Decide with the family what of it still holds, or call it off.",
            (), {"We promised it": _PROMISED}, is_clock=False,
        )  # fmt: skip
    first = says[:1].upper() + says[1:]
    suggests = f"{first}. If it cannot be kept, say so before the day is over."
    if where:
        sentence = f"is at {where}; {sentence}"
        suggests = f"{first}: reach them at {where} or through the family, or agree on another day."
    points = {"We promised it": _PROMISED}
    if late:
        points[f"Late since {_day(on)}"] = min(_MOST_LATE, late * _A_DAY_LATE)
    return Told(sentence[:400], suggests[:400], sorry(says, on, today) if late else (), points)


def sorry(says: str, on: date, today: date) -> tuple[str, ...]:
    """Words for whoever was let down: the fact first, no excuse, what now, and a day they choose."""
    when = "yesterday" if (today - on).days == 1 else f"on {on:%A}"
    return (
        f"We promised you something for {when}, and we did not do it. I am sorry.",
        "Has it caused you any trouble meanwhile?",
        f"This is what I can do now about it: {says}.",
        "Which day suits you, should we need more time? I write it down with my name.",
    )


def _ago(days: int) -> str:
    return _DAYS_IN_WORDS[days] if days < len(_DAYS_IN_WORDS) else f"{days} days ago"


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
