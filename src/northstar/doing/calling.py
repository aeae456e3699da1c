"""A call: the number is dialled, and one submit writes everything that came of it.

Its note line and minutes (an act), the fact that silences the rule which asked for it, what becomes of
the line, the promise made, the visit asked for, and the audit entry: all or nothing.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.calls import asking
from northstar.casework.calls import writing as rows
from northstar.casework.calls.models import Dial
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line
from northstar.chart.chart import Chart
from northstar.chart.when import when
from northstar.doing.acting import did, ours
from northstar.doing.afterwards import marked
from northstar.doing.call_told import ENOUGH, Told, facts, note_line
from northstar.doing.promising import Promised, keep_each, promise
from northstar.engines.phone import ANSWERED, Phone, telephone
from northstar.knowledge.calendar import short_day
from northstar.record import charts
from northstar.record.models import Patient
from northstar.rules.assess import needs_answer
from northstar.rules.call_consents import refuses_calls
from northstar.rules.call_outcomes import BY_CODE, Outcome
from northstar.rules.death import has_died
from northstar.rules.interpreter import wants_interpreter
from northstar.rules.reaching import Next, next_attempt
from northstar.rules.signal import Band
from northstar.rules.telephones import dialable, digits, own_numbers
from northstar.rules.their_clock import their_clock

PAST = "“Again on” is a day that has passed: choose today or a day ahead."
_ENDS = {"reached": "Reached, and settled", "declined": "Declined by the person",
         "refused": "Wants no more calls"}  # fmt: skip


def phone() -> Phone:
    """The clinic's telephone."""
    return telephone(settings.PHONE, settings.HOME)


def dialled(
    *,
    by: Viewer,
    patient: Patient,
    number: str,
    at: datetime,
    line: Line | None = None,
    whose: str = "",
    chart: Chart | None = None,
) -> Dial:
    """Dial a number about a person, and note that it was dialled. Refused where the person wants no
    calls or has died; what is about life or safety is dialled all the same."""
    chart = chart or charts.charts(by, [patient.pk], at)[patient.pk]
    theirs = {digits(one.number) for one in own_numbers(chart)}
    if (not whose or digits(number) in theirs) and (never := why_not(chart, line, at)):
        raise Refused(never)
    with writing():
        if line is not None and line.is_open and line.band == Band.SAFETY and not line.acknowledged:
            acts.acknowledge(line=line, by=by, at=at)  # who dials has it in hand
        ring = phone().dial(dialable(number))
        return rows.dial(
            identity=ours(patient, kind="call", key=f"dial:{at.isoformat()}", at=at),
            person=str(patient.public_id), number=number, by=by, at=at, line=line, whose=whose,
            said=ring.said, handle=ring.handle, rested=their_clock(chart, at).quiet,
            label=line.label if line else 0,
        )  # fmt: skip


def taken(*, by: Viewer, patient: Patient, number: str, at: datetime, handle: str = "") -> Dial:
    """Somebody calls us and is answered: it began now."""
    with writing():
        made = rows.dial(
            identity=ours(patient, kind="call", key=f"taken:{at.isoformat()}", at=at),
            person=str(patient.public_id), number=number, by=by, at=at, incoming=True, said=ANSWERED,
            handle=handle,
        )  # fmt: skip
    if handle:
        phone().answer(handle)
    return made


def why_not(chart: Chart, line: Line | None, at: datetime) -> str:
    """Why the person's own numbers are not dialled; empty where they may be."""
    if line is not None and line.band == Band.SAFETY:
        return ""
    if has_died(chart):
        return "This person has died. Call the family on a number of theirs, yourself."
    if refuses_calls(chart, at.date()):
        return "This person asked not to be called. Write instead, or ask them when you meet."
    return ""


def called(
    *,
    by: Viewer,
    patient: Patient,
    told: Told,
    at: datetime,
    key: UUID,
    began: datetime | None = None,
    ended: datetime | None = None,
    line: Line | None = None,
    dial: Dial | None = None,
    row: UUID | None = None,
    label: int = 0,
    promised: Iterable[Promised] = (),
) -> Act:
    """The call is over: everything that came of it, written once. The same `key` again changes nothing.
    `promised`: what its note promises, each with its day, besides what `told` names.
    `ended` is given where the call is entered afterwards; else it ends now. `label`: how guarded it is
    where no line says so. Without a line it goes on with the one that an earlier call in vain left."""
    with writing():
        if before := asking.written(key):
            return before
        line = line or asking.to_try_again(by, patient.pk)
        chart = charts.charts(by, [patient.pk], at)[patient.pk]
        outcome = _checked(told, chart, at)
        began, ended = min(began or (dial.at if dial else at), at), min(ended or at, at)
        says = marked(note_line(told, outcome), ended, at)

        def follows(act: Act) -> None:
            rows.finish(act=act, key=key, dial=dial)
            _line_goes_on(by, patient, told, outcome, act, line, at)
            _no_longer_in_vain(by, patient, told, outcome, act, line, at)
            _keep_word(by, patient, told, act, line, at)
            keep_each(promised, by=by, patient=patient, act=act, line=line, at=at)

        act = did(
            by=by, patient=patient, kind="call", says=says, at=at, began=began,
            ended=ended, states=list(facts(told, outcome, when(began.isoformat()))), line=line,
            detail=_detail(told, outcome), because=line.because[:2] if line else (),
            label=line.label if line else label | (dial.label if dial else 0), row=row, then=follows,
        )  # fmt: skip
    if dial and dial.handle:
        phone().hang_up(dial.handle)
    return act


