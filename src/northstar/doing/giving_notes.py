"""A copy of a signed note was given to somebody: one act, which says to whom and how, and not what."""

from datetime import datetime

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.notes.asking import CAREGIVER, Written
from northstar.casework.notes.giving import Reader, for_reader
from northstar.doing.acting import did
from northstar.record.models import Patient

HOW = ("by hand", "by post", "by fax", "read aloud")


def given(
    *, by: Viewer, patient: Patient, note: Written, reader: Reader, how: str, at: datetime
) -> Act:
    """Refused where nothing of it may be given to this reader."""
    if how not in HOW:
        raise Refused("Say how it was given.")
    if for_reader(note, reader).is_empty:
        raise Refused("Nothing of this note can be given to this reader.")
    return did(
        by=by, patient=patient, kind="note copy", says=_says(note, reader, how), at=at, label=note.row.label,
        detail={"note": str(note.id), "about": note.row.about, "kind": reader.kind},
    )  # fmt: skip


def _says(note: Written, reader: Reader, how: str) -> str:
    """Of a caregiver's own note the person's record tells nothing but that there was one."""
    if note.row.about == CAREGIVER:
        return "gave a copy of a note to who cares for them"
    signed = note.signed
    on = f" of {signed.at:%a} {signed.at.day} {signed.at:%b}" if signed else ""
    return f"gave a copy of the note{on} to {reader.name}, {how}"
