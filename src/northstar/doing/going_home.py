"""What we do for somebody on the way home: equipment, papers and a visit, asked for and there."""

import re
from datetime import date, datetime, timedelta
from functools import partial
from uuid import uuid4

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts import asking as acts
from northstar.casework.acts.models import Act
from northstar.casework.transitions.asking import (
    ASKED,
    BOOKED,
    EQUIPMENT,
    MATTER,
    PAPERS,
    THERE,
    VISIT,
    WAY_HOME,
)
from northstar.casework.worklist.asking_again import answered, ask_again, waiting
from northstar.chart.value import Concept
from northstar.chart.visits import Appointment
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.doing.sending import Within, send
from northstar.knowledge.transitions import days
from northstar.record.models import Patient

_LONGEST = 120
_FARTHEST = timedelta(days=366)
_TWICE = timedelta(minutes=2)  # the same press, sent twice
_SOONEST_VISIT_LENGTH = 30  # minutes a visit is taken to last where nobody said


def equipment_asked(
    *, by: Viewer, patient: Patient, what: str, of: str, at: datetime, label: int = 0
) -> Act:
    """Somebody was asked to bring equipment; a line asks in time whether it is there, one for each thing."""
    what, of = _said(what, "Say which equipment."), _said(of, "Say who was asked.")
    return _asked(
        by, patient, EQUIPMENT, f"asked {of} for {what}", f"{what} (asked of {of})", at, label,
        suggests=f"Ask whether {what} has come, and whether it is used.", thing=_plain(what),
    )  # fmt: skip


def equipment_there(
    *, by: Viewer, patient: Patient, what: str, at: datetime, label: int = 0
) -> Act:
    """It has come: who says so is the person whose act this is."""
    what = _said(what, "Say which equipment.")
    thing = _awaited(patient, what)
    return _settled(by, patient, EQUIPMENT, THERE, f"{what} is there", what, at, label, thing=thing)


def papers_asked(
    *, by: Viewer, patient: Patient, of: str, at: datetime, fax: str = "", text: str = "", key: str = "",
    label: int = 0,
) -> Act:  # fmt: skip
    """The hospital was asked for its papers: by phone, or, with a number, by a fax that leaves through
    the outbox. `key`: the same key is the same fax, however often it is pressed."""
    of = _said(of, "Say which office was asked.")
    how = "by fax" if fax.strip() else "by phone"
    says, what = f"asked {of} for the discharge papers, {how}", f"{of}, {how}"
    suggests = f"Ask {of} again for the summary, by another road if the first gave nothing."
    if not fax.strip():
        return _asked(by, patient, PAPERS, says, what, at, label, suggests=suggests)
    line = partial(_line, by, patient, _key(PAPERS), says, suggests, _ask_on(PAPERS, at), at, label)
    sent = send(
        by=by, patient=patient, channel="fax", address=fax.strip(), text=text, at=at,
        subject="Discharge papers", purpose="discharge papers", recipient=of, label=label,
        key=f"discharge papers {key or uuid4()}",
        within=Within(PAPERS, says, {"state": ASKED, "what": what}, line),
    )  # fmt: skip
    return sent.act


def visit_asked(*, by: Viewer, patient: Patient, of: str, at: datetime, label: int = 0) -> Act:
    """An office was asked for a visit; until one is booked, a line asks again."""
    of = _said(of, "Say which office was asked.")
    return _asked(
        by, patient, VISIT, f"asked {of} for a visit", of, at, label,
        suggests=f"Ask {of} for the day and hour of the visit.",
    )  # fmt: skip


def visit_booked(
    *, by: Viewer, patient: Patient, starts: datetime, of: str, at: datetime, label: int = 0
) -> Act:
    """A visit is booked: a fact like any other appointment, in this person's name."""
    of = _said(of, "Say with whom the visit is.")
    if starts.date() > at.date() + _FARTHEST:
        raise Refused("That day is more than a year ahead. Look at the year.")
    if starts <= at:
        raise Refused(
            "That hour has passed. A visit that took place comes from the office’s own record."
        )
    booked = Appointment(
        code=Concept("Visit after hospital"), status="booked", start=when(starts.isoformat()),
        minutes=_SOONEST_VISIT_LENGTH, practitioner=of, service="Visit after hospital",
        created=when(at.isoformat()),
    )  # fmt: skip
    said = f"booked a visit with {of} for {starts:%a} {starts.day} {starts:%b}, {starts:%H:%M}"
    return _settled(by, patient, VISIT, BOOKED, said, of, at, label, booked)


