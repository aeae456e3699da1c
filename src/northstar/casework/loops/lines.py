"""The lines that rules have open about a loop, put to the next day or done with by an act on the loop."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from northstar.access import rota
from northstar.access.viewer import Viewer
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line
from northstar.rules.signal import Band


def standing(patient: int, marks: Iterable[tuple[str, str]]) -> list[Line]:
    """Open lines about a patient (row number) of these (signal, key)."""
    wanted = set(marks)
    lines = Line.objects.filter(patient=patient, is_open=True, signal__in={s for s, _ in wanted})
    return [
        one
        for one in lines.select_related("staff", "team", "patient")
        if (one.signal, one.key) in wanted
    ]


def put_off(lines: Iterable[Line], *, on: date, why: str, by: Viewer, at: datetime) -> None:
    """They sleep until the day of the next question. What is about life or safety stays awake."""
    for line in lines:
        if line.band != Band.SAFETY:
            day = rota.next_covered_day(max(on, at.date() + timedelta(days=1)), line.holder)
            acts.later(line=line, by=by, at=at, on=day, why=why)


def done(lines: Iterable[Line], *, outcome: str, by: Viewer, at: datetime) -> None:
    """What a person has had in hand is closed by them; what nobody touched the rules settle themselves."""
    for line in lines:
        if line.touched:
            acts.done(line=line, by=by, at=at, outcome=outcome)
