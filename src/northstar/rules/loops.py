"""Loops: what was ordered, sent or found, and whether it came round to the person again.

A result is ordered, resulted, reviewed, told; a referral is booked, attended, reported back, reviewed,
told. Each step stands only on evidence: a fact of some source, or what a named person of ours said with
a reference (`loop_steps`). Told closes a loop; so does a named person's word that it is not wanted.
"""

from datetime import datetime

from northstar.chart.chart import Chart
from northstar.rules.death import has_died
from northstar.rules.loop import RESULT, Loop
from northstar.rules.loop_steps import REVIEWED
from northstar.rules.loops_of_referrals import of_referrals
from northstar.rules.loops_of_results import of_results


def loops(chart: Chart, now: datetime) -> list[Loop]:
    """Every loop of this person that is open or was closed lately; none once they have died."""
    return [] if has_died(chart) else before_death(chart, now)


def before_death(chart: Chart, now: datetime) -> list[Loop]:
    """The same whether they live or not: what is left to be asked of whoever ordered it."""
    if "loops" not in chart.views:
        chart.views["loops"] = [*of_results(chart, now), *of_referrals(chart, now)]
    return chart.views["loops"]


def is_unread(loop: Loop) -> bool:
    """A result, here or still to come, that no clinician has read."""
    return loop.kind == RESULT and not loop.step(REVIEWED).done
