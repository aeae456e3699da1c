"""All programs of one person in one month, judged together: what stands alone, what stands against what."""

from dataclasses import replace
from functools import cache

from northstar.discover import declared
from northstar.knowledge.billing_codes import service
from northstar.knowledge.billing_together import ADD_ON, BLOCK, WARN, Together, against, together
from northstar.rules.billing.cocm import is_first
from northstar.rules.billing.month import FAIL, PASS, Check, Claimed, Month, Verdict
from northstar.rules.billing.program import Rule


def judge(months: list[Month]) -> list[Verdict]:
    """One verdict a month given, in order. All of one person, and of one calendar month."""
    verdicts = [_rules()[month.program].judge(month) for month in months]
    standing = [verdict.state == "ready" and bool(verdict.lines) for verdict in verdicts]
    _add_ons(months, verdicts)
    for n, month in enumerate(months):
        others = [(months[k], standing[k]) for k in range(len(months)) if k != n]
        verdicts[n].checks.append(_excluded(month, standing[n], others, verdicts[n]))
    for verdict in verdicts:
        verdict.verify = list(dict.fromkeys(verdict.verify))
        if verdict.state != "ready":
            verdict.otherwise, verdict.lines = [], []
    return verdicts


def _excluded(
    month: Month, stands: bool, others: list[tuple[Month, bool]], verdict: Verdict
) -> Check:
    """Nothing else that is, or could be, billed this month stands against this program."""
    for number, who in month.codes:
        row = against(month.program, number, month.first) or _beside_add_on(verdict, number, month)
        if row:
            return Check(
                "excluded_code", FAIL, f"{who} billed {number} this month.", cites=row.cites
            )
    for other, ready in others:
        row = together(month.program, other.program, month.first)
        rule: Together = row.value
        apart = rule.same_biller and month.biller != other.biller
        if rule.how == BLOCK and ready and stands and not apart:
            says = f"{other.program} stands too: {rule.says}. Bill one of them."
            return Check("excluded_code", FAIL, says, cites=row.cites)
        if rule.how == WARN and ready:
            verdict.verify.append(f"beside {other.program}: {rule.says}")
    for program, who in month.elsewhere:
        _warn_of(month, program, who, verdict)
    return Check("excluded_code", PASS, "Nothing billed or ready stands against it.")


def _warn_of(month: Month, program: str, who: str, verdict: Verdict) -> None:
    """Another practice's program: published rules speak of one and the same practitioner."""
    if (
        program != month.program
        and together(month.program, program, month.first).value.how == BLOCK
    ):
        verdict.verify.append(f"{who} bills {program} this month")


def _beside_add_on(verdict: Verdict, number: str, month: Month):
    added = any(line.number in ("G0568", "G0569", "G0570") for line in verdict.lines)
    return against("APCM with add-on", number, month.first) if added else None


def _add_ons(months: list[Month], verdicts: list[Verdict]) -> None:
    """Beside APCM of the same practice, from 2026, behavioral care is billed by a code without minutes."""
    base = next(
        (m for m, v in zip(months, verdicts, strict=True) if m.program == "APCM" and v.lines), None
    )
    for month, verdict in zip(months, verdicts, strict=True):
        if base and _adds(month, base):
            row = service(_add_on(month), month.first)
            if row:
                verdict.lines = [Claimed(row.code, row.value.label, 1, month.last)]
                verdict.otherwise = []
                verdict.checks = [
                    replace(check, state=PASS, says="No minutes are asked beside APCM.")
                    if check.name == "minutes" else check
                    for check in verdict.checks
                ]  # fmt: skip


def _adds(month: Month, base: Month) -> bool:
    if month is base or month.biller != base.biller:
        return False
    return together(month.program, "APCM", month.first).value.how == ADD_ON


def _add_on(month: Month) -> str:
    if month.program == "BHI":
        return "G0570"
    return "G0568" if is_first(month) else "G0569"


@cache
def _rules() -> dict[str, Rule]:
    return {rule.program: rule for rule in declared("northstar.rules.billing", "RULE")}
