"""The notes of a person, as one viewer may read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.notes.models import (
    ADDED,
    CAREGIVER,
    DRAFT,
    PATIENT,
    SET_ASIDE,
    SIGNED,
    Note,
    NoteVersion,
)
from northstar.casework.notes.writing import ASKS
from northstar.casework.worklist.by_hand import BY_HAND
from northstar.engines.writing.values import Sentence
from northstar.record import belonging

__all__ = [
    "ASKS",
    "BY_HAND",
    "CAREGIVER",
    "PATIENT",
    "Note",
    "Version",
    "Written",
    "for_export",
    "of_patient",
    "one",
]


@dataclass(frozen=True, slots=True)
class Version:
    """One keeping of a note."""

    number: int
    what: str
    title: str
    sentences: tuple[Sentence, ...]
    filed: tuple[dict[str, Any], ...]
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Written:
    """A note with its versions, oldest first."""

    row: Note
    versions: tuple[Version, ...] = field(default=())

    @property
    def id(self) -> UUID:
        return self.row.public_id

    @property
    def title(self) -> str:
        return self.versions[-1].title

    @property
    def signed(self) -> Version | None:
        """The version that was signed, if one was."""
        return next((one for one in self.versions if one.what == SIGNED), None)

    @property
    def set_aside(self) -> Version | None:
        return next((one for one in self.versions if one.what == SET_ASIDE), None)

    @property
    def is_draft(self) -> bool:
        return self.signed is None and self.set_aside is None

    @property
    def standing(self) -> Version:
        """What counts now: the signed version, else the newest draft."""
        return self.signed or [one for one in self.versions if one.what == DRAFT][-1]

    @property
    def additions(self) -> list[Version]:
        return [one for one in self.versions if one.what == ADDED]


def of_patient(viewer: Viewer, patient: int, *, since: datetime | None = None) -> list[Written]:
    """The notes of a patient (row number), newest first: two queries, however many. What is restricted
    is not there for who is not entitled."""
    rows = _since(list(belonging.owners_of([patient])), since or _EVER)
    return _with_versions([row for row in rows if viewer.may_see(row.label)])


_EVER = datetime(1900, 1, 1, tzinfo=UTC)
_since = worded_once(
    lambda identities, since: Note.objects.filter(identity__in=identities, at__gte=since).order_by(
        "-at", "-pk"
    )
)


def one(viewer: Viewer, patient: int, note: UUID) -> Written:
    """One note of this patient; Refused where there is none that this viewer may read."""
    row = Note.objects.filter(
        public_id=note, identity__in=list(belonging.owners_of([patient]))
    ).first()
    if row is None or not viewer.may_see(row.label):
        raise Refused("This note is not here.", status=404)
    return _with_versions([row])[0]


def for_export(viewer: Viewer, patient: int) -> list[Written]:
    """What may leave with the patient's record: signed, and not a caregiver's own confidences."""
    found = of_patient(viewer, patient)
    return [note for note in found if note.signed and note.row.about == PATIENT]


def _with_versions(rows: Iterable[Note]) -> list[Written]:
    rows = list(rows)
    versions: dict[int, list[Version]] = {row.pk: [] for row in rows}
    for kept in _kept([row.pk for row in rows]):
        versions[kept.note_id].append(_version(kept))
    return [Written(row, tuple(versions[row.pk])) for row in rows]


_kept = worded_once(lambda notes: NoteVersion.objects.filter(note__in=notes).order_by("number"))


def _version(kept: NoteVersion) -> Version:
    return Version(
        kept.number,
        kept.what,
        kept.title,
        tuple(msgspec.convert(kept.sentences, list[Sentence])),
        tuple(kept.filed),
        kept.why,
        kept.at,
        kept.by,
    )
