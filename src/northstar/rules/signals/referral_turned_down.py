"""Referral turned down: the other office did not take it, or let it expire, and it was not sent anew."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days
from northstar.rules.examples import appointment, chart_of, order, task
from northstar.rules.loop_steps import BOOKED, settled, steps_of
from northstar.rules.loops_of_referrals import TURNED_DOWN
from northstar.rules.referrals import booked, key, referrals, report
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.turned_down import turned_down
from northstar.rules.wording import day, with_year


def find(chart, now):
    """Each referral whose last word is a no, while nothing is booked there and nobody has settled it."""
    open_ones = referrals(chart)
    for referral in open_ones:
        no, sent = turned_down(chart, referral), referral.authored
        if no is None or not sent or _is_settled(chart, referral, open_ones):
            continue
        closes = sent.start + timedelta(days=days("referral-longest", sent.start.date()))
        if now < closes:
            yield LookAgain(closes)
            yield _finding(referral, no, now)


def _is_settled(chart, referral, out) -> bool:
    mark = key(referral)
    return bool(
        settled(chart, mark)
        or any(code == BOOKED for code, _ in steps_of(chart, mark))
        or booked(chart, referral)
        or report(chart, referral, out)
    )


def _finding(referral, no, now) -> Finding:
    what = referral.code.words or referral.performer or "a specialist"
    sent = referral.authored.first_day(now.tzinfo)
    on = no.on(now.tzinfo)
    told = (
        f"The referral {no.word}" if no.word == "expired" else f"The office {no.word} the referral"
    )
    return Finding(
        key=key(referral),
        says=f"was referred to {what} on {with_year(sent)}, and that {'has expired' if no.word == 'expired' else 'was turned down'}",
        because=(
            because(
                no.value, f"{told}{f' {day(on)}' if on else ''}{f': {no.why}' if no.why else ''}"
            ),
            *(
                (because(referral, f"Referred on {with_year(sent)}"),)
                if no.value is not referral
                else ()
            ),
        ),
        factors={"turned down": 8},
        matter=f"referral {what.lower()}",
    )


SIGNAL = Signal(
    code=TURNED_DOWN,
    title="A referral that was turned down",
    why="The person waits for a call that nobody will make.",
    cites="Own rule; CMS50 Closing the referral loop; HL7 table 0283 (rejected, expired); FHIR Task.status rejected",
    reviewed=date(2026, 11, 23),
    find=find,
    band=Band.HARM,
    suggests="Ask the office what was missing; ask who referred for another office, and tell the person",
    minutes=8,
    kinds=("ServiceRequest", "Task", "Appointment", "DocumentReference", "DiagnosticReport"),
)

_NOW = "Tue 8 Sep 2026 07:30"
_SENT = order("Cardiology", "20 Aug 2026", category="referral", orders=("R1",))
_REVOKED = order(
    "Cardiology",
    "20 Aug 2026",
    category="referral",
    orders=("R1",),
    status="revoked",
    note="Referral status: rejected",
)
_EXPIRED = order(
    "Cardiology",
    "20 Aug 2026",
    category="referral",
    orders=("R1",),
    status="revoked",
    note="Referral status: expired",
)
_CANCELLED = order(
    "Cardiology",
    "20 Aug 2026",
    category="referral",
    orders=("R1",),
    status="revoked",
    note="Referral status: cancelled",
)
_ANEW = order("Cardiology", "1 Sep 2026", category="referral", orders=("R2",))
_NO = task("Referral", "2 Sep 2026", "rejected", focus="R1", note="no new patients")
_YES = task("Referral", "4 Sep 2026", "accepted", focus="R1")
EXAMPLES = [
    Example("rejected by the office", chart_of(_REVOKED), _NOW, 1, says="was turned down", band=Band.HARM),
    Example("expired", chart_of(_EXPIRED), _NOW, 1, says="has expired"),
    Example("the office's task says no", chart_of(_SENT, _NO), _NOW, 1, says="was turned down"),
    Example("and then yes", chart_of(_SENT, _NO, _YES), _NOW, 0),
    Example("we called it off ourselves", chart_of(_CANCELLED), _NOW, 0),
    Example("sent anew since", chart_of(_REVOKED, _ANEW), _NOW, 0),
    Example("to another field is not anew", chart_of(_REVOKED, order("Podiatry", "1 Sep 2026", category="referral")), _NOW, 1),
    Example("booked there after all", chart_of(_SENT, _NO, appointment("14 Sep 2026", service="Cardiology")), _NOW, 0),
    Example("only waiting", chart_of(_SENT), _NOW, 0),
]  # fmt: skip
