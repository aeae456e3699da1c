"""What is known of a person's life and conditions that makes other matters more pressing."""

from northstar.chart.chart import Chart
from northstar.chart.clinical import Condition

_GONE = frozenset({"inactive", "remission", "resolved"})
_ALONE_ICD10 = ("Z602", "Z604")
_ALONE_SNOMED = ("422650009",)


def lives_alone(chart: Chart) -> Condition | None:
    """The fact that says the person lives alone or is isolated."""
    return next((c for c in active_conditions(chart) if _alone(c)), None)


def social_needs(chart: Chart) -> list[Condition]:
    """Active needs coded as ICD-10-CM Z55 to Z65: food, housing, transport, money, company."""
    return [c for c in active_conditions(chart) if _need(c)]


def active_conditions(chart: Chart) -> list[Condition]:
    """Conditions that are neither over, denied nor entered in error."""
    if "active conditions" not in chart.views:
        chart.views["active conditions"] = [c for c in chart.conditions if _active(c)]
    return chart.views["active conditions"]


def icd10(condition: Condition) -> str:
    """The ICD-10 code without its dot, or ''."""
    code = condition.code.code("icd10cm") or condition.code.code("icd10")
    return code.replace(".", "").upper()


def _active(c: Condition) -> bool:
    wrong = c.verification_status in ("refuted", "entered-in-error")
    return not (c.absent or wrong or c.abatement or c.clinical_status in _GONE)


def _alone(c: Condition) -> bool:
    return icd10(c).startswith(_ALONE_ICD10) or c.code.has("snomed", _ALONE_SNOMED)


def _need(c: Condition) -> bool:
    code = icd10(c)
    return code[:1] == "Z" and "Z55" <= code[:3] <= "Z65"
