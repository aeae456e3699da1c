"""A note: drafted, changed, signed with what was ticked in it, added to. Signing is the act."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.notes import writing as notes
from northstar.casework.notes.models import CAREGIVER, PATIENT, Note
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import Condition, Observation
from northstar.chart.medicines import MedicationStatement
from northstar.chart.people import HumanName, RelatedPerson
from northstar.chart.value import Concept, Value
from northstar.chart.when import When, when
from northstar.doing.acting import did, ours
from northstar.doing.afterwards import marked
from northstar.doing.promising import Promised, keep_each
from northstar.engines.writing.values import Sentence
from northstar.record.models import Patient
from northstar.rules.extracts.extract import Extract

LONGEST_SITTING = timedelta(hours=2)  # nobody sits over one note for longer; the rest is a pause
PROMISED = frozenset({"promise", "awaited", "follow-up"})


@dataclass(frozen=True, slots=True)
class Ticked:
    """One proposal a person has ticked: `on` is the day of a promise, `to` who keeps it (without, whoever
    signs)."""

    extract: Extract
    words: str  # as the text has it
    on: date | None = None
    to: Staff | Team | None = None


def draft(
    *,
    by: Viewer,
    patient: Patient,
    kind: str,
    title: str,
    sentences: Iterable[Sentence],
    at: datetime,
    began: datetime | None = None,
    about: str = PATIENT,
    program: str = "",
    covers: tuple[datetime, datetime] | None = None,
    line: Line | None = None,
    label: int = 0,
    refused: Iterable[dict[str, str]] = (),
    told_by: str = "",
    relation: str = "",
) -> Note:
    """Begin a note. What is restricted belongs into one of its own: `label` holds for the whole. `told_by`:
    a relative or somebody else who told it, and what they are to the person."""
    if about not in (PATIENT, CAREGIVER):
        raise Refused("A note is about the person or about who cares for them.", status=422)
    with writing():
        key = f"note:{uuid4()}"
        return notes.begin(
            identity=ours(patient, kind="note", key=key, at=at), patient=patient.pk,
            person=str(patient.public_id), kind=kind, title=title, sentences=sentences, by=by, at=at,
            began=_begun(began, at), about=about, program=program, covers=covers, line=line, label=label, refused=refused,
            told_by=" ".join(told_by.split()), relation=" ".join(relation.split()),
        )  # fmt: skip


def save(
    *,
    by: Viewer,
    patient: Patient,
    note: Note,
    title: str,
    sentences: Iterable[Sentence],
    at: datetime,
) -> None:
    """Keep the draft as it stands; the version before stays."""
    with writing():
        notes.save(
            note=note, person=str(patient.public_id), title=title, sentences=sentences, by=by, at=at
        )  # fmt: skip


def sign(
    *,
    by: Viewer,
    patient: Patient,
    note: Note,
    title: str,
    sentences: Iterable[Sentence],
    ticked: Iterable[Ticked],
    at: datetime,
) -> Act:
    """Signed once; what was ticked becomes facts and promises in the same transaction. The minutes are
    those of writing it; of a quick note set back in time, those of what it tells."""
    ticked, sentences = list(ticked), list(sentences)
    if note.about == CAREGIVER and any(t.extract.kind not in PROMISED for t in ticked):
        raise Refused(
            "What a caregiver says of themselves is not filed on this person.", status=422
        )

    def finish(act: Act) -> None:
        notes.sign(
            note=note, person=str(patient.public_id), title=title, sentences=sentences, by=by, at=at,
            filed=[_filed(one, by) for one in ticked],
        )  # fmt: skip
        promised = [_promised(one, at) for one in ticked if one.extract.kind in PROMISED]
        keep_each(
            promised, by=by, patient=patient, act=act, line=note.line, at=at, label=note.label
        )

    began, ended = _stretch(note, by, at)
    with writing():
        return did(
            by=by, patient=patient, kind="note", says=marked(_said(note, title), ended, at), at=at,
            began=began, ended=ended,
            states=[told for one in ticked for told in _told(one, ended, note.teller or "the person")], line=note.line, label=note.label,
            detail={"note": str(note.public_id), "about": note.about}, then=finish,
        )  # fmt: skip


def add(
    *, by: Viewer, patient: Patient, note: Note, text: str, at: datetime, promised: Iterable[Promised] = ()
) -> Act:  # fmt: skip
    """Something more under a signed note, in this person's name; what it promises becomes a line."""
    if not text.strip():
        raise Refused("Write what you want to add.", status=422)
    said = Sentence(says=text.strip(), by=by.name, label=note.label)
    person = str(patient.public_id)

    def finish(act: Act) -> None:
        notes.add(note=note, person=person, sentences=[said], by=by, at=at)
        keep_each(
            promised, by=by, patient=patient, act=act, line=note.line, at=at, label=note.label
        )

    return did(
        by=by, patient=patient, kind="note", says="added to a note", at=at, label=note.label,
        line=note.line, detail={"note": str(note.public_id), "about": note.about},
        then=finish,
    )  # fmt: skip


