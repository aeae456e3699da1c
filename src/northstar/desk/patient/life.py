"""What happened in a life beside medicine, where a source states it: moves, coverage, a death, alerts."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from northstar.chart.chart import Chart
from northstar.chart.people import Address, Patient
from northstar.chart.value import Value
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.wording import answer, join
from northstar.record.changes import Gone
from northstar.rules.told_deaths import death_told

Happening = tuple[str, date, date, Value]
_WRONG = frozenset({"entered-in-error", "cancelled"})


def happenings(chart: Chart, calendar: Calendar, moved: Iterable[Gone]) -> Iterator[Happening]:
    """(in words, from, until, the fact that says so); a moment begins and ends on one day."""
    yield from _spans(chart, calendar)
    yield from _moves(chart, calendar, moved)
    yield from _deaths(chart, calendar)
    yield from _circumstances(chart, calendar)


def _spans(chart: Chart, calendar: Calendar) -> Iterator[Happening]:
    """Coverage and alerts, as long as they hold; and the day on which a coverage ended."""
    zone, today = calendar.zone, calendar.today
    for value in (*chart.coverages, *chart.of("Flag")):
        payer = getattr(value, "payer", "")
        words = payer or value.code.words
        begins = value.start.first_day(zone) if value.start else None
        ends = value.end.first_day(zone) if value.end else today
        if not words or value.status in _WRONG:
            continue
        if begins:
            yield words, begins, max(min(ends, today), begins + timedelta(days=1)), value
        if payer and value.end and ends <= today:
            yield f"{payer} ended", ends, ends, value


def _moves(chart: Chart, calendar: Calendar, moved: Iterable[Gone]) -> Iterator[Happening]:
    """A source that gave one address gives another now."""
    now = {p.source.fact: p for p in chart.persons if p.source}
    for gone in moved:
        before, after = gone.value, now.get(gone.by_fact)
        if not isinstance(before, Patient) or after is None:
            continue
        old, new = _home(before), _home(after)
        if old and new and _key(old) != _key(new):
            at = after.source.written or gone.at if after.source else gone.at
            day = at.astimezone(calendar.zone).date()
            yield f"Moved to {join(*new.lines, new.city)}", day, day, after


def _home(person: Patient) -> Address | None:
    """The address one lives at; a confidential one is told nowhere but where it must be."""
    return next(
        (a for a in person.addresses if a.use in ("home", "") and (a.lines or a.city)), None
    )


def _key(address: Address) -> str:
    return re.sub(r"\W", "", "".join((*address.lines, address.city))).casefold()


def _deaths(chart: Chart, calendar: Calendar) -> Iterator[Happening]:
    """Somebody wrote or said that one of theirs has died."""
    for message in chart.messages:
        told = death_told(message.text)
        if told and message.began:
            day = message.began.first_day(calendar.zone)
            yield f"Tells of a death: “{told.group()}”", day, day, message


def _circumstances(chart: Chart, calendar: Calendar) -> Iterator[Happening]:
    """What was answered about how the person lives."""
    for value in chart.observations:
        if value.category == "social-history" and value.began and value.status not in _WRONG:
            day = value.began.first_day(calendar.zone)
            if words := answer(value):
                yield join(value.code.text or value.code.words, words, by=": "), day, day, value
