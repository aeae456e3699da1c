"""What a claim says of the person beside the service: who pays, under which number, and for what illness.

All of it is read from the record on the day of the service; what the record does not hold is named, so
that a biller completes it before the claim leaves and not after it came back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo

from northstar.access.viewer import Viewer
from northstar.casework.billing.asking import Claimable
from northstar.chart.chart import Chart
from northstar.chart.coverage import Coverage
from northstar.record.kinds_of import facts_of
from northstar.rules.circumstances import active_conditions, icd10
from northstar.rules.wording import with_year

_NOT_IN_FORCE = ("entered-in-error", "cancelled", "draft")
_UNRANKED = 99


@dataclass(frozen=True, slots=True)
class Insured:
    """`payer` pays first, under the number `member`; `others` are further payers in words. `diagnoses`:
    (ICD-10 code without its dot, words) of what the case rests on. `lacks`: what the record does not hold."""

    payer: str = ""
    plan: str = ""
    member: str = ""
    relationship: str = ""
    others: tuple[str, ...] = ()
    diagnoses: tuple[tuple[str, str], ...] = ()
    lacks: tuple[str, ...] = ()


def insured(viewer: Viewer, claims: Iterable[Claimable], zone: tzinfo) -> dict[int, Insured]:
    """By row number of the case, in a handful of questions."""
    claims = list(claims)
    charts = facts_of(viewer, {one.patient for one in claims}, ("Coverage", "Condition"))
    return {one.case.row: _of(one, charts.get(one.patient) or Chart([]), zone) for one in claims}


def _of(one: Claimable, chart: Chart, zone: tzinfo) -> Insured:
    day = one.verdict.lines[0].on if one.verdict.lines else one.month.last
    paying = _in_force(chart, day, zone)
    first = paying[0] if paying else None
    diagnoses, uncoded = _diagnoses(one, chart)
    return Insured(
        payer=_payer(first) if first else "",
        plan=first.plan if first else "",
        member=first.member if first else "",
        relationship=first.relationship if first else "",
        others=tuple(_others(paying)),
        diagnoses=diagnoses,
        lacks=(*_unsure_of(paying, day), *_uncoded(diagnoses, uncoded)),
    )


def _payer(one: Coverage) -> str:
    return one.payer or one.plan or one.code.words


def _in_force(chart: Chart, day: date, zone: tzinfo) -> list[Coverage]:
    """The insurances that held on the day, each once: whoever pays first before who pays second."""
    found: dict[tuple[str, str], Coverage] = {}
    for one in reversed(chart.coverages):
        began = one.start.first_day(zone) if one.start else None
        ended = one.end.first_day(zone) if one.end else None
        held = (not began or began <= day) and (not ended or day <= ended)
        if held and one.status not in _NOT_IN_FORCE and _payer(one):
            found.setdefault((_payer(one).casefold(), one.member), one)
    return sorted(found.values(), key=lambda one: (one.order or _UNRANKED, not one.member))


def _others(paying: list[Coverage]) -> list[str]:
    names = dict.fromkeys(_payer(one) for one in paying)
    return list(names)[1:]


def _diagnoses(one: Claimable, chart: Chart) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    codes = {c.code.words.casefold(): icd10(c) for c in active_conditions(chart) if icd10(c)}
    named = list(dict.fromkeys(each.says for each in one.month.conditions))
    coded = [(codes[says.casefold()], says) for says in named if says.casefold() in codes]
    return tuple(coded), [says for says in named if says.casefold() not in codes]


def _unsure_of(paying: list[Coverage], day: date) -> Iterable[str]:
    if not paying:
        yield f"no insurance is on record for {with_year(day)}"
        return
    name = _payer(paying[0])
    members = {one.member for one in paying if _payer(one) == name and one.member}
    if not members:
        yield f"no member number of {name} is on record"
    if len(members) > 1:
        yield f"sources give {len(members)} member numbers of {name}: ask which one holds"


def _uncoded(diagnoses: tuple[tuple[str, str], ...], uncoded: list[str]) -> Iterable[str]:
    if uncoded:
        yield f"no ICD-10 code is on record for {', '.join(uncoded)}"
    elif not diagnoses:
        yield "no diagnosis is named in the case: a claim asks for one"
