"""Principal illness navigation: an hour of a trained navigator, or of a trained peer."""

from northstar.knowledge.billing_codes import NAVIGATOR, PEER
from northstar.rules.billing.checks import minutes, standing
from northstar.rules.billing.chi import consent_of_a_year_ago
from northstar.rules.billing.minutes import blocks
from northstar.rules.billing.month import Month, Verdict
from northstar.rules.billing.program import Rule


def judge(month: Month) -> Verdict:
    """Navigator's and peer's minutes are counted apart; both lines at once were not found to be allowed."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    navigator, peer = blocks(month, "G0023", verdict), blocks(month, "G0140", verdict)
    verdict.lines, verdict.otherwise = navigator or peer, peer if navigator else []
    minutes(month, verdict, (NAVIGATOR, PEER), 60)
    consent_of_a_year_ago(month, verdict)
    return verdict


RULE = Rule("PIN", judge)
