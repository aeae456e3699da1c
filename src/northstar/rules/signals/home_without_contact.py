"""Home without contact: they left hospital for home and nobody of ours has spoken with them since."""

from datetime import date

from northstar.knowledge.calendar import add_business_days, in_words
from northstar.knowledge.transitions import days
from northstar.rules.contacts import attempts_after
from northstar.rules.departures import (
    MATTER,
    after,
    call_by,
    circumstances,
    clock,
    evidence,
    left_words,
    promised,
    told_ahead,
    urgency,
    without_contact,
)
from northstar.rules.examples import (
    call,
    chart_of,
    from_feed,
    message,
    patient,
    problem,
    stay,
    step,
    visit,
)
from northstar.rules.signal import Band, Because, Example, Finding, Signal
from northstar.rules.stays import HOME


def find(chart, now):
    home = without_contact(chart, now, HOME)
    if not home:
        yield from told_ahead(chart, now)
        return
    count = days("contact", home.left_day)
    due = add_business_days(home.left_day, count)
    factors, reasons = circumstances(chart, home, now)
    yield Finding(
        key=home.key,
        says=f"{_came(home.stay)} {left_words(home, now)}; {call_by(due, now)}",
        due=due,
        band=clock(due, now),
        factors=urgency(due, now) | factors,
        because=(
            *evidence(home.stay, now),
            *_where_to(home.stay),
            Because(f"{count} business days after leaving: {in_words(home.left_day, count)}"),
            *reasons,
            Because("No conversation or visit since then in any source we hold"),
        ),
        suggests=_suggests(chart, home.stay),
    )
    yield from promised(now, _eve(due), due, after(due), after(home.closes))


def _came(stay) -> str:
    return "came home" if stay.disposition in ("home", "home-health") else "left hospital"


def _where_to(stay):
    if stay.disposition not in ("home", "home-health"):
        yield Because("No source says where they went; taken as home until somebody knows")


def _suggests(chart, stay) -> str:
    if attempts_after(chart, stay.left.start):
        return "Call at another hour or on another number; a consented caregiver counts too."
    return "Call: medicines, warning signs, who is at home, a visit within 7 or 14 days."


def _eve(due: date) -> date:
    return date.fromordinal(due.toordinal() - 1)


SIGNAL = Signal(
    code="home-without-contact",
    title="Home without a call",
    why="The first two days at home are when medicines go wrong and questions have nobody to answer them.",
    cites="CMS, Transitional Care Management: interactive contact within 2 business days",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    minutes=15,
    matter=MATTER,
    kinds=("Encounter", "Communication"),
)

_FRIDAY = "Fri 4 Sep 2026 22:40"
_TUESDAY = "Tue 8 Sep 2026 07:30"


def _home(left=_FRIDAY, **more):
    return stay("Tue 1 Sep 2026 10:00", left, **{"disposition": "home", **more})


