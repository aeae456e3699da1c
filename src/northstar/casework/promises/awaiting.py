"""What somebody else said they would do: a line of ours, to ask on that day whether it was done."""

from datetime import date, datetime, time
from uuid import uuid4

from northstar.access import staffing
from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line

_MATTER = "awaited"
# Whoever is only "she" or "they" in the text stands in the quote.
_UNNAMED = frozenset(["she", "he", "they", "her", "him", "them", "pt", "patient", "the pt", "the patient", "client", "member"])  # fmt: skip


def wait_for(
    *, act: Act, patient: int, person: str, who: str, says: str, on: date, by: Viewer, at: datetime,
    to: Staff | Team | None = None, label: int = 0,
) -> Line:  # fmt: skip
    """Write it down; `who` said it, `act` is what it was told in. It is looked at on the day, or on the first one
    after it on which its holder is there. Call it inside `writing()`."""
    if on < at.date():
        raise Refused("What you wait for is for today or for a day ahead.", status=422)
    if isinstance(to, Staff) and to.pk != by.staff_id:
        staffing.require_at_work(to)
    holder = to or Staff.objects.get(pk=act.staff_id)
    line = by_hand.new(patient=patient, key=f"{_key(act)}{uuid4()}", at=at, to=holder)
    line.identity_id, line.label, line.minutes = act.identity_id, label | act.label, 5
    line.matter, line.factors, line.score = _MATTER, {"Somebody said they would": 10}, 10
    line.says = f"{waits(who, on)}: “{says.strip().rstrip('.')}”"[:400]
    line.suggests = "Ask whether it was done; where it was not, ask by when it will be."
    line.because = [{"says": f"{act.by} wrote it down: {act.says}"[:400], "feed": "", "arrival": "", "locator": "", "quote": ""}]  # fmt: skip
    line.next_on = Holders().next_day(line.staff_id, line.team_id, on, urgent=False)
    line.due, line.due_day = datetime.combine(on, time(23, 59), at.tzinfo), True
    acted(by=by, what="awaited: written down", patients=[person], at=at)
    return by_hand.keep(line, at=at)


def awaited_in(act: Act) -> list[Line]:
    """The open lines of what others were heard to promise in an act."""
    found = Line.objects.filter(identity=act.identity_id, key__startswith=_key(act), is_open=True)
    return list(found.order_by("pk"))


def awaited_of(viewer: Viewer, patient: int) -> list[str]:
    """What is waited for about a patient (row number), in the words of its lines, as far as this viewer may see it."""
    found = Line.objects.filter(patient=patient, key__startswith=f"{_MATTER}:", is_open=True)
    return [line.says for line in found.order_by("pk") if viewer.may_see(line.label)]


def waits(who: str, on: date) -> str:
    """How the line of a wait begins; whoever is only "she" or "they" stands in the quote."""
    named = "" if who.strip().lower() in _UNNAMED else f" for {who.strip()}"
    return f"waits{named} until {_day(on)}"


def _key(act: Act) -> str:
    return f"{_MATTER}:{act.public_id}:"


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