def ask_anew(*, by: Viewer, patient: Patient, act: Act, at: datetime) -> None:
    """What had been asked for stands open again: its line asks as before."""
    suggests = f"Ask again: {act.detail.get('what', '')}."
    on = _ask_on(act.kind, at)
    _line(by, patient, key_of(act), act.says, suggests, on, at, act.label, act)


def key_of(act: Act) -> str:
    """The key of the line that asks after what this act is about."""
    return _key(act.kind, act.detail.get("thing", ""))


def _asked(
    by: Viewer, patient: Patient, kind: str, says: str, what: str, at: datetime, label: int,
    *, suggests: str, thing: str = "",
) -> Act:  # fmt: skip
    key = _key(kind, thing)
    then = partial(_line, by, patient, key, says, suggests, _ask_on(kind, at), at, label)
    detail = {"state": ASKED, "what": what} | ({"thing": thing} if thing else {})
    with writing():
        return _just(by, patient, kind, says, at) or did(
            by=by,
            patient=patient,
            kind=kind,
            says=says,
            at=at,
            detail=detail,
            label=label,
            then=then,
        )


def _just(by: Viewer, patient: Patient, kind: str, says: str, at: datetime) -> Act | None:
    """What the same press wrote down a moment ago."""
    found = acts.of_patients(by, [patient.pk], since=at - _TWICE).get(patient.pk, [])
    alike = (
        one for one in found if (one.kind, one.says, one.staff_id) == (kind, says, by.staff_id)
    )
    return next((one for one in alike if not hasattr(one, "taken_back")), None)


def _ask_on(kind: str, at: datetime) -> date:
    return at.date() + timedelta(days=days(f"ask-{kind}", at.date()))


def _line(
    by: Viewer, patient: Patient, key: str, says: str, suggests: str, on: date, at: datetime,
    label: int, act: Act,
) -> None:  # fmt: skip
    ask_again(
        patient=patient.pk, key=key, says=f"waits: {by.name} {says}", suggests=suggests,
        matter=MATTER, on=on, by=by, at=at, label=label,
    )  # fmt: skip


def _settled(
    by: Viewer, patient: Patient, kind: str, state: str, says: str, what: str, at: datetime,
    label: int, fact: Appointment | None = None, *, thing: str = "",
) -> Act:  # fmt: skip
    detail = {"state": state, "what": what} | ({"thing": thing} if thing else {})

    def close(act: Act) -> None:
        answered(patient=patient.pk, key=_key(kind, thing), by=by, at=at, outcome=state)

    with writing():
        return _just(by, patient, kind, says, at) or did(
            by=by, patient=patient, kind=kind, says=says, at=at, detail=detail,
            states=[("Appointment", fact)] if fact else (), label=label, then=close,
        )  # fmt: skip


def _awaited(patient: Patient, what: str) -> str:
    """Which of the things asked for this is; the only one there is, whatever it is called now."""
    begins = _key(EQUIPMENT, " ").rstrip()
    things = [key.removeprefix(begins).strip() for key in waiting(patient.pk, begins)]
    if _plain(what) in things or not things:
        return _plain(what)
    if len(things) > 1:
        raise Refused(
            f"Several things are awaited. Say which of them is there: {', '.join(things)}."
        )
    return things[0]


def _key(kind: str, thing: str = "") -> str:
    return f"{WAY_HOME}{kind}: {thing}" if thing else f"{WAY_HOME}{kind}"


def _plain(thing: str) -> str:
    """A walker, the walker and Walker are one thing."""
    return re.sub(r"^(an?|the|one) ", "", thing.casefold())


def _said(words: str, sentence: str) -> str:
    words = " ".join(words.split())[:_LONGEST]
    if not words:
        raise Refused(sentence)
    return words
