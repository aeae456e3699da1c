"""What stands on the call screen: the person, what must be known before dialling, numbers, words, people."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from northstar.access.viewer import Viewer
from northstar.casework.acts import asking as acts
from northstar.casework.calls import asking as calls
from northstar.casework.disagreements import asking as differences
from northstar.casework.worklist.asking import lines_of
from northstar.chart.chart import Chart
from northstar.chart.words import Communication
from northstar.desk.own_words import own_words
from northstar.desk.patient.circle import Circle, circle
from northstar.desk.patient.clashes import clashes, of_medicines
from northstar.desk.patient.identity import bar
from northstar.desk.patient.taking import Taking, taking
from northstar.desk.patient.visits import coming
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.today.beside import was_said
from northstar.doing.calling import why_not
from northstar.doing.taking_back import CALLS
from northstar.knowledge import transitions
from northstar.knowledge.call_purposes import BEREAVED, LEAVE, LETTER, PURPOSES, purpose, purpose_of
from northstar.record.callers import shared
from northstar.record.messages import messages
from northstar.record.people import card
from northstar.rules.call_consents import refuses_calls, voicemail, warnings
from northstar.rules.call_outcomes import HEARD, OUTCOMES
from northstar.rules.death import has_died
from northstar.rules.departures import departure
from northstar.rules.reaching import Attempt, Next, attempts, next_attempt
from northstar.rules.stays import HOME
from northstar.rules.telephones import (
    CALL,
    Telephone,
    dialable,
    digits,
    numbers_of_others,
    own_numbers,
    tidy,
)
from northstar.rules.their_clock import TheirClock, home_of, in_one_line, their_clock

_MOST, _FEW, _PILLS = 6, 3, 14
_WEEKS = timedelta(days=31)
_SEEN = {
    "HH": "seen at home", "VR": "spoken with by video or telephone", "AMB": "seen in an office",
    "EMER": "seen in the emergency department",
}  # fmt: skip
_TOOK_PLACE = ("arrived", "in-progress", "finished")
_CALLED = "whoever called from here"
_FROM_HERE = "they called from here"


@dataclass(frozen=True, slots=True)
class Number:
    """One telephone as the page offers it: `tel` for the device's own, `warns` before it is dialled,
    `never` why it is not dialled at all."""

    telephone: Telephone
    tel: str
    chip: Chip | None
    warns: str
    last: str
    never: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What must be known before anybody dials. `elsewhere`: what others did for the person today."""

    died: bool
    refuses: Chip | None
    clock: TheirClock
    warnings: list[tuple[str, Chip | None]]
    elsewhere: list[str]
    attempts: list[Attempt]
    then: Next


def screen(
    viewer: Viewer, row: Any, chart: Chart, now: datetime, chips: Chips, line: Any, code: str
) -> dict[str, Any]:
    """Everything of the page but what was typed."""
    lines = lines_of(viewer, row.pk)
    code = code or (BEREAVED if has_died(chart) else "")  # nobody asks the family how the dead are
    of = purpose(code) if code else purpose_of(line.signal if line else "")
    said = bar(chart, card(row), [], chips)
    waiting = calls.unfinished(viewer, row.pk, now)
    message = _message(viewer, line)
    pills = _pills(viewer, row.pk, chart, chips)
    return {
        "patient": row.public_id,
        "bar": said,
        "line": line,
        "own": own_words(line),
        "purpose": of,
        "purposes": [one for one in PURPOSES if not one.office],
        "opens": of.opens.format(me=viewer.name),
        "leave": LEAVE.format(me=viewer.name),
        "letter": LETTER.format(name=said.given or said.family, me=viewer.name),
        "left": _left(chart, now.date(), chips),
        "before": _before(viewer, row, chart, now, chips, line),
        "message": message if message and was_said(message) else None,
        "numbers": _numbers(
            viewer, chart, now, chips, message.phone if message else "", why_not(chart, line, now)
        ),
        "people": circle(chart, chips),
        "home": _home(chart),
        "identifiers": _identifiers(chart, said, chips),
        "medicines": pills[:_PILLS],
        "medicines_more": max(0, len(pills) - _PILLS),
        "coming": coming(chart, lines, now, chips)[:4],
        "visit_by": visit_by(chart, now) if of.visit else None,
        "outcomes": OUTCOMES,
        "waiting": waiting,
        "caller": _caller(chart, waiting, now, chips),
        "heard": HEARD.get(waiting.said, "") if waiting else "",
        "written": _written(viewer, row.pk, now),
        "may_reconcile": viewer.may("reconcile"),
        "now": now,
    }


def names_of(people: Circle) -> list[str]:
    """Who else may come to the telephone."""
    return [one.name for one in (*people.decides, *people.near)]


def visit_by(chart: Chart, now: datetime) -> date | None:
    """The last day of the visit after a stay, if they came home lately; a day that has passed is none."""
    left = departure(chart, now, HOME)
    days = (
        [transitions.until(code, left.left_day) for code in ("visit-high", "visit")] if left else []
    )
    return next((day for day in days if day >= now.date()), None)


def _caller(chart: Chart, waiting: Any, now: datetime, chips: Chips) -> str:
    """Who it may be that called: whoever near the person has the number, where nobody else does. Only a
    proposal; two things are asked first, whoever it is."""
    if waiting is None or not waiting.incoming:
        return ""
    others = numbers_of_others(chart, now.date(), chips.calendar.zone)
    found = {one.whose for one in others if digits(one.number) == digits(waiting.number)}
    return found.pop() if len(found) == 1 else ""


