"""How a case stands on a day, folded from its dated rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from northstar.casework.programs.models import Case, Turn
from northstar.casework.programs.steps import ACTIVE, CLOSED, DECLINED, STATES
from northstar.knowledge.calendar import short_day
from northstar.knowledge.programs import name_of


@dataclass(slots=True)
class Enrolment:
    """One case as it stands: `state` and since when; the `consent` that counts and what it `began` with
    (turns), its last day (`until`), who bills (`biller` a name), how high the acuity, when to look again. `turns` are all that stand, oldest first."""

    id: UUID
    row: int
    program: str
    label: int = 0
    state: str = ""
    since: date | None = None
    consent: Turn | None = None
    began: Turn | None = None
    until: date | None = None
    biller: str = ""
    billers: list[tuple[date, str]] = field(default_factory=list)
    acuity: str = ""
    reassess_on: date | None = None
    turns: list[Turn] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_of(self.program)

    @property
    def stands(self) -> str:
        return STATES[self.state]

    @property
    def active(self) -> bool:
        return self.state == ACTIVE

    @property
    def open(self) -> bool:
        return self.state not in ("", CLOSED)

    def last(self, *whats: str) -> Turn | None:
        """The latest turn of one of these kinds."""
        return next((turn for turn in reversed(self.turns) if turn.what in whats), None)

    def consented(self, day: date) -> bool:
        """Whether a consent held on that day: from its own day to the day the case ended."""
        return bool(
            self.consent and self.consent.on <= day and (self.until is None or day <= self.until)
        )

    @property
    def ask_again(self) -> str:
        """After a decline: when to ask again, or that they wish it no more; empty where neither was said."""
        if self.state != DECLINED:
            return ""
        if self.told("declined", "never") is True:
            return "They do not wish to be asked again"
        named = self.told("declined", "again")
        return f"To be asked again on {short_day(date.fromisoformat(named))}" if named else ""

    def told(self, what: str, name: str) -> Any:
        """What the latest turn of a kind keeps under a name."""
        turn = self.last(what)
        return turn.detail.get(name, "") if turn else ""


def label_of(case: Case, turns: Iterable[Turn]) -> int:
    """How carefully a case must be handled: as carefully as anything it ever rested on."""
    label = case.label
    for turn in turns:
        label |= int(turn.detail.get("label", 0))
    return label


def folded(case: Case, turns: Iterable[Turn], day: date) -> Enrolment:
    """What a case was on a day. Who asks to stop is out at the end of that month: until then it counts."""
    turns = sorted(turns, key=lambda turn: (turn.on, turn.pk))
    gone = {turn.undoes_id for turn in turns if turn.undoes_id}
    found = Enrolment(case.public_id, case.pk, case.program, label_of(case, turns))
    for turn in turns:
        if turn.pk not in gone and not turn.undoes_id and turn.on <= day:
            _take(found, turn)
    return found


def _take(found: Enrolment, turn: Turn) -> None:
    found.turns.append(turn)
    if turn.state != found.state:
        found.state, found.since = turn.state, turn.on
    if turn.what == "consented":
        found.consent = turn
    if turn.what in ("consented", "begun"):
        found.began, found.until = turn, None
    if turn.state == CLOSED and found.began and found.until is None:
        found.until = _month_end(turn.on) if turn.what == "stopped" else turn.on
    if turn.what in ("consented", "begun", "transferred"):
        found.biller = str(turn.detail.get("biller", ""))
        found.billers.append((turn.on, found.biller))
    if turn.what == "acuity":
        found.acuity = str(turn.detail.get("level", ""))
    if turn.what == "reassess":
        found.reassess_on = date.fromisoformat(turn.detail["date"])


def _month_end(day: date) -> date:
    following = date(day.year + (day.month == 12), day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
