"""How a promise reads on the list, as its day comes and passes. Pure: values in, words out."""

from dataclasses import dataclass
from datetime import date

from northstar.rules.signal import Band

# On its day a promise stands among the clocks that end today: after the clinical and legal ones, which
# bring more points, and before whatever may wait until tomorrow.
_TODAY, _A_DAY_LATE, _MOST_LATE = 3, 1, 2
_PROMISED = 30  # on the list before its day, or after a death: first of what has no clock
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
    """What stands on the line: its sentence, what to do, words to use, its points, its band, and whether
    the day still counts as a clock."""

    says: str
    suggests: str
    words: tuple[str, ...]
    factors: dict[str, int]
    band: Band = Band.REST
    is_clock: bool = True

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(self.factors.values())


def told(
    says: str, on: date, today: date, *, last: date | None = None, where: str = "", died: bool = False
) -> Told:  # fmt: skip
    """A promise of something for a day, read on a day. `last`: the last day until then on which its holder is
    there, if that is another; `where`: in which hospital the person lies."""
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
    if today < min(on, last or on):
        return Told(sentence[:400], suggests[:400], (), {"We promised it": _PROMISED})
    points = {"We promised it": _TODAY}
    if late:
        points[f"Late since {_day(on)}"] = min(_MOST_LATE, late * _A_DAY_LATE)
    apology = sorry(says, on, today) if late else ()
    return Told(sentence[:400], suggests[:400], apology, points, Band.CLOCK)


def sorry(says: str, on: date, today: date) -> tuple[str, ...]:
    """Words for whoever was let down: the fact first, no excuse, what now, and a day they choose."""
    ago = (today - on).days
    when = "yesterday" if ago == 1 else f"{on:%A}" if ago < 7 else f"{on.day} {on:%B}"
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
