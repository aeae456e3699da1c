"""Nobody answered: when to try next, on which number, in which part of the day, and when to write."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.words import Communication
from northstar.knowledge.calendar import short_day
from northstar.knowledge.reaching import PARTS, number
from northstar.rules.call_consents import refuses_calls
from northstar.rules.contacts import TRIED, spoken
from northstar.rules.telephones import CALL, Telephone, digits, numbers_of_others, own_numbers
from northstar.rules.their_clock import zones_of

_DAY = timedelta(days=1)
_AHEAD = 14
_SATURDAY = 5
_WRITTEN = frozenset({"waiting", "sent", "delivered"})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call in vain, or a letter: `part` of the day by their clock."""

    at: datetime
    part: str
    how: str
    number: str
    fact: Communication

    @property
    def says(self) -> str:
        """Tue 8 Sep, morning: no answer."""
        return f"{short_day(self.at.date())}, {self.part}: {self.how}"


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next: "call" on a day in a part of it, "letter", "wait" for its answer, or "close"."""

    what: str
    on: date
    says: str
    part: str = ""
    telephone: Telephone | None = None


def attempts(chart: Chart, now: datetime) -> list[Attempt]:
    """Calls in vain and letters since anybody last spoke with them, oldest first."""
    zone = zones_of(chart, now.tzinfo or UTC)[0]
    since = now - number("looks-back", now.date()) * _DAY
    last = max((m.began.start for m in spoken(chart) if m.began), default=since)
    return [
        _attempt(m, zone)
        for m in sorted((*chart.messages, *chart.written), key=_moment)
        if m.began and m.began.start > max(last, since) and _is_attempt(m)
    ]


def next_attempt(chart: Chart, now: datetime, clock: date | None = None) -> Next:
    """The next step. `clock`: the last day of a clock that runs, which draws the attempts together."""
    made = attempts(chart, now)
    calls = [one for one in made if one.fact.medium == CALL]
    letters = [one for one in made if one.fact.medium != CALL]
    today = now.date()
    if refuses_calls(chart, today):
        return _letter(letters, today, "they want no more calls")
    telephones = _telephones(chart, now)
    if not telephones:
        return _letter(letters, today, "no number of theirs works")
    if len(calls) >= number("calls", today):
        return _letter(letters, today, f"{len(calls)} calls reached nobody")
    return _call(chart, now, calls, telephones, clock)


def _letter(letters: list[Attempt], today: date, why: str) -> Next:
    if not letters:
        return Next("letter", today, f"Write: {why}.")
    sent = letters[-1].at.date()
    until = sent + number("letter-waits", sent) * _DAY
    if today < until:
        return Next(
            "wait", until, f"A letter went {short_day(sent)}; give it until {short_day(until)}."
        )
    return Next(
        "close", today,
        f"The letter of {short_day(sent)} was not answered. Close it as not reached, or ask who knows them.",
    )  # fmt: skip


def _telephones(chart: Chart, now: datetime) -> list[Telephone]:
    """Those that work: the person's own, then of people one may speak with about them."""
    others = numbers_of_others(chart, now.date(), now.tzinfo or UTC)
    may = [one for one in others if one.consent and one.consent.allows]
    return [one for one in (*own_numbers(chart), *may) if one.works]


def _call(
    chart: Chart, now: datetime, calls: list[Attempt], telephones: list[Telephone], clock: date | None
) -> Next:  # fmt: skip
    tried = Counter(digits(one.number) for one in calls)
    telephone = min(telephones, key=lambda one: (tried[digits(one.number)], bool(one.whose)))
    parts = Counter(one.part for one in calls)
    fresh = min((parts[name] for name, _, _ in PARTS), default=0)
    presses = clock is not None and clock <= now.date() + 2 * _DAY
    apart = timedelta() if presses or not calls else number("apart", now.date()) * _DAY
    open_from = now if not calls else max(now, calls[-1].at + apart)
    for on, part in _slots(open_from, zones_of(chart, now.tzinfo or UTC)[0]):
        if parts[part] == fresh:
            return Next("call", on, _says(on, part, telephone, now.date()), part, telephone)
    return Next("call", open_from.date() + _DAY, "Call again.", "", telephone)


def _says(on: date, part: str, telephone: Telephone, today: date) -> str:
    when = "today" if on == today else short_day(on)
    whose = f", {telephone.whose}" if telephone.whose else ""
    return f"Call {when}, in the {part}, on {telephone.number}{whose}."


def _slots(start: datetime, zone: tzinfo | None) -> Iterator[tuple[date, str]]:
    """Days and parts of a day that have not begun yet, by their clock; no Sundays."""
    here = start.astimezone(zone)
    for ahead in range(_AHEAD):
        on = here.date() + ahead * _DAY
        if on.weekday() > _SATURDAY:
            continue
        for name, begins, _ in PARTS:
            if ahead or here.time() < time(begins):
                yield on, name


def _moment(m: Communication) -> datetime:
    return m.began.start if m.began else datetime.min.replace(tzinfo=UTC)


def _attempt(m: Communication, zone: tzinfo) -> Attempt:
    assert m.began is not None, "only what has a time is counted"
    at = m.began.start.astimezone(zone)
    how = m.status if m.medium == CALL else f"{m.medium} sent"
    return Attempt(at, part_of_day(at), how, m.phone, m)


def part_of_day(at: datetime) -> str:
    """morning, afternoon or evening, by the clock of `at`."""
    return next((name for name, _, ends in PARTS if at.hour < ends), PARTS[-1][0])


def _is_attempt(m: Communication) -> bool:
    if m.medium == CALL:
        return m.status in TRIED
    return m.ours and m.medium == "letter" and m.status in _WRITTEN
