"""One case in one month as the rules of billing want it: from its dated rows, its minutes and its plan."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, tzinfo

from northstar.casework.plans.readiness import Readiness
from northstar.casework.programs.models import Turn
from northstar.casework.programs.standing import Enrolment
from northstar.casework.time.asking import Counted
from northstar.knowledge.programs import CODES
from northstar.rules.billing.month import (
    Consent,
    Evidence,
    Facility,
    Month,
    Plan,
    Spell,
    Transition,
)

Capacities = Callable[[int, date], frozenset[str]]


@dataclass(slots=True)
class Around:
    """What is known of a person beside the case itself."""

    time: list[Counted] = field(default_factory=list)
    plan: Readiness | None = None
    stays: tuple[Facility, ...] = ()
    way: Transition | None = None
    elsewhere: tuple[tuple[str, str], ...] = ()
    died: date | None = None


def month_of(
    case: Enrolment, first: date, around: Around, capacities: Capacities, zone: tzinfo, *, midpoint: bool
) -> Month:  # fmt: skip
    """A case as it stood at the end of the month, and what was done for it in it."""
    bounds = Month(program=case.program, first=first)
    return Month(
        program=case.program, first=first, enrolled=_enrolled(case, first), consent=_consent(case),
        visit=_visit(case), conditions=_conditions(case), risk=_told(case, "eligible", "risk"),
        plan=_plan(case, around.plan), spells=_spells(case, around.time, capacities, zone),
        billers=_billers(case, first),
        elsewhere=tuple(one for one in around.elsewhere if one[0] in CODES),
        codes=tuple(one for one in around.elsewhere if one[0] not in CODES), stays=around.stays,
        complexity=_complexity(case, bounds, around.way), transition=around.way,
        qmb=_yes_no(case.told("eligible", "qmb")), died=around.died, midpoint=midpoint,
    )  # fmt: skip


def elsewhere(cases: Iterable[Enrolment], first: date) -> tuple[tuple[str, str], ...]:
    """(program or code, who) that others bill for this person, as far as it reaches into the month."""
    told = [turn for case in cases for turn in case.turns if turn.what == "elsewhere"]
    return tuple(
        (str(turn.detail["what"]), str(turn.detail["who"]))
        for turn in told
        if _reaches(turn, first)
    )


def _reaches(turn: Turn, first: date) -> bool:
    until = turn.detail.get("until")
    return not until or date.fromisoformat(until) >= first


def _enrolled(case: Enrolment, first: date) -> Evidence | None:
    began = case.began
    if began is None or (case.until and case.until < first):
        return None
    return Evidence(case.name, str(began.public_id), began.on, began.by)


def _consent(case: Enrolment) -> Consent | None:
    turn = case.consent
    if turn is None:
        return None
    return Consent(turn.on, case.until, str(turn.public_id), turn.detail.get("consult") is True)


def _visit(case: Enrolment) -> Evidence | None:
    turn = case.last("visited")
    if turn is None:
        return None
    with_whom = str(turn.detail.get("with", ""))
    return Evidence(with_whom, str(turn.public_id), turn.on, turn.by, str(turn.detail["kind"]))


def _conditions(case: Enrolment) -> tuple[Evidence, ...]:
    turn = case.last("eligible")
    named = turn.detail.get("conditions", []) if turn else []
    return tuple(
        Evidence(str(one["says"]), str(one.get("arrival") or (turn.public_id if turn else "")))
        for one in named
    )


def _told(case: Enrolment, what: str, name: str) -> Evidence | None:
    turn = case.last(what)
    if turn is None or not turn.detail.get(name):
        return None
    return Evidence(name, str(turn.public_id), turn.on, turn.by)


def _plan(case: Enrolment, signed: Readiness | None) -> Plan | None:
    """The plan signed here; else one that is kept elsewhere and was noted in the case."""
    if signed:
        copied = Evidence("copy", "", signed.copy_given) if signed.copy_given else None
        return Plan(f"version {signed.version}", signed.signed.date(), signed.missing, copied)
    turn, copy = case.last("planned"), case.last("copied")
    if turn is None:
        return None
    copied = Evidence("copy", str(copy.public_id), copy.on, copy.by) if copy else None
    return Plan(str(turn.public_id), turn.on, tuple(turn.detail.get("missing", ())), copied)


def _spells(
    case: Enrolment, time: list[Counted], capacities: Capacities, zone: tzinfo
) -> tuple[Spell, ...]:
    return tuple(
        Spell(
            one.seconds,
            day := one.day(zone),
            capacities(one.staff, day),
            one.name,
            str(one.act),
            one.kind,
        )
        for one in time
        if one.program == case.program
    )


def _billers(case: Enrolment, first: date) -> tuple[str, ...]:
    """Who was named when the month began, and whoever was named in it."""
    before = [name for on, name in case.billers if on <= first]
    return tuple(before[-1:] + [name for on, name in case.billers if on > first])


def _complexity(case: Enrolment, month: Month, way: Transition | None) -> Evidence | None:
    turn = case.last("judged")
    since = way.discharged if way else month.first
    if turn is None or turn.on < since or (not way and not month.within(turn.on)):
        return None
    with_whom = str(turn.detail.get("with", ""))
    return Evidence(with_whom, str(turn.public_id), turn.on, turn.by, str(turn.detail["level"]))


def _yes_no(said: object) -> bool | None:
    return said if isinstance(said, bool) else None
