"""What our people made on a chart that proved to be two people's, and the question whose it was.

Each kind of casework joins in by a file `made.py` in its folder that declares `MADE`, a `Making`:
what of it may now be one person's or another's, and how it is given to one of them. Whatever cannot be
attributed becomes a line "whose was this?" with a holder and a date, which stands until somebody says,
or until the records are joined again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.seen import allowed
from northstar.discover import within
from northstar.record import following, hanging, patients
from northstar.record.parting import Parting, Span
from northstar.record.patients import Patient

WHOSE = "whose"


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that somebody made: a call, a note, a message put to a person, minutes, a promise.

    `key` is its own within its kind, `among` the patients (row numbers) it may be about, `label` its
    sensitivity; `says` in words, `because` as a line keeps reasons.
    """

    key: str
    says: str
    at: datetime
    by: str
    among: tuple[int, ...]
    label: int = 0
    because: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What something is called and what it says: a file `telling.py` of a kind of casework declares `TOLD`,
    which gives these for identities that its rows hang on, the last word last."""

    called: str
    says: str
    by: str
    label: int = 0


@dataclass(frozen=True, slots=True)
class Making:
    """A kind of casework: what of it is undecided among these patients since these partings, and
    how a person gives it to one of them (`put`: key, patient's row, by, at, why)."""

    kind: str
    undecided: Callable[[set[int], list[Parting]], Iterable[Made]]
    put: Callable[..., None]


def kinds() -> dict[str, Making]:
    """Every kind of casework that says what was made."""
    told = within("northstar.casework", "made", "MADE")
    return {one.kind: one for some in told for one in some}


def ask(touched: Iterable[int], partings: list[Parting], at: datetime) -> list[Line]:
    """Open a line for each thing that may be one person's or another's, and close those that the
    links have answered. Gives the open lines."""
    touched = set(touched)
    standing = {line.key: line for line in _standing(touched)}
    asked = []
    for making in kinds().values():
        for made in making.undecided(touched, partings):
            key = f"{WHOSE}:{making.kind}:{made.key}"[:200]
            asked.append(_open(key, made, standing.pop(key, None) or _asked_already(key), at))
    for line in standing.values():
        if len(_among_now(line)) < 2:
            by_hand.close(line, at=at, by="northstar", outcome="The records are one person’s again")
        else:
            asked.append(line)
    return asked


def say(*, line: Line, patient: Patient, by: Viewer, at: datetime, why: str = "") -> set[int]:
    """A person says whose it was. Gives the patients whose charts have changed."""
    kind, key = of(line)
    if patient.pk not in _among_now(line):
        raise Refused(
            "It was made when two people's records stood together: choose one of the two."
        )
    kinds()[kind].put(key=key, patient=patient, by=by, at=at, why=why.strip() or "divided")
    by_hand.close(
        line, at=at, by=by.name, staff=by.staff_id, outcome=f"It was {patient.name}’s", why=why
    )
    whom = [str(row.public_id) for row in patients.rows(among(line))]
    acted(by=by, what=f"whose was this: {kind}", patients=whom, purpose=why, at=at)
    return set(among(line)) | {patient.pk}


def lines_of(viewer: Viewer, parting: Parting) -> list[Line]:
    """The questions between the two people of a parting, open ones first."""
    lines = Line.objects.filter(signal=by_hand.BY_HAND, key__startswith=f"{WHOSE}:")
    both = {parting.kept_id, parting.parted_id}
    some = allowed(lines.filter(opened__gte=parting.at), viewer).select_related("staff", "team")
    return [line for line in some.order_by("-is_open", "pk") if both <= set(_asked(line))]


def next_of(viewer: Viewer, line: Line) -> Line | None:
    """Another open question about the same people, once this one is answered."""
    lines = Line.objects.filter(
        patient=line.patient_id, signal=by_hand.BY_HAND, key__startswith=f"{WHOSE}:", is_open=True
    ).exclude(pk=line.pk)
    same = set(_asked(line))
    return next(
        (one for one in allowed(lines, viewer).order_by("pk") if set(_asked(one)) == same), None
    )


def made_since(span: Span) -> int:
    """How many things were made on a joined chart that would have to be divided."""
    since = patients.numbered(span.numbers)
    begun = Line.objects.filter(patient__in=since, touched=True, steps__at__gte=span.since)
    begun = begun.filter(steps__staff__isnull=False).exclude(signal=by_hand.BY_HAND)
    return hanging.count_since(since, span.met) + begun.distinct().count()


def of(line: Line) -> tuple[str, str]:
    """(kind, key) of what a line asks about."""
    if line.signal != by_hand.BY_HAND or not line.key.startswith(f"{WHOSE}:"):
        raise Refused("This line does not ask whose something was.", status=404)
    _, kind, key = line.key.split(":", 2)
    return kind, key


def among(line: Line) -> list[int]:
    """The patients (row numbers) of whom one is meant, as they are now."""
    return _among_now(line)


def _among_now(line: Line) -> list[int]:
    asked = _asked(line)
    moved = following.now_at(asked)
    return list(dict.fromkeys(moved.get(pk, pk) for pk in asked))


def _asked(line: Line) -> list[int]:
    return [one["patient"] for one in line.candidates]


def _standing(touched: set[int]) -> Iterator[Line]:
    """The open questions that concern these patients."""
    lines = list(
        Line.objects.filter(signal=by_hand.BY_HAND, is_open=True, key__startswith=f"{WHOSE}:")
    )
    moved = following.now_at({pk for line in lines for pk in _asked(line)})
    for line in lines:
        if any(pk in touched or moved.get(pk) in touched for pk in _asked(line)):
            yield line


def _asked_already(key: str) -> Line | None:
    """The same question, where it stands between people of whom none was touched now."""
    return Line.objects.filter(signal=by_hand.BY_HAND, is_open=True, key=key).first()


def _open(key: str, made: Made, line: Line | None, at: datetime) -> Line:
    rows = {row.pk: row for row in patients.rows(made.among)}
    label = made.label
    for row in rows.values():
        label |= row.label
    line = line or by_hand.new(patient=made.among[0], key=key, at=at)
    line.says = f"was one chart with somebody else’s: whose was {made.says}?"[:400]
    line.suggests = "Two people’s records stood together when it was made. Say whom it was about."
    line.candidates = [{"patient": pk, "why": "was part of the joined chart"} for pk in made.among]
    line.because = [*made.because]
    line.label = label
    return by_hand.keep(line, at=at)
