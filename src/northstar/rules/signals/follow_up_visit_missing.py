"""Follow-up visit missing: home from hospital, and no visit is booked in time."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days, until
from northstar.rules.after_stay import booked_in_time, booked_too_late, how_soon
from northstar.rules.contacts import visit_after
from northstar.rules.departures import MATTER, after, departure, evidence, promised
from northstar.rules.examples import appointment, chart_of, heard, problem, stay, visit
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.silence import doubtful_from
from northstar.rules.silence import heard as heard_since
from northstar.rules.stays import HOME
from northstar.rules.wording import day

KINDS = ("Appointment", "Encounter")
_DAY = timedelta(days=1)


def find(chart, now):
    home = departure(chart, now, HOME)
    if not home or visit_after(chart, home.left, now.tzinfo):
        return
    if not heard_since(chart, KINDS, home.left.start, now):
        return
    code = how_soon(chart, home.stay, now.tzinfo)
    due = until(code, home.left_day)
    booked = booked_in_time(chart, home, due, now)
    if booked:
        yield LookAgain(max(a.start.day(now.tzinfo) for a in booked) + _DAY)
        return
    yield Finding(
        key=home.key,
        says=f"has no visit booked by {day(due)}"
        if now.date() <= due
        else f"was not seen by {day(due)}, after leaving hospital",
        due=due,
        band=_band(due, now),
        factors=_weight(due, now),
        because=(
            *evidence(home.stay, now),
            Because(
                f"{days(code, home.left_day)} days after {day(home.left_day)} end on {day(due)}"
            ),
            Because("No visit and no appointment in time in any source we hold"),
            *_beyond(chart, due, now),
        ),
    )
    yield from promised(now, due - 3 * _DAY, due, after(due), after(home.closes))
    doubt = doubtful_from(chart, KINDS)
    if doubt:
        yield LookAgain(doubt)


def _band(due: date, now) -> Band:
    remaining = (due - now.date()).days
    return Band.CLOCK if remaining <= 0 else Band.HARM if remaining <= 3 else Band.REST


def _weight(due: date, now) -> dict[str, int]:
    remaining = (due - now.date()).days
    if remaining < 0:
        return {"visit overdue": 25}
    return {"visit due": 20} if remaining <= 3 else {"visit not booked": 8}


def _beyond(chart, due: date, now):
    for a in booked_too_late(chart, due, now)[:1]:
        yield because(a, f"The next appointment is {day(a.start.first_day(now.tzinfo))}: too late")


SIGNAL = Signal(
    code="follow-up-visit-missing",
    title="No visit after a stay",
    why="A call finds the problem; a visit within one or two weeks mends it.",
    cites="CMS, Transitional Care Management: visit within 7 days (high complexity) or 14 days",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Offer a visit, in person or by video, at an hour and place the person can reach.",
    minutes=10,
    matter=MATTER,
    kinds=KINDS,
    argues_from_silence=True,
)

_HOME = stay("1 Sep 2026", "Fri 4 Sep 2026 22:40", disposition="home", admission_type="E")
_WELL = problem("Cataract", icd10cm="H26.9")
_HEARD = heard("clinic", "Appointment Encounter", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "nothing booked",
        chart_of(_HOME, _WELL, heard=_HEARD),
        _NOW,
        1,
        says="has no visit booked by Fri 18 Sep",
        band=Band.REST,
        due="18 Sep 2026",
    ),
    Example(
        "high risk has seven days",
        chart_of(
            _HOME,
            problem("Heart failure", icd10cm="I50.9"),
            problem("Kidney disease stage 4", icd10cm="N18.4"),
            heard=_HEARD,
        ),
        _NOW,
        1,
        says="has no visit booked by Fri 11 Sep",
        band=Band.HARM,
    ),
    Example(
        "booked in time",
        chart_of(_HOME, _WELL, appointment("Thu 17 Sep 2026 10:00"), heard=_HEARD),
        _NOW,
        0,
        looks_again="18 Sep 2026",
    ),
    Example(
        "booked too late",
        chart_of(_HOME, _WELL, appointment("Mon 21 Sep 2026 10:00"), heard=_HEARD),
        _NOW,
        1,
    ),
    Example(
        "booked and cancelled",
        chart_of(_HOME, _WELL, appointment("17 Sep 2026", status="cancelled"), heard=_HEARD),
        _NOW,
        1,
    ),
    Example(
        "a dialysis chair is booked, which is no visit",
        chart_of(
            _HOME,
            _WELL,
            appointment("Wed 9 Sep 2026 06:00", minutes=270, service="Hemodialysis"),
            visit("7 Sep 2026", service="Hemodialysis"),
            heard=_HEARD,
        ),
        _NOW,
        1,
    ),
    Example(
        "seen by video", chart_of(_HOME, _WELL, visit("7 Sep 2026", "VR"), heard=_HEARD), _NOW, 0
    ),
    Example(
        "the appointments feed was silent",
        chart_of(
            _HOME,
            _WELL,
            heard=heard("clinic", "Appointment Encounter", "1 Jan 2025", "Sun 6 Sep 2026 07:00"),
        ),
        _NOW,
        0,
    ),
    Example(
        "the time has passed",
        chart_of(
            _HOME,
            _WELL,
            heard=heard("clinic", "Appointment Encounter", "1 Jan 2025", "Sun 20 Sep 2026 07:00"),
        ),
        "Sun 20 Sep 2026 07:30",
        1,
        says="was not seen by Fri 18 Sep",
        band=Band.CLOCK,
    ),
]
