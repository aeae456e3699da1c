"""General behavioral health integration: twenty minutes of clinical staff."""

from northstar.knowledge.billing_codes import STAFF
from northstar.rules.billing.checks import minutes, standing
from northstar.rules.billing.minutes import blocks
from northstar.rules.billing.month import Month, Verdict
from northstar.rules.billing.program import Rule


def judge(month: Month) -> Verdict:
    """Needs no consultant."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    verdict.lines = blocks(month, "99484", verdict)
    minutes(month, verdict, (STAFF,), 20)
    return verdict


RULE = Rule("BHI", judge)
