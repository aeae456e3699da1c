"""What is known of a person's life and conditions that makes other matters more pressing."""

from northstar.chart.chart import Chart
from northstar.chart.clinical import Condition

_GONE = frozenset({"inactive", "remission", "resolved"})
_ALONE_ICD10 = ("Z602", "Z604")
_ALONE_SNOMED = ("422650009",)


def lives_alone(chart: Chart) -> Condition | None:
    """The fact that says the person lives alone or is isolated."""
    return next((c for code, c in coded(chart) if _alone(code, c)), None)


def social_needs(chart: Chart) -> list[Condition]:
    """Active needs coded as ICD-10-CM Z55 to Z65: food, housing, transport, money, company."""
    return [c for code, c in coded(chart) if code[:1] == "Z" and "Z55" <= code[:3] <= "Z65"]


def active_conditions(chart: Chart) -> list[Condition]:
    """Conditions that are neither over, denied nor entered in error."""
    if "active conditions" not in chart.views:
        chart.views["active conditions"] = [c for c in chart.conditions if _active(c)]
    return chart.views["active conditions"]


def coded(chart: Chart) -> list[tuple[str, Condition]]:
    """Active conditions with their ICD-10 code without its dot, or '' where none was given."""
    if "coded" not in chart.views:
        chart.views["coded"] = [(icd10(c), c) for c in active_conditions(chart)]
    return chart.views["coded"]


def icd10(condition: Condition) -> str:
    """The ICD-10 code without its dot, or ''."""
    code = condition.code.code("icd10cm") or condition.code.code("icd10")
    return code.replace(".", "").upper()


def _active(c: Condition) -> bool:
    wrong = c.verification_status in ("refuted", "entered-in-error")
    return not (c.absent or wrong or c.abatement or c.clinical_status in _GONE)


def _alone(code: str, c: Condition) -> bool:
    return code.startswith(_ALONE_ICD10) or c.code.has("snomed", _ALONE_SNOMED)
