"""Which allergies hold now: what some source says is true, and nothing that was refuted or is over."""

from northstar.chart.chart import Chart
from northstar.chart.clinical import AllergyIntolerance


def active_allergies(chart: Chart) -> list[AllergyIntolerance]:
    """Allergies that some source holds for true now."""
    return [
        a
        for a in chart.allergies
        if not a.absent
        and a.clinical_status not in ("inactive", "resolved")
        and a.verification_status not in ("refuted", "entered-in-error")
    ]
