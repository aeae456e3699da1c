"""Authorization denied: the plan said no, and nobody has appealed yet."""

from datetime import date, timedelta

from northstar.knowledge.authorization_clocks import ROWS
from northstar.knowledge.table import at
from northstar.rules.authorizations import deadline, denials, subject, thread
from northstar.rules.departures import after, promised
from northstar.rules.examples import chart_of, concept, covered, payer_answer, task
from northstar.rules.signal import Band, Because, Example, Finding, Signal, because
from northstar.rules.wording import day, with_year


def find(chart, now):
    for denial in denials(chart):
        notice = denial.created and denial.created.day(now.tzinfo)
        if not notice:
            continue
        by = deadline(chart, denial, now.tzinfo)
        closes = by.day if by else notice + timedelta(days=at(ROWS, "denied-longest", notice).value)
        if now.date() > closes:
            continue  # a deadline that has passed is the matter of authorization_deadline_near
        yield Finding(
            key=thread(denial),
            says=f"was refused {subject(denial)} by {denial.payer or 'the plan'}; "
            + (
                f"appeal by {_day(by.day, notice)}"
                if by
                else "the letter must tell until when to appeal"
            ),
            due=by.day if by else None,
            factors={"refused": 15} | ({} if denial.reason else {"no reason given": 4}),
            because=(
                because(denial, f"Refused on {with_year(notice)}{_reason(denial)}"),
                *(
                    by.why
                    if by
                    else (Because("No deadline is printed and the kind of plan is not known"),)
                ),
                *_defect(denial),
            ),
            matter=f"authorization {thread(denial)}",
        )
        yield from promised(now, after(closes))


def _day(by: date, notice: date) -> str:
    """With its year where that is not the year of the notice."""
    return day(by) if by.year == notice.year else f"{day(by)} {by.year}"


def _reason(denial) -> str:
    return f": {denial.reason}" if denial.reason else ""


def _defect(denial):
    if not denial.reason:
        yield Because("No specific reason is given: a defect to use in the appeal")


SIGNAL = Signal(
    code="authorization-denied",
    title="Authorization denied",
    why="Many refusals fall when someone answers the stated reason in time. The letter in hand overrides any table.",
    cites="42 CFR 422.582, 423.582, 438.402; 29 CFR 2560.503-1; 45 CFR 147.136",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Open the case: reason, criteria, what is missing; ask whether a doctor certifies urgency.",
    minutes=20,
    kinds=("ClaimResponse", "Coverage", "Task"),
)

_WHAT = {
    "code": concept("Lumbar MRI"),
    "payer": "Acorn Health",
    "reason": "not medically necessary",
}
_DENIED = payer_answer("denied", "1 Sep 2026", reference="A1", **_WHAT)
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "Medicare Advantage, by the table",
        chart_of(_DENIED, covered("Acorn Health", code=concept("Medicare Advantage"))),
        _NOW,
        1,
        says="was refused Lumbar MRI by Acorn Health; appeal by Sat 31 Oct",
        due="31 Oct 2026",
        looks_again="1 Nov 2026",
    ),
    Example(
        "an employer's plan",
        chart_of(_DENIED, covered("Acorn Health", code=concept("Self-funded employer plan"))),
        _NOW,
        1,
        says="appeal by Sun 28 Feb 2027",
        due="28 Feb 2027",
    ),
    Example(
        "Medicaid managed care",
        chart_of(_DENIED, covered("Acorn Health", code=concept("Medicaid managed care"))),
        _NOW,
        1,
        due="31 Oct 2026",
    ),
    Example(
        "the letter wins over the table",
        chart_of(
            payer_answer("denied", "1 Sep 2026", deadline="3 Dec 2026", **_WHAT),
            covered("Acorn Health", code=concept("Medicare Advantage")),
        ),
        _NOW,
        1,
        says="appeal by Thu 3 Dec",
        due="3 Dec 2026",
    ),
    Example("a plan of unknown kind", chart_of(_DENIED), _NOW, 1, says="the letter must tell"),
    Example(
        "approved on a second look",
        chart_of(_DENIED, payer_answer("approved", "4 Sep 2026", reference="A1", **_WHAT)),
        _NOW,
        0,
    ),
    Example(
        "an appeal is filed",
        chart_of(_DENIED, task("Appeal", "7 Sep 2026", status="in-progress", focus="A1")),
        _NOW,
        0,
    ),
    Example(
        "a claim for payment", chart_of(payer_answer("denied", "1 Sep 2026", use="claim")), _NOW, 0
    ),
]
