"""Advanced primary care management: a level a month by conditions and benefit, no minutes."""

from northstar.knowledge.billing_codes import service
from northstar.rules.billing.checks import standing
from northstar.rules.billing.month import Claimed, Month, Verdict
from northstar.rules.billing.program import Rule


def judge(month: Month) -> Verdict:
    """None or one condition: the first level; two: the second; two and a Qualified Medicare Beneficiary:
    the third."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    row = service(level(month), month.first)
    if row:
        verdict.lines = [Claimed(row.code, row.value.label, 1, month.last)]
    if len(month.conditions) > 1 and month.qmb is None:
        verdict.verify.append("whether the person is a Qualified Medicare Beneficiary is not known")
    return verdict


def level(month: Month) -> str:
    """The code of the level."""
    if len(month.conditions) < 2:
        return "G0556"
    return "G0558" if month.qmb else "G0557"


RULE = Rule("APCM", judge)
