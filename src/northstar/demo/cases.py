"""Three people who take part in chronic care management, with last month's minutes: as if done by hand.

Written through the same road as everything a person does. One month is ready to be billed, one lacks a
minute, and of one a copy of the plan was never given.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from northstar import spine
from northstar.access.models import Membership, Staff, Team
from northstar.access.viewer import Viewer, system_viewer, viewer_of
from northstar.casework.worklist.asking import open_lines
from northstar.demo import cast
from northstar.demo.clinic import LONG_AGO
from northstar.doing.acting import did
from northstar.doing.attesting import attest_day
from northstar.doing.enrolling import go_on, refer
from northstar.knowledge.calendar import is_business_day
from northstar.knowledge.programs import on_offer
from northstar.record import charts, panels, patients

_BILLER = "Dr. Helen Park"
_OLD_ENOUGH = 65
# Minutes of each call of last month, and whether a copy of the plan was given.
_TOLD: tuple[tuple[tuple[int, ...], bool], ...] = (
    ((8, 9, 6), True),
    ((10, 9), True),
    ((12, 11), False),
)
_TALKED = (
    "Talked through the home readings and what to do when they rise",
    "Went through every medicine on the list, and who fills the box",
    "Asked how the week was; agreed on the next step of the plan",
)


def begin(now: datetime) -> int:
    """Open the cases and write last month's minutes; gives how many. `now`: where the clinic's clock is held."""
    start = _before(now, 70)
    if not on_offer(start.date()) or not on_offer(now.date()):
        return 0
    by = viewer_of(Staff.objects.get(username="sarah"), now)
    chosen = list(_people(now, len(_TOLD)))
    panels.place_all([row.pk for row, _ in chosen], day=start.date(), team=_billing().pk)
    for (row, conditions), (minutes, copied) in zip(chosen, _TOLD, strict=False):
        _enrol(by, row, conditions, copied, start)
        _talk(by, row, minutes, now)
    for day in _workdays(now):
        at = datetime.combine(day, time(16, 30), now.tzinfo)
        attest_day(by=by, start=at.replace(hour=0, minute=0), end=at, at=at)
    spine.review([row.pk for row, _ in chosen], now)
    return len(chosen)


def _billing() -> Team:
    """Who bills sees whom a claim may be about, and looks after nobody."""
    team, _ = Team.objects.get_or_create(name="Billing")
    biller = Staff.objects.get(username="bill")
    Membership.objects.get_or_create(staff=biller, team=team, defaults={"start": LONG_AGO})
    return team


def _people(now: datetime, count: int) -> Iterator[tuple[Any, list[str]]]:
    """Who is old enough, has two illnesses or more, and asks for nothing today."""
    reader = system_viewer("the sample clinic")
    busy, around = open_lines(reader, patients.everyone()), set(cast.names().families)
    rows = [
        row for row in patients.rows(patients.everyone()).order_by("pk")
        if row.pk not in busy and not row.died and row.sort_name.partition(",")[0] not in around
    ]  # fmt: skip
    found = 0
    for row in rows:
        born = row.birth_date[:4]
        if found == count or not born.isdigit() or now.year - int(born) <= _OLD_ENOUGH:
            continue
        chart = charts.charts(reader, [row.pk], now)[row.pk]
        conditions = list(dict.fromkeys(one.code.text for one in chart.of("Condition")))
        if len(conditions) > 1:
            found += 1
            yield row, conditions[:2]


def _enrol(by: Viewer, row: Any, conditions: list[str], copied: bool, at: datetime) -> None:
    case = refer(by=by, patient=row, program="CCM", why="Dr. Park asked after the visit", at=at)
    fit = {"conditions": [{"says": one} for one in conditions], "risk": True, "qmb": False}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("eligible", fit),
        ("visited", {"kind": "office", "with": _BILLER}),
        ("consented", {"given_by": row.name, "how": "said", "told_cost": True, "told_one": True,
                       "told_stop": True, "biller": _BILLER}),
        ("planned", {"plan": "In our own record, under care plans"}),
        ("reassess", {"date": (at.date() + timedelta(days=180)).isoformat()}),
    ]  # fmt: skip
    if copied:
        steps.insert(4, ("copied", {"to": row.name}))
    for n, (what, detail) in enumerate(steps, 1):
        go_on(
            by=by, patient=row, case=case.id, what=what, at=at + timedelta(minutes=2 * n),
            on=at.date(), detail=detail,
        )  # fmt: skip


def _talk(by: Viewer, row: Any, minutes: tuple[int, ...], now: datetime) -> None:
    days = list(_workdays(now))[2::5]
    for n, (day, took) in enumerate(zip(days, minutes, strict=False)):
        began = datetime.combine(day, time(9 + row.pk % 6, 10), now.tzinfo)
        did(
            by=by, patient=row, kind="call", says=_TALKED[n % len(_TALKED)], began=began,
            at=began + timedelta(minutes=took), ended=began + timedelta(minutes=took),
        )  # fmt: skip


def _workdays(now: datetime) -> Iterator[date]:
    """Last month's days on which people work."""
    last = now.date().replace(day=1) - timedelta(days=1)
    return (day for n in range(1, last.day + 1) if is_business_day(day := last.replace(day=n)))


def _before(now: datetime, days: int) -> datetime:
    """About so many days ago, on a working day at ten."""
    day = now.date() - timedelta(days=days)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(10), now.tzinfo)