def _before(
    viewer: Viewer, row: Any, chart: Chart, now: datetime, chips: Chips, line: Any
) -> Before:
    refused = refuses_calls(chart, now.date())
    due = line.due.astimezone(now.tzinfo).date() if line and line.due else None
    return Before(
        has_died(chart),
        chips.of(refused.fact) if refused else None,
        their_clock(chart, now),
        [(words, chips.of(fact)) for words, fact in warnings(chart)],
        _elsewhere(viewer, row.pk, chart, now),
        attempts(chart, now)[-_MOST:],
        next_attempt(chart, now, due),
    )


def _elsewhere(viewer: Viewer, patient: int, chart: Chart, now: datetime) -> list[str]:
    """What colleagues did for them today, and what other teams sent or said."""
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    ours = [
        f"{act.by}, {act.began.astimezone(now.tzinfo):%H:%M}: {act.says}"
        for act in acts.of_patient(viewer, patient, since=morning)
        if act.staff_id != viewer.staff_id and getattr(act, "taken_back", None) is None
    ]
    theirs = [
        f"{_said_by(m, m.began, now)}: {m.medium} {m.status}"
        for m in chart.messages
        if m.medium == CALL and m.began and m.began.start >= morning and not _ours(m)
    ]
    seen = [
        f"{_said_by(e, e.start, now)}: {_SEEN[e.class_code]}{f', {e.attending}' if e.attending else ''}"
        for e in chart.encounters
        if e.start and e.start.day(now.tzinfo) == now.date() and e.start.start <= now
        and e.class_code in _SEEN and e.status in _TOOK_PLACE and not _ours(e)
    ]  # fmt: skip
    return [*ours, *theirs, *seen][:_MOST]


def _said_by(fact: Any, began: Any, now: datetime) -> str:
    """Who says so, with the hour where the source wrote one."""
    who = fact.source.called if fact.source else "Another team"
    if began.precision in ("minute", "second"):
        return f"{who}, {began.start.astimezone(now.tzinfo):%H:%M}"
    return str(who)


def _written(viewer: Viewer, patient: int, now: datetime) -> list[Any]:
    """One's own calls about them of the last weeks, which one may take back; and those taken back."""
    found = acts.of_patient(viewer, patient, since=now - _WEEKS, kinds=CALLS)
    return [act for act in found if act.staff_id == viewer.staff_id][:_FEW]


def _ours(message: Any) -> bool:
    return bool(message.source and message.source.feed == "staff")


def _pills(viewer: Viewer, patient: int, chart: Chart, chips: Chips) -> list[Taking]:
    """The medicines as told by all who speak of them; what needs a thought first."""
    differing = clashes(chart, chips, differences.stories_of(viewer, patient))
    return taking(chart, chips, *of_medicines(differing))


def _message(viewer: Viewer, line: Any) -> Communication | None:
    """The message that the call answers."""
    arrival = line.arrival_id if line else None
    return messages(viewer, [arrival]).get(arrival) if arrival else None


def _numbers(
    viewer: Viewer, chart: Chart, now: datetime, chips: Chips, from_here: str, never: str
) -> list[Number]:
    """`from_here`: the number from which they called; it stands first. `never`: why the person's own are
    not dialled; then somebody else has called from any other."""
    zone: tzinfo = chips.calendar.zone
    found = [*own_numbers(chart), *numbers_of_others(chart, now.date(), zone)]
    if from_here:
        found.sort(key=lambda one: digits(one.number) != digits(from_here))
        if not found or digits(found[0].number) != digits(from_here):
            found.insert(0, Telephone(tidy(from_here), _CALLED if never else "", use=_FROM_HERE))
    found = found[: 2 * _MOST]
    both = shared(viewer, [one.number for one in found if not one.whose], now.date())
    own = {digits(one.number) for one in own_numbers(chart)}
    return [
        replace(
            _number(one, digits(one.number) in both, chips),
            never="" if one.whose and digits(one.number) not in own else never,
        )
        for one in found
    ]


def _number(one: Telephone, is_shared: bool, chips: Chips) -> Number:
    last = ""
    if one.last and one.last.began:
        last = f"{one.last.status}, {chips.calendar.moment(one.last.began.start)}"
    return Number(
        one, dialable(one.number), chips.of(one.fact) if one.fact else None, _warns(one, is_shared), last
    )  # fmt: skip


def _warns(one: Telephone, is_shared: bool) -> str:
    if one.whose and (one.consent is None or not one.consent.allows):
        asked = "They have forbidden it" if one.consent else "Nobody has asked yet"
        return f"Say nothing about health here. {asked}."
    if one.use == _FROM_HERE:
        return "No source has this number: make sure who answers."
    if is_shared:
        return "Somebody else whom we know has this number too: make sure who answers."
    return ""


def _left(chart: Chart, today: date, chips: Chips) -> dict[str, Any]:
    word = voicemail(chart, today)
    return {"word": word, "chip": chips.of(word.fact) if word else None}


def _identifiers(chart: Chart, said: Any, chips: Chips) -> list[tuple[str, str]]:
    """What they say themselves, and what it is compared with here."""
    born = chips.calendar.born(chart.birth_date) if chart.birth_date else ""
    number = said.identifiers[0].words if said.identifiers else ""
    found = [
        ("full name", " ".join(part for part in (said.given, said.family) if part)),
        ("birth date", born),
        ("address", _home(chart)),
        ("record number", number),
    ]
    return [(name, words) for name, words in found if words]


def _home(chart: Chart) -> str:
    found = home_of(chart)
    return in_one_line(found) if found else ""
