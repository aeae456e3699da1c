"""Principal care management: the practitioner's line and the staff's."""

from northstar.knowledge.billing_codes import PRACTITIONER, STAFF
from northstar.rules.billing.checks import minutes, standing
from northstar.rules.billing.minutes import blocks
from northstar.rules.billing.month import Month, Verdict
from northstar.rules.billing.program import Rule


def judge(month: Month) -> Verdict:
    """99424 and 99425 are the practitioner's, 99426 and 99427 the staff's: the other way round than in CCM."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    own, staff = blocks(month, "99424", verdict), blocks(month, "99426", verdict)
    verdict.lines, verdict.otherwise = own or staff, staff if own else []
    minutes(month, verdict, (STAFF, PRACTITIONER), 30)
    return verdict


RULE = Rule("PCM", judge)
