"""Emergency often: they keep going to the emergency department; something is not being met."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from northstar.knowledge.transitions import days, until
from northstar.rules.circumstances import social_needs
from northstar.rules.departures import after, promised
from northstar.rules.emergency import emergency_visits
from northstar.rules.examples import chart_of, from_feed, problem, visit
from northstar.rules.signal import Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import counted, part_of_day

_DAY = timedelta(days=1)


def find(chart, now):
    visits = emergency_visits(chart, now.tzinfo)
    if not visits:
        return
    latest = visits[-1].began.first_day(now.tzinfo)
    shown = until("emergency-often-shown", latest)
    if now.date() > shown:
        return
    needs = social_needs(chart)
    months, least = (
        (12, days("emergency-high", latest)) if needs else (6, days("emergency-lace", latest))
    )
    recent = _within(visits, months, now)
    if len(recent) < least:
        return
    yield Finding(
        key=f"emergency often {latest}",
        says=f"went to the emergency department {counted(len(recent), 'time')} in {months} months",
        factors={"emergency visits": min(12, 2 * len(recent))}
        | ({"social need": 5} if needs else {}),
        because=(
            *(
                because(e, f"Emergency visit {part_of_day(e.began, now.tzinfo)}")
                for e in recent[-4:]
            ),
            *(because(n, n.code.words) for n in needs[:2]),
        ),
    )
    yield LookAgain(_leaves(recent[0], months, now))
    yield from promised(now, after(shown))


def _within(visits, months: int, now):
    start = now.date() - relativedelta(months=months)
    return [e for e in visits if e.began.first_day(now.tzinfo) >= start]


def _leaves(e, months: int, now) -> date:
    """The first day on which this visit no longer counts (months differ in length)."""
    day = e.began.first_day(now.tzinfo)
    at = day + relativedelta(months=months)
    while at - relativedelta(months=months) <= day:
        at += _DAY
    return at


SIGNAL = Signal(
    code="emergency-often",
    title="Emergency department again and again",
    why="Each visit is a question nobody else answered in time. Find the pattern with them, without blame.",
    cites="CMS Accountable Health Communities: 2 visits in 12 months with a social need; LACE: 4 in 6 months",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Look at days and hours of the visits with the person; offer what they went there for.",
    minutes=20,
    matter="emergency visit",
    kinds=("Encounter", "Condition"),
)

_FOUR = tuple(visit(f"{d} 2026", "EMER") for d in ("20 Apr", "2 Jun", "11 Jul", "29 Aug"))


def _at_door(at: str, facility: str):
    return visit(at, "EMER", facility=facility)


_HUNGER = problem("Food insecurity", icd10cm="Z59.41")
EXAMPLES = [
    Example(
        "two visits, each told by two feeds under two names of the hospital",
        chart_of(
            from_feed(
                "hospital",
                *(_at_door(d, "HOSPB") for d in ("2 Jun 2026 23:50", "29 Aug 2026 10:00")),
            ),
            from_feed(
                "clinic",
                *(
                    _at_door(d, "Saint B Hospital")
                    for d in ("3 Jun 2026 00:20", "29 Aug 2026 10:40")
                ),
            ),
        ),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "four visits since April",
        chart_of(*_FOUR),
        "Tue 8 Sep 2026 07:30",
        1,
        says="went to the emergency department 4 times in 6 months",
        looks_again="29 Sep 2026",
    ),
    Example("three of them", chart_of(*_FOUR[1:]), "Tue 8 Sep 2026 07:30", 0),
    Example(
        "two, and not enough to eat",
        chart_of(*_FOUR[2:], _HUNGER),
        "Tue 8 Sep 2026 07:30",
        1,
        says="2 times in 12 months",
    ),
    Example(
        "a need that is over",
        chart_of(*_FOUR[2:], problem("Food insecurity", "resolved", icd10cm="Z59.41")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example("none for two months", chart_of(*_FOUR), "Mon 2 Nov 2026 07:30", 0),
    Example(
        "a leap day",
        chart_of(
            visit("31 Aug 2027", "EMER"), *(visit(f"{n} Feb 2028", "EMER") for n in (20, 25, 29))
        ),
        "29 Feb 2028",
        1,
    ),
]
