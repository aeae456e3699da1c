"""Authorization unanswered: the plan had so long to decide, and no decision has come."""

from datetime import date, timedelta

from northstar.chart.when import When
from northstar.knowledge.transitions import days
from northstar.rules.authorizations import decision_due, plan_kind
from northstar.rules.examples import (
    asked_payer,
    chart_of,
    concept,
    covered,
    heard,
    payer_answer,
)
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.silence import heard_by
from northstar.rules.wording import day, when

KINDS = ("ClaimResponse",)
_DECIDED = frozenset({"approved", "partial", "denied"})
_URGENT = frozenset({"stat", "urgent", "expedited", "em", "ur"})


def find(chart, now):
    for request in {_key(c): c for c in chart.of("Claim")}.values():
        if request.use != "preauthorization" or request.status != "active" or not request.created:
            continue
        kind = plan_kind(chart, request.payer)
        urgent = request.priority.lower() in _URGENT
        clock = decision_due(_sent(request.created, now), kind, expedited=urgent)
        if clock is None or _answered(chart, request):
            continue
        due, row = clock
        if now < due:
            yield LookAgain(due)
        elif now < (
            closes := due + timedelta(days=days("unanswered-shown", due.date()))
        ) and heard_by(chart, KINDS, request.created.start, due, now):
            yield _finding(request, due, row, kind, now)
            yield LookAgain(closes)


def _finding(request, due, row, kind: str, now) -> Finding:
    who = request.payer or "the plan"
    return Finding(
        key=_key(request),
        says=f"has had no decision from {who}, due {day(due.date())} {due:%H:%M}",
        due=due,
        factors={"the plan is late": 15},
        because=(
            because(request, f"Asked {when(request.created, now.tzinfo)}"),
            Because(f"{kind}: {row.value} {row.unit} to decide ({row.cites})"),
            Because("No decision in any source we hold"),
        ),
        matter=f"authorization {request.source.key if request.source else ''}".strip(),
    )


def _key(request) -> str:
    """The sender's number; of two systems that number alike, each its own."""
    return f"{request.source.feed}:{request.source.key}" if request.source else "request"


def _sent(created: When, now):
    """Where only the day is told, the clock may have started as late as its end."""
    at = created.end if created.precision == "day" else created.start
    return at.astimezone(now.tzinfo)


def _answered(chart, request) -> bool:
    key = request.source.key if request.source else ""
    return any(a.request == key and a.decision in _DECIDED for a in chart.payer_answers)


SIGNAL = Signal(
    code="authorization-unanswered",
    title="The plan is late",
    why="A plan that misses its clock has often lost the papers, and a missed clock gives rights of its own.",
    cites="42 CFR 422.568, 423.568, 438.210, 440.230; 29 CFR 2560.503-1; 45 CFR 147.136",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call the plan with the request's number; ask for the decision and note who said what.",
    minutes=12,
    kinds=("Claim", "Coverage", *KINDS),
    argues_from_silence=True,
)

_HEARD = heard("payer", "ClaimResponse", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
_ADVANTAGE = covered("Acorn Health", code=concept("Medicare Advantage"))
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "eight days, and the plan had seven",
        chart_of(asked_payer("Mon 31 Aug 2026 07:00"), _ADVANTAGE, heard=_HEARD),
        _NOW,
        1,
        says="has had no decision from Acorn Health, due Mon 7 Sep 07:00",
        due="Mon 7 Sep 2026 07:00",
    ),
    Example(
        "an employer's plan has fifteen",
        chart_of(
            asked_payer("Mon 31 Aug 2026 07:00"),
            covered("Acorn Health", code=concept("Self-funded employer plan")),
            heard=_HEARD,
        ),
        _NOW,
        0,
        looks_again="Tue 15 Sep 2026 07:00",
    ),
    Example(
        "asked last year, when the plan had fourteen",
        chart_of(
            asked_payer("Mon 22 Dec 2025 09:00"),
            _ADVANTAGE,
            heard=heard("payer", "ClaimResponse", "1 Jan 2025", "Sun 4 Jan 2026 07:00"),
        ),
        "Sun 4 Jan 2026 07:30",
        0,
        looks_again="Mon 5 Jan 2026 09:00",
    ),
    Example(
        "urgent, on a Saturday: hours run through the weekend",
        chart_of(asked_payer("Sat 5 Sep 2026 07:00", priority="stat"), _ADVANTAGE, heard=_HEARD),
        _NOW,
        1,
        due="Tue 8 Sep 2026 07:00",
    ),
    Example(
        "decided",
        chart_of(
            asked_payer("Mon 31 Aug 2026 07:00"),
            payer_answer("approved", "3 Sep 2026", request="claim-1"),
            _ADVANTAGE,
            heard=_HEARD,
        ),
        _NOW,
        0,
    ),
    Example(
        "still waiting is no decision",
        chart_of(
            asked_payer("Mon 31 Aug 2026 07:00"),
            payer_answer("pended", "3 Sep 2026", request="claim-1"),
            _ADVANTAGE,
            heard=_HEARD,
        ),
        _NOW,
        1,
    ),
    Example("a plan of unknown kind", chart_of(asked_payer("1 Aug 2026"), heard=_HEARD), _NOW, 0),
    Example(
        "the payer's answers are not heard",
        chart_of(asked_payer("1 Aug 2026"), _ADVANTAGE),
        _NOW,
        0,
    ),
]
