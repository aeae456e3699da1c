"""Admitted: someone is in hospital since last night or since the day before."""

from datetime import date

from northstar.knowledge.transitions import until
from northstar.rules.departures import after, promised
from northstar.rules.examples import chart_of, from_feed, stay, step
from northstar.rules.signal import Band, Because, Example, Finding, Signal, because
from northstar.rules.stays import stays
from northstar.rules.wording import day, part_of_day


def find(chart, now):
    found = stays(chart, now.tzinfo)
    stay_now = found[-1] if found else None
    came = stay_now.came_to_last if stay_now and not stay_now.is_over else None
    if not stay_now or not came or stay_now.in_facility:
        return
    admitted = came.day(now.tzinfo)
    if not admitted or now.date() > (due := until("admission-told", admitted)):
        return
    where = stay_now.facility
    how = (
        f"is under observation at {where}"
        if stay_now.class_code == "OBSENC"
        else f"was admitted to {where}"
    )
    yield Finding(
        key=f"admitted {admitted}",
        says=f"{how} {part_of_day(came, now.tzinfo)}",
        due=due,
        factors={"in hospital": 12},
        because=(
            *(_told(part, now) for part in stay_now.parts[-2:]),
            Because(
                f"The hospital should know our list of medicines by {day(due)}, two days after"
            ),
        ),
    )
    yield from promised(now, after(due))


def _told(part, now):
    reason = f": {part.reason}" if part.reason else ""
    if part.ended:
        return because(
            part, f"Left {part.facility or 'hospital'} {part_of_day(part.ended, now.tzinfo)}"
        )
    started = f" {part_of_day(part.start, now.tzinfo)}" if part.start else ""
    return because(
        part, f"In {part.facility or 'hospital'} since{started or ' an unknown day'}{reason}"
    )


SIGNAL = Signal(
    code="admitted-overnight",
    title="In hospital now",
    why="The ward decides today on an old list of medicines unless someone who knows the person calls.",
    cites="HEDIS-style Transitions of Care: notice of admission, the day itself and two days after",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call the ward: medicines, who is at home, who decides; cancel what they cannot attend.",
    minutes=10,
    matter="in hospital",
    kinds=("Encounter",),
)

_IN = stay("Mon 7 Sep 2026 23:10")
EXAMPLES = [
    Example(
        "a source says it is over and not when",
        chart_of(stay("Mon 7 Sep 2026 23:10", status="finished")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "admitted last night",
        chart_of(_IN),
        "Tue 8 Sep 2026 07:30",
        1,
        says="was admitted to Hospital B Monday night, 7 Sep",
        band=Band.HARM,
        due="9 Sep 2026",
        looks_again="10 Sep 2026",
    ),
    Example(
        "told by two feeds",
        chart_of(_IN, from_feed("exchange", stay("Mon 7 Sep 2026 23:12", visit="x"))),
        "Tue 8 Sep 2026 07:30",
        1,
    ),
    Example(
        "the admission was cancelled",
        chart_of(
            step("A01", "Mon 7 Sep 2026 23:10", class_code="IMP", start="Mon 7 Sep 2026 23:10"),
            step("A11", "Tue 8 Sep 2026 00:30"),
        ),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "moved on in the night, and in the second hospital now",
        chart_of(
            stay("Mon 7 Sep 2026 14:00", "Mon 7 Sep 2026 22:00", disposition="transfer"),
            stay("Mon 7 Sep 2026 23:10", facility="Hospital A"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
        says="was admitted to Hospital A Monday afternoon, 7 Sep",
    ),
    Example(
        "home for a night, and in another hospital since",
        chart_of(
            stay("1 Sep 2026", "Sun 6 Sep 2026 18:00", disposition="home"),
            stay("Mon 7 Sep 2026 20:00", facility="Hospital A"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
        says="was admitted to Hospital A Monday evening, 7 Sep",
    ),
    Example(
        "home in the morning, and back the same night",
        chart_of(
            stay("1 Sep 2026", "Mon 7 Sep 2026 09:00", disposition="home"),
            stay("Mon 7 Sep 2026 22:00"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
        says="was admitted to Hospital B Monday night, 7 Sep",
    ),
    Example(
        "in a rehabilitation facility since",
        chart_of(
            stay("1 Sep 2026", "Mon 7 Sep 2026 09:00", disposition="rehab"),
            stay("Mon 7 Sep 2026 10:00", facility="Facility C"),
        ),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "sent on by one hospital hours after they came, and in the next one now",
        chart_of(
            from_feed(
                "hospital a",
                stay(
                    "Mon 7 Sep 2026 09:00",
                    "Mon 7 Sep 2026 15:00",
                    "OBSENC",
                    "transfer",
                    "Hospital A",
                ),
            ),
            from_feed("hospital b", stay("Mon 7 Sep 2026 16:10")),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
        says="was admitted to Hospital B Monday morning, 7 Sep",
    ),
    Example(
        "under observation",
        chart_of(stay("Mon 7 Sep 2026 23:10", class_code="OBSENC")),
        "Tue 8 Sep 2026 07:30",
        1,
        says="is under observation at Hospital B",
    ),
    Example("home again", chart_of(stay("7 Sep 2026", "8 Sep 2026")), "Wed 9 Sep 2026 07:30", 0),
    Example("in hospital for a week", chart_of(_IN), "Mon 14 Sep 2026 07:30", 0),
    Example(
        "planned for next week",
        chart_of(step("A05", "Mon 7 Sep 2026 09:00", class_code="IMP")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
]
