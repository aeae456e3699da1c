"""Weight in two units: two weights differ as pounds and kilograms do, or by a factor of ten."""

from datetime import date, timedelta

from northstar.rules.contradiction import SERIOUS, asked, looks
from northstar.rules.examples import appointment, chart_of, patient, result
from northstar.rules.procedures_ahead import ahead
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import dated

_WEIGHT = ("29463-7", "3141-9", "3142-7", "8335-2", "8350-1")
_POUND = 0.45359237
_NEAR = timedelta(days=120)
_FRESH = timedelta(days=60)
_ADULT = 18


def find(chart, now):
    """The latest weight against the one before; children grow, so only adults."""
    found = [w for o in chart.observed(*_WEIGHT) if (w := _kilograms(o))]
    age = chart.age(now.date())
    if len(found) < 2 or age is None or age < _ADULT:
        return
    (first, before), (last, newest) = found[-2:]
    at = newest.began.start.astimezone(now.tzinfo)
    if now >= at + _FRESH or newest.began.start - before.began.start > _NEAR:
        return
    yield LookAgain(at + _FRESH)
    slip = _slip(first, last)
    if not slip:
        return
    first, last = _said(before, now.tzinfo), _said(newest, now.tzinfo)
    two = (because(before, first), because(newest, last))
    question = f"Two weights differ {slip}: {first} and {last}. Which is right, and in which unit was it taken?"
    plan = next(iter(ahead(chart, now)), None)
    if plan is None:
        yield Finding(
            key="weight", says=f"has two weights that differ {slip}", because=two, band=Band.REST,
            factors={"doses go by weight": 6}, suggests=f"Ask {_feed(newest)} to weigh again, in kilograms",
            words=(question,), asks=_feed(newest),
        )  # fmt: skip
        return
    yield from asked(
        plan, now, key="weight", severity=SERIOUS, ask=_feed(newest),
        says=f"has two weights before {plan.name} that differ {slip}", two=two, question=question,
    )  # fmt: skip
    yield from looks(chart, now)


def _slip(first: float, last: float) -> str:
    """How people mistake a weight; '' where it may be a real change."""
    ratio = max(first, last) / min(first, last)
    if abs(ratio - 1 / _POUND) < 0.06:
        return "as pounds and kilograms do"
    return "by a factor of ten" if 9.5 < ratio < 10.5 else ""


def _kilograms(seen):
    """(kilograms, observation) by the unit as written; None where there is no usable number."""
    unit = seen.unit.strip("[]").lower().replace("_av", "").replace("_ap", "")
    factor = {"kg": 1.0, "lb": _POUND, "lbs": _POUND, "g": 0.001, "": 0.0}.get(unit, 0.0)
    good = (
        seen.number
        and seen.began
        and seen.source
        and seen.status not in ("entered-in-error", "cancelled")
    )
    weight = seen.number * factor if good else 0.0
    return (weight, seen) if weight > 2 else None


def _said(seen, zone) -> str:
    return (
        f"{seen.number:g} {seen.unit.strip('[]').replace('_av', '')} on {dated(seen.began, zone)}"
    )


def _feed(seen) -> str:
    return seen.performer or seen.source.called


SIGNAL = Signal(
    code="weight-in-two-units",
    title="Weight: pounds or kilograms?",
    why="Anesthetics, blood thinners and antibiotics are dosed by weight; pounds taken for kilograms more than double them.",
    cites="ISMP Targeted Medication Safety Best Practices for Hospitals, best practice 3 (weigh, and write, in metric units only)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=5,
    kinds=("Observation", "Patient", "Appointment"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_HE = patient("11 Feb 1958")


def _weight(number, at, unit="kg"):
    return result("Body weight", number, unit, at, loinc="29463-7", category="vital-signs")


EXAMPLES = [
    Example("180 written as kilograms", chart_of(_HE, _weight(81.6, "Mon 3 Aug 2026"), _weight(180, "Tue 1 Sep 2026")), _NOW, 1, "as pounds and kilograms"),
    Example("the same before an operation", chart_of(_HE, _weight(81.6, "Mon 3 Aug 2026"), _weight(180, "Tue 1 Sep 2026"),
            appointment("Mon 14 Sep 2026 09:00", service="Hernia repair, left")), _NOW, 1, "before hernia repair"),
    Example("ten times", chart_of(_HE, _weight(81.6, "Mon 3 Aug 2026"), _weight(816, "Tue 1 Sep 2026")), _NOW, 1, "factor of ten"),
    Example("pounds that say pounds", chart_of(_HE, _weight(81.6, "Mon 3 Aug 2026"), _weight(180, "Tue 1 Sep 2026", "[lb_av]")), _NOW, 0),
    Example("water lost in hospital", chart_of(_HE, _weight(95, "Mon 3 Aug 2026"), _weight(81, "Tue 1 Sep 2026")), _NOW, 0),
    Example("years apart", chart_of(_HE, _weight(180, "5 Aug 2024"), _weight(81.6, "Tue 1 Sep 2026")), _NOW, 0),
]  # fmt: skip
