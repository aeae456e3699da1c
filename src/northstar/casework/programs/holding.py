"""The one line by which an open case has a holder and a next date, whatever it waits for."""

from datetime import date, datetime, timedelta

from northstar.casework.programs.standing import Enrolment
from northstar.casework.programs.steps import ACTIVE, DECLINED, ELIGIBLE, INVITED, REFERRED
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line
from northstar.knowledge.programs import waits

KEY = "case:"
_SAYS = {
    REFERRED: "See whether {name} fits",
    ELIGIBLE: "Invite to {name}",
    INVITED: "Hear the answer to the invitation: {name}",
    DECLINED: "Ask again about {name}, if they still wish to be asked",
    ACTIVE: "Look at the whole again: {name}",
}


def follow(*, patient: int, stands: Enrolment, by: str, at: datetime) -> Line | None:
    """Bring the line of a case to how the case stands: its words and its next date, or its end."""
    line = Line.objects.filter(patient=patient, key=key_of(stands), is_open=True).first()
    if not waits_for_something(stands):
        if line:
            by_hand.close(line, at=at, by=by, outcome=f"case {stands.stands.lower()}")
        return None
    line = line or by_hand.new(patient=patient, key=key_of(stands), at=at)
    line.matter, line.factors, line.minutes = "case", {"An open case": 10}, 15
    line.says, line.label = _SAYS[stands.state].format(name=stands.name), stands.label
    line.suggests = "Open the case: it says which step comes next."
    day = next_day(stands, at.date())
    line.next_on = Holders().next_day(line.staff_id, line.team_id, day, urgent=False)
    return by_hand.keep(line, at=at)


def put_off(line: Line, day: date, *, at: datetime) -> None:
    """Its next date is the first on which its holder is there from a day on."""
    line.next_on = Holders().next_day(line.staff_id, line.team_id, day, urgent=False)
    by_hand.keep(line, at=at)


def next_day(stands: Enrolment, today: date) -> date:
    """The day that was set, else the usual wait for how it stands."""
    if stands.active and stands.reassess_on:
        return max(stands.reassess_on, today)
    if stands.state == DECLINED and (named := stands.told("declined", "again")):
        return max(date.fromisoformat(named), today)
    return today + timedelta(days=waits(stands.state, today))


def waits_for_something(stands: Enrolment) -> bool:
    """Who declined and does not wish to be asked again is left alone."""
    return stands.open and not (
        stands.state == DECLINED and stands.told("declined", "never") is True
    )


def key_of(stands: Enrolment) -> str:
    """The key of a case's line."""
    return f"{KEY}{stands.id}"
