"""One act, whole: its row, the facts it states, the line it belongs to, and the rules asked again."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act
from northstar.casework.worklist.models import Line
from northstar.chart.kinds import encode
from northstar.chart.value import Value
from northstar.chart.when import when
from northstar.record import belonging, feeds
from northstar.record.models import Identity, Patient
from northstar.spine import review, state


def did(
    *,
    by: Viewer,
    patient: Patient,
    kind: str,
    says: str,
    at: datetime,
    began: datetime | None = None,
    ended: datetime | None = None,
    states: Iterable[tuple[str, Value]] = (),
    line: Line | None = None,
    detail: dict[str, Any] | None = None,
    because: Iterable[dict[str, str]] = (),
    label: int = 0,
    row: UUID | None = None,
    then: Callable[[Act], None] | None = None,
) -> Act:
    """Somebody did something for a patient. `states`: (kind, chart value) each, facts of source
    "staff" that hang on the same identity as the act. `then` does in the same transaction what else
    belongs to it, before the rules are asked again. A line is not closed here: say so in `then`."""
    with writing():
        number = uuid4()
        key = f"act:{number}"  # what the act stated is found by it, should the act be taken back
        whole = ours(patient, kind=kind, key=key, at=at)
        told = [(what, f"{key}:{n}", value, label) for n, (what, value) in enumerate(states)]
        if told:
            data = b"\0".join([key.encode(), *(encode(value) for _, _, value, _ in told)])
            state(patient, told, data, when((began or at).isoformat()), at, whole)
        act = recording.record(
            identity=whole, person=str(patient.public_id), kind=kind, says=says, by=by, at=at,
            began=began, ended=ended, line=line, detail=detail, because=because, label=label, row=row,
            number=number,
        )  # fmt: skip
        if then:
            then(act)
        review([patient.pk], at)
    return act


def ours(patient: Patient, *, kind: str, key: str, at: datetime) -> Identity:
    """The clinic's own registration of a patient, on which what our people do hangs."""
    feed = feeds.feed("staff", title="Our own staff", format="staff")
    return belonging.registration(patient, feed, kind=kind, key=key, at=at)
