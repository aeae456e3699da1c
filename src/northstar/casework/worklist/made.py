"""What was made on a chart: what our staff did, messages put to a person, and lines somebody has begun."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.casework.worklist.by_hand import BY_HAND
from northstar.casework.worklist.dividing import Made, Making, Words
from northstar.casework.worklist.models import Line, Step
from northstar.discover import within
from northstar.record import belonging, following, hanging
from northstar.record.parting import Parting
from northstar.record.patients import Patient


def _acts(touched: set[int], partings: list[Parting]) -> Iterator[Made]:
    """Calls, notes and other acts of our staff, and messages and papers put to the person."""
    things = hanging.undecided(touched)
    told = _in_words(one.identity for one in things)
    for one in things:
        words = told.get(one.identity) or Words("", one.detail, one.by)
        says = f"the {words.called} by {words.by}"[:200] if words.called else one.says
        yield Made(
            key=str(one.identity), says=says, at=one.at, by=words.by, among=one.among,
            label=one.label | words.label,
            because=({"says": words.says[:400], "feed": one.feed, "arrival": one.arrival,
                      "locator": one.locator, "quote": ""},),
        )  # fmt: skip


def _in_words(identities: Iterable[int]) -> dict[int, Words]:
    """What our people wrote of each themselves: that tells more than the facts it left."""
    asked = list(identities)
    kinds = within("northstar.casework", "telling", "TOLD") if asked else ()
    return {identity: words for told in kinds for identity, words in told(asked)}


def _put_act(*, key: str, patient: Patient, by: Viewer, at: datetime, why: str) -> None:
    belonging.put(identity=int(key), patient=patient, by=by.name, at=at, reason=why)


def _lines(touched: set[int], partings: list[Parting]) -> Iterator[Made]:
    """Lines somebody has begun that rest on records of both people, or on none."""
    for parting in partings:
        both = {parting.kept_id, parting.parted_id}
        begun = Line.objects.filter(patient__in=both, touched=True).exclude(signal=BY_HAND)
        for line in begun.order_by("pk"):
            among = _owners(line) & both or (both if line.identity_id is None else set())
            if len(among) > 1 and _worked_on(line, parting):
                yield _made(line, (parting.kept_id, parting.parted_id))


def _worked_on(line: Line, parting: Parting) -> bool:
    """A person did something with it while the records stood together."""
    return line.steps.filter(
        at__gte=parting.since, at__lte=parting.at, staff__isnull=False, undone=False
    ).exists()


def _owners(line: Line) -> set[int]:
    """Whose the records are that its reasons quote, as far as they are of its people."""
    quoted = [why["arrival"] for why in line.because if why.get("arrival")]
    found = following.told_of(quoted)
    if line.identity_id:
        found |= {line.identity_id}
    return set(following.owners(found).values())


def _made(line: Line, among: tuple[int, ...]) -> Made:
    last = line.steps.filter(staff__isnull=False, undone=False).order_by("-pk").first()
    done = f", {last.what}{f' ({last.outcome})' if last.outcome else ''}" if last else ""
    return Made(
        key=str(line.public_id), says=f"the line “{line.says}”{done}"[:300], at=last.at if last else line.opened,
        by=last.by if last else "", among=among, label=line.label, because=tuple(line.because[:4]),
    )  # fmt: skip


def _put_line(*, key: str, patient: Patient, by: Viewer, at: datetime, why: str) -> None:
    """The line, with what was done about it, goes to this person's list."""
    line = Line.objects.get(public_id=key)
    line.identity_id = following.anchor(patient.pk)
    standing = Line.objects.filter(
        patient=patient.pk, signal=line.signal, key=line.key, is_open=True
    ).exclude(pk=line.pk)
    if line.is_open and line.patient_id != patient.pk and standing.exists():
        line.is_open, line.closed = False, at
    line.patient_id = patient.pk
    line.save(update_fields=["patient", "identity", "is_open", "closed"])
    Step.objects.create(
        line=line,
        at=at,
        by=by.name,
        staff_id=by.staff_id,
        what="divided",
        why=why[:400],
        undone=True,
    )


MADE = (
    Making("act", _acts, _put_act),
    Making("line", _lines, _put_line),
)
