"""Collaborative care: the behavioral care manager's time; more in the first month of an episode."""

from northstar.knowledge.billing_codes import CARE_MANAGER
from northstar.rules.billing.checks import minutes, standing
from northstar.rules.billing.minutes import blocks
from northstar.rules.billing.month import Month, Verdict
from northstar.rules.billing.program import Rule


def judge(month: Month) -> Verdict:
    """The full month where its time is met, else the short one. Full time counts, not the midpoint,
    unless the clinic has chosen otherwise (`month.midpoint`, unconfirmed)."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    full = "99492" if is_first(month) else "99493"
    verdict.lines = blocks(month, full, verdict) or blocks(month, "G2214", verdict)
    if month.midpoint and verdict.lines:
        verdict.verify.append("counted from the midpoint, as this clinic has chosen")
    minutes(month, verdict, (CARE_MANAGER,), 30)
    return verdict


def is_first(month: Month) -> bool:
    """The calendar month in which the episode began."""
    return bool(month.consent and month.within(month.consent.on))


RULE = Rule("CoCM", judge)