def _checked(told: Told, chart: Chart, at: datetime) -> Outcome:
    """How it ended; refused in one sentence where something is missing that nobody can add later."""
    if told.outcome not in BY_CODE:
        raise Refused("Say how the call ended: one key, 1 to 9.")
    outcome = told.outcome_in(chart, at.date())
    if outcome.code == "reached" and len(told.checked) < ENOUGH:
        raise Refused("Tick the two things by which you made sure who was on the line.")
    if outcome.code == "reached" and not told.interpreter.strip() and wants_interpreter(chart):
        raise Refused("Name the interpreter or their number; or write why there was none.")
    if outcome.code == "declined" and not told.note.strip():
        raise Refused("Write what was declined, and what you explained.")
    if outcome.code == "deceased" and not (told.who.strip() or told.note.strip()):
        raise Refused("Write who told you.")
    if told.keep_on is not None and told.keep_on < at.date():
        raise Refused(PAST)
    if told.visit_by is not None and told.visit_by < at.date():
        raise Refused("The day of the visit has passed: choose today or a day ahead.")
    if told.promise.strip() and told.promise_on is None:
        raise Refused("You promised something: by which day?")
    if told.promise_on is not None and not told.promise.strip():
        raise Refused("There is a day for a promise: what did you promise?")
    return outcome


def _detail(told: Told, outcome: Outcome) -> dict[str, Any]:
    """What only a call has: kept with the act, every word of it."""
    plain = {name: value for name, value in asdict(told).items() if value}
    days = {name: value.isoformat() for name, value in plain.items() if isinstance(value, date)}
    return plain | days | {"outcome": outcome.code, "status": outcome.status}


def _line_goes_on(
    by: Viewer, patient: Patient, told: Told, outcome: Outcome, act: Act, line: Line | None, at: datetime
) -> None:  # fmt: skip
    if outcome.in_vain:
        chart = charts.charts(by, [patient.pk], at)[patient.pk]
        clock = line.due.astimezone(at.tzinfo).date() if line and line.due else None
        _comes_back(by, patient, outcome, next_attempt(chart, at, clock), act, line, at)
    elif line is None or not line.is_open or outcome.code == "deceased":
        return
    elif told.keep_on is not None or line.signal in needs_answer():
        on = told.keep_on or at.date()
        acts.tried(line=line, by=by, at=at, on=on, why=f"{outcome.status}, not finished")
    else:
        acts.done(line=line, by=by, at=at, outcome=_ENDS[outcome.code], note=act.says[:400])


def _no_longer_in_vain(
    by: Viewer, patient: Patient, told: Told, outcome: Outcome, act: Act, line: Line | None, at: datetime
) -> None:  # fmt: skip
    """They came to the telephone about something else: what the caller had tried in vain before is settled
    too. A colleague's line says that they were spoken with, and the colleague closes it."""
    if outcome.code in _ENDS and told.keep_on is None:
        for other in asking.tried_before(by, patient.pk, line):
            acts.done(line=other, by=by, at=at, outcome=_ENDS[outcome.code], note=act.says[:400])


def _comes_back(
    by: Viewer, patient: Patient, outcome: Outcome, then: Next, act: Act, line: Line | None, at: datetime
) -> None:  # fmt: skip
    """Nobody was reached: the work has a next day, whatever happens."""
    if line is not None and line.is_open:
        acts.tried(line=line, by=by, at=at, on=then.on, why=f"{outcome.status}. {then.says}")
        if line.matter == asking.NOT_REACHED:
            rows.next_step(line=line, suggests=then.says)
        return
    rows.work(
        act=act, patient=patient.pk, key="call", matter=asking.NOT_REACHED, on=then.on, at=at,
        says=f"was not reached by telephone ({outcome.status})", suggests=then.says,
        factors={"called in vain": 10},
    )  # fmt: skip


def _keep_word(
    by: Viewer, patient: Patient, told: Told, act: Act, line: Line | None, at: datetime
) -> None:
    """What was promised and asked for in the call becomes work with a holder and a day."""
    if told.promise.strip() and told.promise_on:
        promise(
            by=by, patient=patient, says=told.promise, on=told.promise_on, at=at, line=line, act=act,
            label=act.label,
        )  # fmt: skip
    if told.visit_by:
        rows.work(
            act=act, patient=patient.pk, key="visit", matter=line.belongs if line else "visit", on=at.date(), at=at,
            says=f"wants a visit by {short_day(told.visit_by)}, as agreed on the telephone",
            suggests="Book the visit, and the ride if one is needed.",
            factors={"agreed with them": 20}, due=told.visit_by,
        )  # fmt: skip
