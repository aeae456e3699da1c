"""Referral without a report: we sent them to a specialist and nothing has come back."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days
from northstar.rules.departures import promised
from northstar.rules.examples import appointment, chart_of, document, heard, order, task
from northstar.rules.loop_steps import settled
from northstar.rules.referrals import attended, key, referrals, report
from northstar.rules.signal import Because, Example, Finding, Signal, because
from northstar.rules.silence import heard_by
from northstar.rules.turned_down import turned_down
from northstar.rules.wording import day, with_year

KINDS = ("DocumentReference",)


def find(chart, now):
    open_ones = referrals(chart)
    for referral in open_ones:
        sent = referral.authored and referral.authored.day(now.tzinfo)
        if not sent or turned_down(chart, referral) or _closed(chart, referral, open_ones):
            continue
        due = sent + timedelta(days=days("referral-report", sent))
        closes = sent + timedelta(days=days("referral-longest", sent))
        if due <= now.date() <= closes and heard_by(
            chart, KINDS, referral.authored.start, due, now
        ):
            yield _finding(chart, referral, sent, due, now)
        yield from promised(now, due, closes + timedelta(days=1))


def _closed(chart, referral, out) -> bool:
    """The answer is here, or a named person has said so, or that it is not wanted any more."""
    return settled(chart, key(referral)) or report(chart, referral, out) is not None


def _finding(chart, referral, sent: date, due: date, now) -> Finding:
    what = referral.code.words or referral.performer or "a specialist"
    seen = attended(chart, referral)
    return Finding(
        key=key(referral),
        says=f"was referred to {what} on {with_year(sent)}; no report has come back",
        due=due,
        factors={"no report": 8} | ({"already seen there": 6} if seen else {}),
        because=(
            because(
                referral,
                f"Referred on {with_year(sent)}{f' for {referral.reason}' if referral.reason else ''}",
            ),
            *(
                (because(seen, f"Seen there {day(seen.start.first_day(now.tzinfo))}"),)
                if seen
                else ()
            ),
            Because("No report back in any source we hold"),
        ),
        suggests="Ask the office for its note."
        if seen
        else "Ask the office and the person: was a visit made?",
    )


SIGNAL = Signal(
    code="referral-without-report",
    title="Referral without a report",
    why="A referral is done when the answer is here and read, not when the fax has gone.",
    cites="CMS50 Closing the referral loop; IHE 360X; the 30 days are our own limit",
    reviewed=date(2026, 11, 1),
    find=find,
    minutes=6,
    matter="referral",
    kinds=("ServiceRequest", "Task", "Appointment", *KINDS),
    argues_from_silence=True,
)

_SENT = order("Cardiology", "20 Jul 2026", category="referral", orders=("R1",))
_HEARD = heard("exchange", "DocumentReference", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "seven weeks ago",
        chart_of(_SENT, heard=_HEARD),
        _NOW,
        1,
        says="was referred to Cardiology on 20 Jul 2026; no report has come back",
        due="19 Aug 2026",
    ),
    Example(
        "seen there, and still nothing",
        chart_of(
            _SENT,
            appointment("10 Aug 2026", status="fulfilled", service="Cardiology"),
            heard=_HEARD,
        ),
        _NOW,
        1,
    ),
    Example(
        "the note came",
        chart_of(
            _SENT, document("Consultation Note", "12 Aug 2026", loinc="11488-4"), heard=_HEARD
        ),
        _NOW,
        0,
    ),
    Example(
        "two referrals, one note",
        chart_of(
            _SENT,
            order("Podiatry", "20 Jul 2026", category="referral", orders=("R2",)),
            document("Consultation Note, Cardiology", "12 Aug 2026", loinc="11488-4"),
            heard=_HEARD,
        ),
        _NOW,
        1,
        says="Podiatry",
    ),
    Example(
        "closed by the other office",
        chart_of(_SENT, task("Referral", "20 Jul 2026", "completed", focus="R1"), heard=_HEARD),
        _NOW,
        0,
    ),
    Example(
        "two weeks ago", chart_of(_SENT, heard=_HEARD), "3 Aug 2026", 0, looks_again="19 Aug 2026"
    ),
    Example("documents were not heard", chart_of(_SENT), _NOW, 0),
]
