"""LACE: length of stay, acuity, comorbidity, emergency visits; 0 to 19, high from 10."""

from datetime import tzinfo

from northstar.chart.chart import Chart
from northstar.knowledge.scores import LACE_ACCURACY, VALUES
from northstar.rules.risk.admissions import acute, emergency_before
from northstar.rules.risk.charlson import charlson
from northstar.rules.risk.score import Part, Score, banded
from northstar.rules.stays import Stay
from northstar.rules.wording import counted

HIGH = VALUES["lace-high"]


def lace(chart: Chart, stay: Stay, zone: tzinfo | None) -> Score:
    """The lowest and highest LACE that the facts of this stay allow."""
    memo = ("lace", stay.key(zone))
    if memo not in chart.views:
        parts = (
            _length(stay, zone),
            acute(chart, stay, VALUES["lace-acute"], zone),
            _comorbidity(chart),
            _emergency(chart, stay, zone),
        )
        chart.views[memo] = Score("LACE", parts, LACE_ACCURACY)
    return chart.views[memo]


def _length(stay: Stay, zone: tzinfo | None) -> Part:
    nights = stay.nights(zone)
    if nights is None:
        return Part("length of stay", 0, 7, "the day of admission")
    points = banded(nights, VALUES["lace-stay"])
    return Part("length of stay", points, points, counted(nights, "day"), stay.last)


def _comorbidity(chart: Chart) -> Part:
    found = charlson(chart, "lace")
    low = banded(found.low, VALUES["lace-comorbidity"])
    high = banded(found.high, VALUES["lace-comorbidity"])
    if low != high:
        return Part("comorbidity", low, high, found.missing[0])
    fact = next((part.fact for part in found.parts if part.fact), None)
    names = ", ".join(part.name for part in found.parts if part.low)
    return Part("comorbidity", low, low, names or "no serious disease on the list", fact)


def _emergency(chart: Chart, stay: Stay, zone: tzinfo | None) -> Part:
    count, heard = emergency_before(chart, stay, 6, zone)
    low = banded(count, VALUES["lace-emergency"])
    if heard or low == 4:
        told = f"{counted(count, 'emergency visit')} in 6 months"
        return Part("emergency visits", low, low, told)
    return Part("emergency visits", low, 4, "emergency visits of the last 6 months elsewhere")
