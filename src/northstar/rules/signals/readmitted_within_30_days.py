"""Readmitted: back in hospital within thirty days of coming home, and it was not planned."""

from datetime import date

from northstar.knowledge.transitions import days, until
from northstar.rules.departures import after, promised
from northstar.rules.examples import chart_of, from_feed, stay
from northstar.rules.risk.admissions import planned
from northstar.rules.signal import Band, Because, Example, Finding, Signal, because
from northstar.rules.stays import nights, stays
from northstar.rules.wording import counted, day, part_of_day


def find(chart, now):
    found = stays(chart, now.tzinfo)
    if len(found) < 2:
        return
    before, back = found[-2:]
    admitted = back.admitted.day(now.tzinfo) if back.admitted else None
    if (
        not back.admitted
        or not admitted
        or not before.left_hospital
        or planned(back)
        or before.disposition == "ama"
    ):
        return
    between = nights(before.left_hospital, back.admitted, now.tzinfo)
    shown = until("readmitted-shown", admitted)
    limit = days("readmission", admitted)
    if between > limit or now.date() > shown:
        return
    left = next((p for p in before.parts if p.ended == before.left_hospital), before.last)
    home = before.left_hospital.first_day(now.tzinfo)
    yield Finding(
        key=f"readmitted {admitted}",
        says=f"{'was' if back.left else 'is'} back in hospital "
        f"{part_of_day(back.admitted, now.tzinfo)}, {counted(between, 'day')} after leaving",
        factors={"back within 30 days": 20} | ({"back within a week": 8} if between <= 7 else {}),
        because=(
            because(left, f"Left {left.facility or before.facility} {day(home)}"),
            because(back.parts[0], f"Admitted to {back.facility} {day(admitted)}"),
            Because(
                f"{counted(between, 'day')} from {day(home)} to {day(admitted)}; the limit is {limit}"
            ),
        ),
    )
    yield from promised(now, after(shown))


SIGNAL = Signal(
    code="readmitted-within-30-days",
    title="Back in hospital",
    why="What was planned for home did not hold. The ward and the person know why; ask while it is fresh.",
    cites="CMS hospital-wide readmission: 30 days from discharge, planned stays and transfers not counted",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Ask the person and the ward what failed at home; write it into the plan for this time.",
    minutes=15,
    matter="in hospital",
    kinds=("Encounter",),
)

_FIRST = stay("Mon 10 Aug 2026 09:00", "Fri 14 Aug 2026 11:00", disposition="home")
EXAMPLES = [
    Example(
        "back after 24 days",
        chart_of(_FIRST, stay("Mon 7 Sep 2026 23:10")),
        "Tue 8 Sep 2026 07:30",
        1,
        says="is back in hospital Monday night, 7 Sep, 24 days after leaving",
        looks_again="15 Sep 2026",
    ),
    Example(
        "thirty days to the day",
        chart_of(_FIRST, stay("Sun 13 Sep 2026 09:00")),
        "Mon 14 Sep 2026 07:30",
        1,
    ),
    Example(
        "thirty-one days",
        chart_of(_FIRST, stay("Mon 14 Sep 2026 09:00")),
        "Mon 14 Sep 2026 17:30",
        0,
    ),
    Example(
        "planned",
        chart_of(_FIRST, stay("Mon 7 Sep 2026 08:00", admission_type="elective")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "moved to another hospital the next day",
        chart_of(_FIRST, stay("Sat 15 Aug 2026 03:00", facility="Hospital A")),
        "Sun 16 Aug 2026 07:30",
        0,
    ),
    Example(
        "sent back by the facility they went to",
        chart_of(
            stay("1 Sep 2026", "4 Sep 2026", disposition="snf"),
            stay("4 Sep 2026", "7 Sep 2026", "NONAC", "transfer", "Facility C"),
            stay("Mon 7 Sep 2026 11:00"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
        says="is back in hospital Monday morning, 7 Sep, 3 days after leaving",
    ),
    Example(
        "sent back by a facility that told no end",
        chart_of(
            stay("1 Sep 2026", "4 Sep 2026", disposition="rehab"),
            stay("4 Sep 2026", facility="Facility C"),
            stay("Mon 7 Sep 2026 11:00", facility="Hospital A"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
    ),
    Example(
        "on from the hospital to one facility and the next",
        chart_of(
            stay("1 Sep 2026", "4 Sep 2026", disposition="rehab"),
            stay("4 Sep 2026", "7 Sep 2026", "NONAC", "snf", "Facility C"),
            stay("Mon 7 Sep 2026 11:00", class_code="NONAC", facility="Facility D"),
        ),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "one stay told by two feeds",
        chart_of(_FIRST, from_feed("summaries", stay("10 Aug 2026", "14 Aug 2026", visit="other"))),
        "Sat 15 Aug 2026 07:30",
        0,
    ),
    Example(
        "back and home again",
        chart_of(_FIRST, stay("20 Aug 2026", "22 Aug 2026", disposition="home")),
        "Mon 24 Aug 2026 07:30",
        1,
        says="was back in hospital Thursday 20 Aug, 6 days after leaving",
    ),
]
