"""Died: a source says so. Every clock, reminder and letter has stopped; a person must look."""

from datetime import date, timedelta

from northstar.chart.people import Patient
from northstar.chart.words import Communication
from northstar.knowledge.transitions import days
from northstar.rules.contacts import contacts
from northstar.rules.death import death_facts
from northstar.rules.departures import promised
from northstar.rules.examples import (
    appointment,
    call,
    chart_of,
    concept,
    from_feed,
    patient,
    stay,
    visit,
)
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import joined, when

_COMING = frozenset({"booked", "pending", "proposed", "waitlist"})


def find(chart, now):
    told = death_facts(chart)
    if not told:
        return
    known = [at for at in (_at(fact) for fact in told) if at]
    closes = None
    if known:
        died = min(known)
        on = died.first_day(now.tzinfo)
        closes = on + timedelta(days=days("death-shown", on))
    if closes and now.date() > closes:
        return  # nothing of theirs is still running
    doubts = list(_doubts(chart, known, now))
    feeds = sorted({fact.source.called for fact in told if fact.source})
    who = f", by {joined(feeds)}" if feeds else ""
    when_told = f" {when(min(known), now.tzinfo)}" if known else ""
    reasons = {b.says: b for b in (because(fact, _told(fact, now)) for fact in told)}
    yield Finding(
        key="died",
        says=_says(told, f"{when_told}{who}", bool(doubts), known and min(known).start > now),
        factors={"everything of theirs has stopped": 30}
        | ({"sources disagree": 10} if doubts else {}),
        because=(
            *reasons.values(),
            *doubts,
            *_still_booked(chart, now),
        ),
        suggests="Find out which is true before anybody is told; if false, have the source correct it."
        if doubts
        else "Call yourself, not in a batch. Tell who must know: team, pharmacy, booked offices, insurer.",
    )
    if known and min(known).start > now:
        yield LookAgain(min(known).start)
    if closes:
        yield from promised(now, closes + timedelta(days=1))


def _says(told, by, doubted, ahead) -> str:
    if ahead:
        return f"may have died{by}; but that day lies ahead"
    if all(isinstance(fact, Communication) for fact in told):
        return "is said to have died, as we were told on the telephone; not confirmed yet"
    return f"may have died{by}; sources disagree" if doubted else f"has died{by}"


def _at(fact):
    if isinstance(fact, Communication):
        return None  # when they were told is not when it happened
    return fact.deceased_at if isinstance(fact, Patient) else fact.ended


def _told(fact, now) -> str:
    if isinstance(fact, Communication):
        return f"Said on the telephone{f' by {fact.recipient}' if fact.recipient else ''}; not confirmed"
    at = _at(fact)
    day = f" {when(at, now.tzinfo)}" if at else ", no day given"
    if isinstance(fact, Patient):
        return f"{fact.source.called if fact.source else 'A source'} says died{day}"
    return f"The stay at {fact.facility or 'a hospital'} ended in death{day}"


def _doubts(chart, known, now):
    """A source that says the person lives, or a contact after the day of death."""
    for person in chart.persons:
        if person.deceased is False:
            yield because(person, "Another source says that the person lives")
    last = contacts(chart)[-1:]
    if known and last and last[0].at.start >= max(known).end:
        at = when(last[0].at, now.tzinfo)
        yield because(last[0].fact, f"{'Seen' if last[0].seen else 'Spoken with'} after that, {at}")


def _still_booked(chart, now):
    """Whom to tell, as far as the day of death and not the hour of reading decides it."""
    coming = [a for a in chart.appointments if a.status in _COMING and a.start]
    offices = sorted({a.service or a.practitioner or a.location for a in coming} - {""})
    if offices:
        yield because(coming[-1], f"Still booked: {joined(offices)}")
    if not coming:
        yield Because("No appointment is still booked in any source we hold")


SIGNAL = Signal(
    code="person-died",
    title="A death",
    why="A reminder sent to the dead is a wound to the living. One person tells whoever must know, with care.",
    cites="HL7 v2 PID-30, FHIR Patient.deceased, discharge status 20 and 40 to 42; shown for a year (our own)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    minutes=25,
    matter="death",
    kinds=("Patient", "Encounter", "Communication"),
    after_death=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "a day of death that lies ahead is somebody's slip of the pen",
        chart_of(patient("1 May 1950", died="1 Jan 2027")),
        _NOW,
        1,
        says="lies ahead",
        looks_again="1 Jan 2027",
    ),
    Example(
        "told by the hospital",
        chart_of(from_feed("hospital b", patient(died="Sun 6 Sep 2026 04:10"))),
        _NOW,
        1,
        says="has died Sun 6 Sep 04:10, by hospital b",
        band=Band.HARM,
        looks_again="7 Sep 2027",
    ),
    Example(
        "a stay that ended in death",
        chart_of(stay("1 Sep 2026", "Fri 4 Sep 2026 22:40", disposition="expired")),
        _NOW,
        1,
        says="has died Fri 4 Sep 22:40",
    ),
    Example(
        "died at home after the discharge",
        chart_of(
            stay("1 Sep 2026", "4 Sep 2026", disposition="home"),
            from_feed("registry", patient(died="6 Sep 2026")),
            appointment("Mon 14 Sep 2026 09:00", service="Cardiology"),
        ),
        _NOW,
        1,
        says="has died Sun 6 Sep, by registry",
    ),
    Example(
        "a false report that its source replaced",
        chart_of(patient(born="3 May 1944", died=False)),
        _NOW,
        0,
    ),
    Example(
        "spoken with on the day after",
        chart_of(patient(died="6 Sep 2026"), call("Mon 7 Sep 2026 10:00")),
        _NOW,
        1,
        says="may have died Sun 6 Sep, by clinic; sources disagree",
    ),
    Example(
        "two sources disagree",
        chart_of(from_feed("registry", patient(died=True)), patient(died=False)),
        _NOW,
        1,
        says="may have died, by registry; sources disagree",
    ),
    Example(
        "a death certificate written as a visit does not disagree",
        chart_of(
            patient(died="6 Sep 2026"), visit("7 Sep 2026", code=concept("Death Certification"))
        ),
        _NOW,
        1,
        says="has died Sun 6 Sep",
    ),
    Example(
        "his wife said so on the telephone",
        chart_of(call("Mon 7 Sep 2026 10:00", "deceased", recipient="his wife")),
        _NOW,
        1,
        says="is said to have died, as we were told on the telephone; not confirmed yet",
    ),
    Example(
        "said so in error: the person came to the telephone the day after",
        chart_of(call("Mon 7 Sep 2026 10:00", "deceased"), call("Tue 8 Sep 2026 07:10")),
        _NOW,
        0,
    ),
    Example(
        "the daughter was reached afterwards: that does not say that the person lives",
        chart_of(
            call("Mon 7 Sep 2026 10:00", "deceased"),
            call("Tue 8 Sep 2026 07:10", who="caregiver"),
        ),
        _NOW,
        1,
    ),
    Example("lives", chart_of(patient(born="3 May 1944")), _NOW, 0),
    Example("years ago", chart_of(patient(died="6 Sep 2019")), _NOW, 0),
]
