"""Charlson comorbidity index: how many serious diseases, weighted (Quan's ICD-10 codes)."""

from northstar.chart.chart import Chart
from northstar.chart.clinical import Condition
from northstar.knowledge.comorbidity import SEVERE_KIDNEY, Comorbidity, comorbidity
from northstar.rules.circumstances import coded
from northstar.rules.risk.score import Part, Score
from northstar.rules.wording import counted

_HIGHEST = {"charlson": 33, "quan2011": 24, "lace": 30}


def charlson(chart: Chart, index: str = "charlson") -> Score:
    """`index` is charlson (original weights), quan2011 or lace (the weights LACE counts with)."""
    parts = [
        Part(found.name, points, points, condition.code.words, condition)
        for found, points, condition in _kept(chart, index)
    ]
    return Score("Charlson", (*parts, *_unknown(chart, index, sum(p.low for p in parts))))


def _kept(chart: Chart, index: str) -> list[tuple[Comorbidity, int, Condition]]:
    """One entry a disease: the severe form replaces the mild one."""
    found = diseases(chart)
    beaten = {mild for c, _ in found.values() for mild in c.beats}
    return [
        (c, weight, condition)
        for c, condition in found.values()
        if c.name not in beaten and (weight := _weight(c, condition, chart, index))
    ]


def diseases(chart: Chart) -> dict[str, tuple[Comorbidity, Condition]]:
    """The comorbidities this chart holds a code for, each with its first fact."""
    if "diseases" not in chart.views:
        found: dict[str, tuple[Comorbidity, Condition]] = {}
        for code, condition in coded(chart):
            category = comorbidity(code)
            if category:
                found.setdefault(category.name, (category, condition))
        chart.views["diseases"] = found
    return chart.views["diseases"]


def _weight(c: Comorbidity, condition: Condition, chart: Chart, index: str) -> int:
    if index == "lace" and c.name == "kidney disease":
        severe = any(code.startswith(SEVERE_KIDNEY) for code, _ in coded(chart))
        return 4 if severe else c.lace
    return getattr(c, index)


def _unknown(chart: Chart, index: str, low: int):
    """A chart without coded conditions does not say that the person is well."""
    uncoded = [c for code, c in coded(chart) if not code]
    if not chart.conditions:
        yield Part("problems", 0, _HIGHEST[index], "no list of problems")
    elif uncoded:
        told = f"{counted(len(uncoded), 'problem')} without an ICD-10 code"
        yield Part("problems", 0, max(0, _HIGHEST[index] - low), told)
    if index == "lace" and _unstaged(chart):
        yield Part("kidney disease", 0, 2, "the stage of kidney disease")


def _unstaged(chart: Chart) -> bool:
    """Kidney disease coded without a stage: LACE asks how severe it is."""
    codes = {code for code, _ in coded(chart)}
    return bool(codes & {"N18", "N189"}) and not any(c.startswith(SEVERE_KIDNEY) for c in codes)