EXAMPLES = [
    Example(
        "home on the Friday night before Labor Day",
        chart_of(_home()),
        now=_TUESDAY,
        finds=1,
        says="came home Friday night, 4 Sep; call by end of Wed 9 Sep",
        band=Band.HARM,
        due="9 Sep 2026",
        looks_again="9 Sep 2026",
    ),
    Example("on the last day", chart_of(_home()), "Wed 9 Sep 2026 07:30", 1, band=Band.CLOCK),
    Example(
        "the day after the clock ended",
        chart_of(_home()),
        "Thu 10 Sep 2026 07:30",
        1,
        says="the call was due by end of Wed 9 Sep",
        band=Band.CLOCK,
    ),
    Example(
        "left one minute before midnight",
        chart_of(_home("Fri 4 Sep 2026 23:59")),
        _TUESDAY,
        1,
        due="9 Sep 2026",
    ),
    Example(
        "left one minute after midnight, on the Saturday",
        chart_of(_home("Sat 5 Sep 2026 00:01")),
        _TUESDAY,
        1,
        says="early Saturday, 5 Sep",
        due="9 Sep 2026",
    ),
    Example(
        "the night the clocks go back: 01:30 on a Sunday",
        chart_of(stay("Thu 29 Oct 2026 10:00", "Sun 1 Nov 2026 01:30", disposition="home")),
        "Mon 2 Nov 2026 08:00",
        1,
        due="3 Nov 2026",
    ),
    Example(
        "the night the clocks go forward: late on Saturday",
        chart_of(stay("Thu 5 Mar 2026 10:00", "Sat 7 Mar 2026 23:30", disposition="home")),
        "Mon 9 Mar 2026 08:00",
        1,
        due="10 Mar 2026",
    ),
    Example("reached by phone", chart_of(_home(), call("Tue 8 Sep 2026 07:10")), _TUESDAY, finds=0),
    Example(
        "the daughter was reached",
        chart_of(_home(), call("Tue 8 Sep 2026 07:10", who="caregiver")),
        _TUESDAY,
        finds=0,
    ),
    Example(
        "two calls in vain",
        chart_of(
            _home(),
            call("Sat 5 Sep 2026 10:00", "no answer"),
            call("Mon 7 Sep 2026 17:00", "left message"),
        ),
        _TUESDAY,
        1,
    ),
    Example(
        "their number is dead, and a neighbour answered the other",
        chart_of(
            _home(),
            call("Mon 7 Sep 2026 10:00", "dead number"),
            call("Mon 7 Sep 2026 17:00", "spoke with somebody else"),
        ),
        _TUESDAY,
        1,
    ),
    Example(
        "reached, and wants no such call: nobody chases them",
        chart_of(_home(), call("Mon 7 Sep 2026 10:00", "declined")),
        _TUESDAY,
        finds=0,
    ),
    Example(
        "only the pharmacy was called",
        chart_of(_home(), message("", "Mon 7 Sep 2026 10:00", "office call", status="reached")),
        _TUESDAY,
        1,
    ),
    Example(
        "a call before they left does not count",
        chart_of(_home(), call("Fri 4 Sep 2026 15:00")),
        _TUESDAY,
        finds=1,
    ),
    Example("seen at home on Monday", chart_of(_home(), visit("7 Sep 2026", "HH")), _TUESDAY, 0),
    Example(
        "an outpatient number that only a laboratory message told of",
        chart_of(_home(), visit("Mon 7 Sep 2026 09:00", status="in-progress")),
        _TUESDAY,
        finds=1,
    ),
    Example(
        "seen at the clinic before leaving, on the same day",
        chart_of(_home(), visit("4 Sep 2026")),
        _TUESDAY,
        finds=1,
    ),
    Example("against advice is another matter", chart_of(_home(disposition="ama")), _TUESDAY, 0),
    Example("moved to another hospital", chart_of(_home(disposition="transfer")), _TUESDAY, 0),
    Example("gone to a skilled facility", chart_of(_home(disposition="snf")), _TUESDAY, 0),
    Example("gone home with hospice", chart_of(_home(disposition="hospice-home")), _TUESDAY, 0),
    Example("died in hospital", chart_of(_home(disposition="expired")), _TUESDAY, 0),
    Example("died at home since", chart_of(_home(), patient(died="6 Sep 2026")), _TUESDAY, 0),
    Example(
        "a false report of a death, replaced by its source",
        chart_of(_home(), patient(born="3 May 1944", died=False)),
        _TUESDAY,
        finds=1,
    ),
    Example("only the emergency department", chart_of(_home(class_code="EMER")), _TUESDAY, finds=0),
    Example("day surgery", chart_of(_home(class_code="SS")), _TUESDAY, finds=0),
    Example("after observation", chart_of(_home(class_code="OBSENC")), _TUESDAY, finds=1),
    Example(
        "nobody said where to",
        chart_of(_home(disposition="")),
        _TUESDAY,
        1,
        says="left hospital Friday night, 4 Sep",
    ),
    Example(
        "the discharge was taken back",
        chart_of(
            step("A01", "Tue 1 Sep 2026 10:00", class_code="IMP", start="Tue 1 Sep 2026 10:00"),
            step("A03", _FRIDAY, disposition="home"),
            step("A13", "Sat 5 Sep 2026 00:30"),
        ),
        _TUESDAY,
        finds=0,
    ),
    Example(
        "an emergency visit that became a stay, under one number",
        chart_of(
            step("A04", "Tue 1 Sep 2026 09:00", class_code="EMER", start="Tue 1 Sep 2026 09:00"),
            step("A06", "Tue 1 Sep 2026 15:00", class_code="IMP"),
            step("A03", _FRIDAY, disposition="home"),
        ),
        _TUESDAY,
        finds=1,
    ),
    Example(
        "a stay that was made an outpatient visit",
        chart_of(
            step("A01", "Tue 1 Sep 2026 09:00", class_code="IMP", start="Tue 1 Sep 2026 09:00"),
            step("A07", "Tue 1 Sep 2026 15:00", class_code="AMB"),
            step("A03", _FRIDAY, disposition="home"),
        ),
        _TUESDAY,
        finds=0,
    ),
    Example(
        "told by the hospital and again in its summary",
        chart_of(_home(), from_feed("summaries", _home("4 Sep 2026", visit="other number"))),
        _TUESDAY,
        finds=1,
    ),
    Example(
        "two hospitals use one visit number",
        chart_of(
            from_feed("hospital a", stay("1 Jun 2026", "3 Jun 2026", visit="V77")),
            from_feed("hospital b", _home(visit="V77")),
        ),
        _TUESDAY,
        finds=1,
        due="9 Sep 2026",
    ),
    Example(
        "moved on Thursday, home from the second hospital on Friday",
        chart_of(
            stay("1 Sep 2026", "3 Sep 2026", disposition="transfer", facility="Hospital A"),
            stay("3 Sep 2026", _FRIDAY, disposition="home"),
        ),
        _TUESDAY,
        finds=1,
        due="9 Sep 2026",
    ),
    Example(
        "back in hospital on Sunday",
        chart_of(_home(), stay("Sun 6 Sep 2026 11:00")),
        _TUESDAY,
        finds=0,
    ),
    Example(
        "lives alone",
        chart_of(_home(), problem("Lives alone", icd10cm="Z60.2")),
        _TUESDAY,
        finds=1,
    ),
    Example("thirty days later", chart_of(_home()), "Sun 4 Oct 2026 08:00", finds=0),
]