def set_aside(*, by: Viewer, patient: Patient, note: Note, why: str, at: datetime) -> None:
    """A draft that will not be signed."""
    with writing():
        notes.set_aside(note=note, person=str(patient.public_id), by=by, at=at, why=why)


def _said(note: Note, title: str) -> str:
    """The act stands in the person's own record: of a caregiver's note it tells nothing but that there is one."""
    if note.about == CAREGIVER:
        return "wrote a note about who cares for them"
    told = f" (told by {note.teller})" if note.teller else ""
    return f"wrote a note: {title}{told}"[:600]


def _stretch(note: Note, by: Viewer, at: datetime) -> tuple[datetime, datetime]:
    if note.happened:
        return note.happened
    return _begun(note.began, at) if note.staff_id == by.staff_id else at, at


def _begun(began: datetime | None, at: datetime) -> datetime:
    return max(at - LONGEST_SITTING, min(began or at, at))


def _filed(one: Ticked, by: Viewer) -> dict[str, Any]:
    told = one.extract
    return {
        "kind": told.kind, "says": told.says, "how": told.how.words, "detail": told.detail if told.kind == "medicine" else "", "words": one.words[:200],
        "on": one.on.isoformat() if one.on else "", "by": by.name,
    }  # fmt: skip


def _promised(one: Ticked, at: datetime) -> Promised:
    says = one.words
    if one.extract.kind == "follow-up":
        says = f"{one.extract.says}: “{one.words}”"
    of = one.extract.detail if one.extract.kind == "awaited" else ""
    return Promised(says[:300], one.on or at.date(), one.to, of)


def _told(one: Ticked, at: datetime, who: str) -> list[tuple[str, Value]]:
    """The facts it becomes: said by the person or by whoever spoke for them, confirmed by nobody yet."""
    make = _MAKES.get(one.extract.kind)
    if make is None or one.extract.how.family or one.extract.how.supposed:
        return []
    return [make(one, when(at.isoformat()), who)]


def _medicine(one: Ticked, at: When, who: str) -> tuple[str, Value]:
    told = one.extract
    if told.detail == "allergy":
        raise Refused("An allergy is entered with its reaction, not from a note.", status=422)
    stopped = told.detail == "stopped" or told.how.past
    status = "not-taken" if told.how.denied else "stopped" if stopped else "active"
    return "MedicationStatement", MedicationStatement(
        code=Concept(told.says), status=status, asserted=at, informant=who, note=one.words, quote=one.words
    )  # fmt: skip


def _problem(one: Ticked, at: When, who: str) -> tuple[str, Value]:
    told = one.extract
    return "Condition", Condition(
        code=Concept(told.says), category="health-concern", recorded=at, asserter=who,
        clinical_status="inactive" if told.how.past else "active",
        verification_status="refuted" if told.how.denied else "unconfirmed", note=one.words, quote=one.words,
    )  # fmt: skip


def _barrier(one: Ticked, at: When, who: str) -> tuple[str, Value]:
    return "Observation", Observation(
        code=Concept("Barrier"), category="social-history", status="final", effective=at,
        text=one.extract.says, note=one.words, quote=one.words,
    )  # fmt: skip


def _person(one: Ticked, at: When, who: str) -> tuple[str, Value]:
    relation = one.extract.detail
    name = one.extract.says.removeprefix(relation).strip()
    return "RelatedPerson", RelatedPerson(
        names=(HumanName(text=name),) if name else (), relationship=Concept(relation), start=at, quote=one.words
    )  # fmt: skip


_MAKES: dict[str, Callable[[Ticked, When, str], tuple[str, Value]]] = {
    "medicine": _medicine, "problem": _problem, "barrier": _barrier, "person": _person,
}  # fmt: skip
