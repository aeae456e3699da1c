"""Writing down that a number was dialled, and that a call is over. Call these inside `writing()`."""

from datetime import date, datetime, time
from uuid import UUID

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.calls.models import Call, Dial
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line
from northstar.record.belonging import Identity


def dial(
    *,
    identity: Identity,
    person: str,
    number: str,
    by: Viewer,
    at: datetime,
    line: Line | None = None,
    whose: str = "",
    incoming: bool = False,
    said: str = "",
    handle: str = "",
    rested: bool = False,
    label: int = 0,
) -> Dial:
    """A number was dialled, or a call taken, about a person (`person` is the public id)."""
    if by.staff_id is None:
        raise Refused("A call is made by a person who works here.")
    acted(by=by, what="call taken" if incoming else "number dialled", patients=[person], at=at)
    return Dial.objects.create(
        identity=identity, line=line, at=at, by=by.name, staff_id=by.staff_id, number=number[:40],
        whose=whose[:120], incoming=incoming, said=said, handle=handle[:80], rested=rested, label=label,
    )  # fmt: skip


def finish(*, act: Act, key: UUID, dial: Dial | None) -> Call:
    """The call is over, and this is what it was."""
    return Call.objects.create(act=act, key=key, dial=dial)


def work(
    *,
    act: Act,
    patient: int,
    key: str,
    matter: str,
    says: str,
    suggests: str,
    factors: dict[str, int],
    on: date,
    at: datetime,
    due: date | None = None,
) -> Line:
    """What a call leaves to be done: a line of whoever called, from the first day on which they are
    there. It goes with the act, should that prove to be about somebody else."""
    line = by_hand.new(patient=patient, key=f"{key}:{act.public_id}", at=at)
    line.staff_id, line.team_id, line.identity_id = act.staff_id, None, act.identity_id
    line.says, line.suggests, line.matter, line.label = says, suggests[:400], matter, act.label
    line.factors, line.score, line.minutes = factors, sum(factors.values()), 10
    line.because = [{"says": f"The call of {act.by}: {act.says}"[:300], "feed": "", "arrival": "",
                     "locator": "", "quote": ""}]  # fmt: skip
    line.next_on = Holders().next_day(act.staff_id, None, max(on, at.date()), urgent=False)
    if due:
        line.due, line.due_day = datetime.combine(due, time(23, 59), at.tzinfo), True
    return by_hand.keep(line, at=at)


def next_step(*, line: Line, suggests: str) -> None:
    """Tried once more in vain: the line says what is next now, not what was next the first time."""
    Line.objects.filter(pk=line.pk).update(suggests=suggests[:400])
