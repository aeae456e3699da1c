"""Booked twice: the same operation on the same side stands on two days."""

from datetime import date, timedelta
from itertools import pairwise

from northstar.rules.contradiction import DELAY, asked, looks
from northstar.rules.examples import appointment, chart_of, order
from northstar.rules.procedures_ahead import ahead, alike, imaging_ahead
from northstar.rules.signal import Band, Example, Signal

_NEAR = timedelta(days=45)
_REPEATED = frozenset({"surgery", "vascular", "biopsy", "ablation"})


def find(chart, now):
    """Two bookings of one operation or one scan within six weeks; the first is shown with the second."""
    for plans in (ahead(chart, now), imaging_ahead(chart, now)):
        for first, second in pairwise(plans):
            if not _the_same(first, second):
                continue
            yield from asked(
                first, now, key=f"twice|{second.key}", severity=DELAY,
                ask=first.office if first.office == second.office else f"{first.office} and {second.office}",
                says=f"is booked twice for {first.name}, on {first.said} and {second.said}",
                two=(first.booking(), second.booking()),
                question=f"{first.name.capitalize() if first.name.islower() else first.name} is booked for {first.said} and again for {second.said}. Which one stands?",
            )  # fmt: skip
    yield from looks(chart, now)


def _the_same(first, second) -> bool:
    """Not two sides, not two parts of a plan in stages, not something that is done again and again."""
    return (
        first.at.date() != second.at.date()
        and second.at - first.at <= _NEAR
        and first.mention.family == second.mention.family
        and first.mention.family not in _REPEATED
        and alike(first.mention, second.mention)
        and first.mention.site == second.mention.site
        and first.side == second.side
        and "stage" not in f"{first.name} {second.name}".lower()
        and "follow" not in f"{first.name} {second.name}".lower()
    )


SIGNAL = Signal(
    code="booked-twice",
    title="Booked twice",
    why="Two offices each booked the same operation; the person prepares for one, and a place is lost to another.",
    cites="ONC SAFER Guides, Computerized Provider Order Entry (duplicate orders are shown before they are carried out)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=("Appointment", "ServiceRequest", "Procedure"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"

EXAMPLES = [
    Example("one colonoscopy at two hospitals", chart_of(appointment("Mon 14 Sep 2026 09:00", service="Colonoscopy", location="Hospital A"),
            appointment("Tue 22 Sep 2026 08:00", service="Colonoscopy", location="Hospital B")), _NOW, 1, "is booked twice"),
    Example("order and booking of one day are one", chart_of(appointment("Mon 14 Sep 2026 09:00", service="Colonoscopy"),
            order("Colonoscopy", "1 Aug 2026", category="procedure")), _NOW, 0),
    Example("one eye, then the other", chart_of(appointment("Mon 14 Sep 2026 09:00", service="Cataract surgery, left eye"),
            appointment("Mon 28 Sep 2026 09:00", service="Cataract surgery, right eye")), _NOW, 0),
    Example("a scan again after three months", chart_of(appointment("Mon 14 Sep 2026 09:00", service="MRI of the brain"),
            appointment("Mon 30 Nov 2026 09:00", service="MRI of the brain")), _NOW, 0),
    Example("the first was cancelled", chart_of(appointment("Mon 14 Sep 2026 09:00", service="Colonoscopy", status="cancelled"),
            appointment("Tue 22 Sep 2026 08:00", service="Colonoscopy")), _NOW, 0),
]  # fmt: skip
