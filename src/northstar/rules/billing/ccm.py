"""Chronic care management: three lines of codes that exclude each other, for whose time it was."""

from northstar.knowledge.billing_codes import PRACTITIONER, STAFF
from northstar.rules.billing.checks import minutes, standing
from northstar.rules.billing.minutes import blocks
from northstar.rules.billing.month import Month, Verdict
from northstar.rules.billing.program import Rule

_COMPLEX = ("moderate", "high")


def judge(month: Month) -> Verdict:
    """Complex before the practitioner's own before the staff's: the first whose time is met is proposed."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    met = [blocks(month, "99487", verdict)] if _is_complex(month) else []
    met += [blocks(month, "99491", verdict), blocks(month, "99490", verdict)]
    met = [lines for lines in met if lines]
    if met:
        verdict.lines, verdict.otherwise = met[0], [line for lines in met[1:] for line in lines]
    if verdict.otherwise:
        verdict.verify.append("lines of CCM exclude each other: one is proposed")
    minutes(month, verdict, (STAFF, PRACTITIONER), 20)
    return verdict


def _is_complex(month: Month) -> bool:
    """Moderate or high decision-making, and a plan established or revised in the month."""
    judged, plan = month.complexity, month.plan
    return bool(judged and judged.kind in _COMPLEX and plan and plan.on and month.within(plan.on))


RULE = Rule("CCM", judge)
