"""Community health integration: an hour of a certified or trained community health worker."""

from northstar.knowledge.billing_codes import AUXILIARY
from northstar.rules.billing.checks import minutes, standing
from northstar.rules.billing.minutes import blocks
from northstar.rules.billing.month import Month, Verdict
from northstar.rules.billing.program import Rule


def judge(month: Month) -> Verdict:
    """Consent each year is unconfirmed: an older one passes and is named."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    verdict.lines = blocks(month, "G0019", verdict)
    minutes(month, verdict, (AUXILIARY,), 60)
    consent_of_a_year_ago(month, verdict)
    return verdict


def consent_of_a_year_ago(month: Month, verdict: Verdict) -> None:
    """Some read the rule as a consent a year."""
    if month.consent and (month.first - month.consent.on).days > 365:
        verdict.verify.append("the consent is more than a year old")


RULE = Rule("CHI", judge)
