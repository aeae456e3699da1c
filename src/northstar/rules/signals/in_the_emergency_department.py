"""In the emergency department: they were there this week and were not admitted."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days, until
from northstar.rules.contacts import contact_after
from northstar.rules.departures import after, clock, promised, urgency
from northstar.rules.emergency import emergency_visits
from northstar.rules.examples import call, chart_of, from_feed, problem, stay, visit
from northstar.rules.risk.charlson import diseases
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.stays import stays
from northstar.rules.wording import day, part_of_day


def find(chart, now):
    visits = emergency_visits(chart, now.tzinfo)
    if not visits:
        return
    latest = visits[-1]
    came = latest.began.day(now.tzinfo)
    if not came or now.date() > (due := until("emergency-follow-up", came)):
        return
    if latest.disposition == "expired" or contact_after(
        chart, latest.ended or latest.began, now.tzinfo
    ):
        return
    if any(s.starts.start > latest.began.start for s in stays(chart, now.tzinfo)):
        return
    there = _still_there(latest, now)
    yield Finding(
        key=f"emergency {came}",
        says=f"{_went(latest, there)} {part_of_day(latest.began, now.tzinfo)}; follow up by {day(due)}",
        due=due,
        band=clock(due, now),
        factors=(urgency(due, now) if now.date() >= due else {"emergency visit": 12})
        | _many(chart, came),
        because=(
            because(latest, _told(latest)),
            Because(f"Seven days after {day(came)} end on {day(due)}"),
            Because("No conversation or visit since then in any source we hold"),
        ),
    )
    if there:
        yield LookAgain(_over(latest, now))
    yield from promised(now, due, after(due))


def _still_there(visit, now) -> bool:
    """An open visit of an earlier day is one whose end nobody told."""
    return not visit.ended and now < _over(visit, now)


def _over(visit, now):
    on = visit.began.first_day(now.tzinfo)
    return visit.began.start + timedelta(days=days("still-there", on))


def _went(visit, there: bool) -> str:
    if visit.disposition == "ama":
        return "left the emergency department before care was complete"
    return "is in the emergency department since" if there else "was in the emergency department"


def _told(visit) -> str:
    why = visit.reason or next((d.words for d in visit.diagnoses), "")
    return f"Emergency visit at {visit.facility or 'a hospital'}{f': {why}' if why else ''}"


def _many(chart, on: date) -> dict[str, int]:
    """Two chronic diseases or more: the people the follow-up measure is about."""
    count = len(diseases(chart))
    return {"several chronic diseases": 8} if count >= days("several-chronic", on) else {}


SIGNAL = Signal(
    code="in-the-emergency-department",
    title="Emergency visit",
    why="Something drove them there. Within a week it can still be mended: a refill, a fear, a missed visit.",
    cites="HEDIS-style follow-up after an emergency visit, 7 days after (FMC, FUM, FUA)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call: what happened, what they were told, new medicines, a visit this week.",
    minutes=10,
    matter="emergency visit",
    kinds=("Encounter", "Communication"),
)

_SATURDAY = visit("Sat 5 Sep 2026 18:20", "EMER", reason="fall")
EXAMPLES = [
    Example(
        "on Saturday evening",
        chart_of(_SATURDAY),
        "Tue 8 Sep 2026 07:30",
        1,
        says="was in the emergency department Saturday evening, 5 Sep; follow up by Sat 12 Sep",
        band=Band.HARM,
        due="12 Sep 2026",
        looks_again="12 Sep 2026",
    ),
    Example("the last day", chart_of(_SATURDAY), "Sat 12 Sep 2026 09:00", 1, band=Band.CLOCK),
    Example(
        "there now",
        chart_of(stay("Tue 8 Sep 2026 05:00", class_code="EMER")),
        "Tue 8 Sep 2026 07:30",
        1,
        says="is in the emergency department since Tuesday morning, 8 Sep",
        looks_again="Wed 9 Sep 2026 05:00",
    ),
    Example(
        "admitted from there", chart_of(_SATURDAY, stay("6 Sep 2026")), "Tue 8 Sep 2026 07:30", 0
    ),
    Example(
        "admitted two days later",
        chart_of(_SATURDAY, stay("Tue 8 Sep 2026 02:00")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example("spoken with", chart_of(_SATURDAY, call("7 Sep 2026")), "Tue 8 Sep 2026 07:30", 0),
    Example(
        "seen by video", chart_of(_SATURDAY, visit("7 Sep 2026", "VR")), "Tue 8 Sep 2026 07:30", 0
    ),
    Example(
        "told by two feeds",
        chart_of(_SATURDAY, from_feed("exchange", visit("5 Sep 2026", "EMER"))),
        "Tue 8 Sep 2026 07:30",
        1,
    ),
    Example(
        "with heart failure and diabetes",
        chart_of(
            _SATURDAY,
            problem("Heart failure", icd10cm="I50.9"),
            problem("Diabetes", icd10cm="E11.9"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
    ),
    Example("two weeks ago", chart_of(_SATURDAY), "Mon 21 Sep 2026 07:30", 0),
]
