"""How long a plan may take, and how long one may appeal, by kind of plan and by date.

Federal defaults. The notice in hand, the plan's own document and state law come first.
"""

from datetime import date

from northstar.knowledge.table import Row

_READ = date(2026, 11, 1)
ADVANTAGE = "Medicare Advantage"
PART_D = "Part D"
MEDICAID_PLAN = "Medicaid managed care"
MEDICAID = "Medicaid"
EMPLOYER = "employer plan"
MARKETPLACE = "marketplace plan"
ORIGINAL = "Original Medicare"

_2026 = date(2026, 1, 1)
_BEFORE_2026 = date(2025, 12, 31)


def _row(code, scope, value, unit, section, **more) -> Row:
    return Row(
        code=code,
        value=value,
        unit=unit,
        scope=scope,
        source=more.pop("source", "Code of Federal Regulations"),
        section=section,
        year=more.pop("year", 2026),
        confidence=more.pop("confidence", "B"),
        reviewed=_READ,
        **more,
    )


ROWS = (
    # The plan decides within.
    _row(
        "decide", ADVANTAGE, 14, "calendar days", "42 CFR 422.568(b)(1)", effective_to=_BEFORE_2026
    ),
    _row("decide", ADVANTAGE, 7, "calendar days", "42 CFR 422.568(b)(1)", effective_from=_2026),
    _row("decide-expedited", ADVANTAGE, 72, "hours", "42 CFR 422.572"),
    _row("decide", PART_D, 72, "hours", "42 CFR 423.568(b)"),
    _row("decide-expedited", PART_D, 24, "hours", "42 CFR 423.572(a)"),
    _row(
        "decide",
        MEDICAID_PLAN,
        14,
        "calendar days",
        "42 CFR 438.210(d)(1)",
        effective_to=_BEFORE_2026,
    ),
    _row(
        "decide",
        MEDICAID_PLAN,
        7,
        "calendar days",
        "42 CFR 438.210(d)(1)",
        effective_from=_2026,
        note="for rating periods that start from then on; a state may ask for less",
    ),
    _row("decide-expedited", MEDICAID_PLAN, 72, "hours", "42 CFR 438.210(d)(2)"),
    _row("decide", MEDICAID, 7, "calendar days", "42 CFR 440.230(e)", effective_from=_2026),
    _row("decide-expedited", MEDICAID, 72, "hours", "42 CFR 440.230(e)", effective_from=_2026),
    _row("decide", EMPLOYER, 15, "calendar days", "29 CFR 2560.503-1(f)(2)(iii)(A)"),
    _row("decide-expedited", EMPLOYER, 72, "hours", "29 CFR 2560.503-1(f)(2)(i)"),
    _row("decide", MARKETPLACE, 15, "calendar days", "45 CFR 147.136(b)"),
    _row("decide-expedited", MARKETPLACE, 72, "hours", "45 CFR 147.136(b)"),
    # An appeal is filed within, counted from the date of the notice. Where the law counts from
    # receipt, the date of the notice is the safe side; `appeal-legal` is the last day in law.
    _row("appeal", ADVANTAGE, 60, "calendar days", "42 CFR 422.582(b), safe side"),
    _row(
        "appeal-legal",
        ADVANTAGE,
        65,
        "calendar days",
        "42 CFR 422.582(b), receipt presumed 5 days after the notice",
        effective_from=date(2025, 1, 1),
        note="older pages say 60 days from the notice; superseded in 2025",
    ),
    _row("appeal", PART_D, 60, "calendar days", "42 CFR 423.582(b), safe side", confidence="A"),
    _row(
        "appeal-legal",
        PART_D,
        65,
        "calendar days",
        "42 CFR 423.582(b), receipt presumed 5 days after the notice",
        confidence="A",
        effective_from=date(2025, 1, 1),
    ),
    _row("appeal", MEDICAID_PLAN, 60, "calendar days", "42 CFR 438.402"),
    _row("appeal", EMPLOYER, 180, "calendar days", "29 CFR 2560.503-1, from receipt, safe side"),
    _row("appeal", MARKETPLACE, 180, "calendar days", "45 CFR 147.136, from receipt, safe side"),
    _row("appeal", ORIGINAL, 120, "calendar days", "42 CFR 405.942, from receipt, safe side"),
    # What we show, and when.
    *(
        _row(
            code,
            "",
            value,
            "calendar days before",
            "status model",
            source="Product default",
            confidence="unconfirmed",
        )
        for code, value in (
            ("appeal-near", 14),
            ("appeal-very-near", 7),
            ("appeal-last-call", 2),
            ("expiring", 30),
            ("denied-longest", 400),
            ("late-appeal-shown", 30),
        )
    ),
)

# Words of a plan's type, plan or payer, the more telling first.
PLAN_WORDS = (
    (PART_D, ("part d", "pdp", "prescription drug plan")),
    (ADVANTAGE, ("medicare advantage", "part c", "mapd", "medicare hmo", "medicare ppo", "d-snp")),
    (
        MEDICAID_PLAN,
        (
            "medicaid managed",
            "medicaid mco",
            "managed medicaid",
            "medicaid hmo",
            "medi-cal managed",
        ),
    ),
    (MEDICAID, ("medicaid", "medi-cal", "chip")),
    (
        MARKETPLACE,
        ("marketplace", "exchange", "qhp", "individual plan", "covered california", "aca"),
    ),
    (
        EMPLOYER,
        (
            "employer",
            "self-funded",
            "self funded",
            "self-insured",
            "erisa",
            "group health",
            "commercial",
        ),
    ),
    (ORIGINAL, ("medicare",)),
)
