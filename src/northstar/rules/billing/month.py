"""What is known of one person in one program in one month: plain values, each with where it stands."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that is on record: what it says, its public id, its day, whose word."""

    says: str
    id: str = ""
    on: date | None = None
    by: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """Time that somebody attested: of one act, on one day, in seconds. `capacities`: as what they count;
    `kind`: what it was, in a word."""

    seconds: int
    on: date
    capacities: frozenset[str] = frozenset({"staff"})
    name: str = ""
    id: str = ""
    kind: str = ""

    @property
    def minutes(self) -> int:
        return self.seconds // 60


@dataclass(frozen=True, slots=True)
class Consent:
    """`until`: the last day it held, None while it does. `consult`: also to asking a consultant."""

    on: date
    until: date | None = None
    id: str = ""
    consult: bool = True

    def holds(self, day: date) -> bool:
        """Whether it held on that day."""
        return self.on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of care that stood: which elements are `missing`, who was given a copy, when last revised."""

    id: str = ""
    on: date | None = None
    missing: tuple[str, ...] = ()
    copied: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Facility:
    """A stay in a facility; `part_a`: whether Medicare pays it for the care, None where nobody said."""

    first: date
    last: date | None = None
    part_a: bool | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """The way home from one stay. `contact`: the first conversation or visit; `tries` in vain before it."""

    discharged: date
    id: str = ""
    came_from: str = "hospital"
    went_to: str = "home"
    contact: Evidence | None = None
    tries: tuple[Evidence, ...] = ()
    visit: Evidence | None = None
    reconciled: Evidence | None = None
    again: date | None = None
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """`first` is the first day of the month. `conditions` are those the program rests on, `risk` who said
    that the person is at that risk. `billers` all who were named for the month. `elsewhere`: (program,
    who) that others bill; `codes` what else was billed. `complexity` is the latest word of the month."""

    program: str
    first: date
    enrolled: Evidence | None = None
    consent: Consent | None = None
    visit: Evidence | None = None
    conditions: tuple[Evidence, ...] = ()
    risk: Evidence | None = None
    plan: Plan | None = None
    spells: tuple[Spell, ...] = ()
    billers: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    stays: tuple[Facility, ...] = ()
    complexity: Evidence | None = None
    transition: Transition | None = None
    qmb: bool | None = None
    died: date | None = None
    midpoint: bool = False

    @property
    def last(self) -> date:
        """The last day of the month."""
        return _last_of(self.first)

    @property
    def biller(self) -> str:
        """Who bills, where it is one."""
        return self.billers[0] if len(set(self.billers)) == 1 else ""

    def within(self, day: date) -> bool:
        return self.first <= day <= self.last


@lru_cache(maxsize=600)
def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One question a claim must answer: `state` pass, fail or unknown; `evidence` the ids it rests on."""

    name: str
    state: str
    says: str
    evidence: tuple[str, ...] = ()
    cites: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One line of a claim: the code, how often, and the day it may be dated."""

    number: str
    label: str
    units: int
    on: date


@dataclass(slots=True)
class Verdict:
    """What may be billed for one month of one case. `lines` are empty unless every check passes;
    `otherwise` are codes whose time is met too and which exclude the ones proposed; `verify` names what
    rests on rules that nobody confirmed. `minutes` counted, `wanted` the lowest that bills anything."""

    program: str
    checks: list[Check] = field(default_factory=list)
    lines: list[Claimed] = field(default_factory=list)
    otherwise: list[Claimed] = field(default_factory=list)
    verify: list[str] = field(default_factory=list)
    minutes: int = 0
    wanted: int = 0

    @property
    def missing(self) -> list[Check]:
        """What does not pass."""
        return [check for check in self.checks if check.state != PASS]

    @property
    def state(self) -> str:
        """ready; ask, where only something unknown stands in the way; else missing."""
        states = {check.state for check in self.checks}
        if FAIL in states:
            return "missing"
        return "ask" if UNKNOWN in states else "ready"

    def check(self, name: str) -> Check | None:
        """The answer to one question."""
        return next((check for check in self.checks if check.name == name), None)
