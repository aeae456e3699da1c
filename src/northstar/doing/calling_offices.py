"""A call to an office (pharmacy, plan, clinic) about one person or several: one call, one act for each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.calls import asking
from northstar.casework.calls import writing as rows
from northstar.casework.calls.models import Dial
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.doing.acting import did
from northstar.doing.afterwards import marked
from northstar.doing.calling import PAST, phone
from northstar.doing.promising import Promised, keep_each
from northstar.knowledge.calendar import add_business_days
from northstar.record.models import Patient
from northstar.rules.assess import needs_answer
from northstar.rules.call_outcomes import BY_CODE
from northstar.rules.telephones import OFFICE_CALL, dialable

ENDS = ("reached", "left-message", "no-answer", "busy", "wrong-number", "dead-number")
_AGAIN = 1  # business days
_LONGEST = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The call itself: who was called or (`incoming`) called us, who spoke, and under which number they keep it."""

    name: str
    number: str = ""
    outcome: str
    representative: str = ""
    reference: str = ""
    held_minutes: int = 0
    note: str = ""
    incoming: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """One person it was about: what was said of them, until when the line waits (None: answered), and what
    of it is a promise."""

    patient: Patient
    line: Line | None
    note: str
    again_on: date | None
    promised: tuple[Promised, ...] = ()


def called_office(
    *, by: Viewer, office: Office, about: list[About], at: datetime, began: datetime, key: UUID,
    ended: datetime | None = None, dial: Dial | None = None,
) -> list[Act]:  # fmt: skip
    """Written for everybody it was about, all or nothing, each with their own share of the minutes; what
    was said of one stands with nobody else. `ended` is given where it is entered afterwards; else it ends now.
    `dial`: how it was dialled, kept with the first of them."""
    _require(office, about, at)
    ended = min(ended or at, at)
    began = min(began, ended)
    share = (ended - began) / len(about)
    with writing():
        made = [
            _for_one(
                by, office, one, began + n * share, began + (n + 1) * share, len(about), at, key,
                None if n else dial,
            )
            for n, one in enumerate(about)
        ]  # fmt: skip
    if dial and dial.handle:
        phone().hang_up(dial.handle)
    return made


def _require(office: Office, about: list[About], at: datetime) -> None:
    if not about:
        raise Refused("Choose whom the call is about.")
    if not office.name.strip():
        raise Refused("Which office was it? Write its name.")
    if office.outcome not in ENDS:
        raise Refused("Say how the call ended.")
    if office.outcome == "reached" and not office.representative.strip():
        raise Refused("Who spoke with you? A name, or what they call themselves.")
    if any(one.again_on and one.again_on < at.date() for one in about):
        raise Refused(PAST)


def _for_one(
    by: Viewer, office: Office, one: About, began: datetime, ended: datetime, many: int, at: datetime, key: UUID,
    dial: Dial | None,
) -> Act:  # fmt: skip
    mine = uuid5(key, str(one.patient.public_id))
    if before := asking.written(mine):
        return before
    status = BY_CODE[office.outcome].status
    fact = Communication(
        medium=OFFICE_CALL, status=status, sent=when(began.isoformat()), recipient=office.name.strip(),
        sender=office.representative.strip(), phone=dialable(office.number), thread=office.reference.strip(),
        text="\n".join(part for part in (one.note.strip(), office.note.strip()) if part),
    )  # fmt: skip

    def follows(act: Act) -> None:
        rows.finish(act=act, key=mine, dial=dial)
        _line_goes_on(by, office, one, act, at)
        keep_each(one.promised, by=by, patient=one.patient, act=act, line=one.line, at=at)

    return did(
        by=by, patient=one.patient, kind="office call",
        says=marked(_says(office, one, many, status), ended, at), at=at,
        began=began, ended=ended, states=[("Communication", fact)], line=one.line, row=key,
        detail=_detail(office, one, many), label=one.line.label if one.line else 0, then=follows,
    )  # fmt: skip


def _says(office: Office, one: About, many: int, status: str) -> str:
    spoke = f", {office.representative.strip()}" if office.representative.strip() else ""
    call = (
        f"{office.name.strip()} called us{spoke}"
        if office.incoming
        else f"Called {office.name.strip()}{spoke}"
    )
    said = [f"{call}: {status}"]
    if office.reference.strip():
        said.append(f"Reference {office.reference.strip()}")
    if many > 1:
        said.append(f"One call for {many} people")
    if office.held_minutes:
        said.append(f"On hold for {office.held_minutes} minutes")
    said += [
        " ".join(words.split())[:_LONGEST] for words in (one.note, office.note) if words.strip()
    ]
    return " ".join(part if part[-1] in ".!?”" else f"{part}." for part in said)


def _detail(office: Office, one: About, many: int) -> dict[str, Any]:
    told = {
        "office": office.name, "number": office.number, "outcome": office.outcome, "people": many,
        "representative": office.representative, "reference": office.reference,
        "held_minutes": office.held_minutes, "note": one.note, "common_note": office.note,
        "incoming": office.incoming,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _line_goes_on(by: Viewer, office: Office, one: About, act: Act, at: datetime) -> None:
    line = one.line
    if line is None:
        if office.outcome != "reached" or one.again_on:
            rows.work(
                act=act, patient=one.patient.pk, key="office", matter="office call", at=at,
                on=one.again_on or add_business_days(at.date(), _AGAIN),
                says=f"waits for {office.name.strip()}", suggests="Call the office again.",
                factors={"an office owes an answer": 10},
            )  # fmt: skip
    elif not line.is_open:
        return
    elif office.outcome != "reached" or one.again_on or line.signal in needs_answer():
        on = one.again_on or add_business_days(at.date(), _AGAIN)
        acts.tried(line=line, by=by, at=at, on=on, why=act.says[:400])
    else:
        acts.done(line=line, by=by, at=at, outcome="Answered by the office", note=act.says[:400])
