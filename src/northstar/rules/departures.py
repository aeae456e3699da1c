"""What all rules about the end of a stay share: is it open, until when, why, how pressing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from northstar.chart.chart import Chart
from northstar.chart.visits import Encounter
from northstar.chart.when import When
from northstar.knowledge import transitions
from northstar.rules.circumstances import lives_alone
from northstar.rules.contacts import attempts_after, contact_after
from northstar.rules.signal import Band, Because, LookAgain, because
from northstar.rules.stays import Stay, last_departure, stays
from northstar.rules.wording import day, part_of_day

_DAY = timedelta(days=1)
MATTER = "home from hospital"


@dataclass(frozen=True, slots=True)
class Departure:
    """A stay that ended, and the last day on which anything of it is asked."""

    stay: Stay
    left: When
    left_day: date
    closes: date

    @property
    def key(self) -> str:
        return f"left {self.left_day}"


def departure(chart: Chart, now: datetime, dispositions: Iterable[str]) -> Departure | None:
    """The latest stay, ended in one of these ways and still inside the period that follows it. A leaving
    that is told ahead is none before its day."""
    stay = last_departure(chart, dispositions, now.tzinfo)
    left = stay.left if stay else None
    on = left.day(now.tzinfo) if left else None
    if stay is None or left is None or on is None:
        return None
    closes = transitions.until("period", on)
    return Departure(stay, left, on, closes) if on <= now.date() <= closes else None


def told_ahead(chart: Chart, now: datetime) -> Iterator[LookAgain]:
    """On the day on which a source says that they will leave, the clocks begin."""
    found = stays(chart, now.tzinfo)
    left = found[-1].left if found else None
    if left and (on := left.day(now.tzinfo)):
        yield from promised(now, on)


def without_contact(chart: Chart, now: datetime, dispositions: Iterable[str]) -> Departure | None:
    """The same, while nobody of ours has spoken with or seen the person since."""
    found = departure(chart, now, dispositions)
    return None if found is None or contact_after(chart, found.left, now.tzinfo) else found


def clock(due: date, now: datetime) -> Band:
    """CLOCK on the last day and after it, HARM before."""
    return Band.CLOCK if now.date() >= due else Band.HARM


def promised(now: datetime, *days: date) -> Iterator[LookAgain]:
    """Look again at the start of each of these days that is still to come."""
    for at in days:
        if at > now.date():
            yield LookAgain(at)


def after(at: date) -> date:
    """The day on which a clock that ended on this day is overdue."""
    return at + _DAY


def left_words(found: Departure, now: datetime) -> str:
    """Friday night, 4 Sep."""
    return part_of_day(found.left, now.tzinfo)


def evidence(stay: Stay, now: datetime) -> Iterator[Because]:
    """Who told the end of the stay."""
    told = [p for p in stay.parts if p.ended] or [stay.last]
    said = {b.says: b for b in (because(p, _told(p, now)) for p in told[-2:])}
    yield from said.values()


def _told(part: Encounter, now: datetime) -> str:
    where = part.facility or "the hospital"
    if not part.ended:
        return f"Stay at {where}"
    went = _went(part)
    return f"Left {where} {part_of_day(part.ended, now.tzinfo)}{f' ({went})' if went else ''}"


def _went(part: Encounter) -> str:
    """Where to, in the source's words; a bare code such as 01 says nothing to anybody, so ours then."""
    told = part.disposition_text
    if told and not told.isdecimal():
        return told
    return _IN_WORDS.get(part.disposition, part.disposition.replace("-", " "))


_IN_WORDS = {
    "ama": "against advice",
    "snf": "to a skilled nursing facility",
    "rehab": "to rehabilitation",
    "ltac": "to a long-term acute hospital",
    "psych": "to a psychiatric hospital",
    "transfer": "to another hospital",
    "hospice-home": "home with hospice",
    "hospice-facility": "to a hospice",
    "expired": "died",
    "other": "",
}


def circumstances(chart: Chart, found: Departure, now: datetime) -> tuple[dict, list[Because]]:
    """Named weights of what makes the call more pressing, and why."""
    factors: dict[str, int] = {}
    reasons: list[Because] = []
    alone = lives_alone(chart)
    if alone:
        factors["lives alone"] = 5
        reasons.append(because(alone, f"{alone.code.words}"))
    tried = attempts_after(chart, found.left.start)
    if tried:
        factors["called in vain"] = min(6, 3 * len(tried))
        last = tried[-1]
        reasons.append(
            because(last, f"Called {day(last.began.first_day(now.tzinfo))}: {last.status}")
        )
    return factors, reasons


def urgency(due: date, now: datetime) -> dict[str, int]:
    """The nearer the end of the clock, the heavier."""
    remaining = (due - now.date()).days
    if remaining < 0:
        return {"clock overdue": 45}
    if remaining == 0:
        return {"clock ends today": 40}
    return {"clock ends tomorrow": 25} if remaining == 1 else {"clock running": 15}


def call_by(due: date, now: datetime) -> str:
    """Call by end of Wed 9 Sep; once it has passed, that it has."""
    if now.date() > due:
        return f"the call was due by end of {day(due)}"
    return f"call by end of {day(due)}"
