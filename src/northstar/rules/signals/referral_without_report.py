"""Referral without a report: we sent them to a specialist and nothing has come back."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days
from northstar.rules.departures import promised
from northstar.rules.examples import appointment, chart_of, document, heard, order, task
from northstar.rules.signal import Because, Example, Finding, Signal, because
from northstar.rules.silence import heard_by
from northstar.rules.wording import day, with_year

KINDS = ("DocumentReference",)
_OVER = frozenset({"revoked", "cancelled", "entered-in-error", "completed", "draft"})
_CONSULT = frozenset({"11488-4", "34764-1", "11487-6"})


def find(chart, now):
    open_ones = _open(chart)
    for referral in open_ones:
        sent = referral.authored and referral.authored.day(now.tzinfo)
        if not sent or _closed(chart, referral, alone=len(open_ones) == 1):
            continue
        due = sent + timedelta(days=days("referral-report", sent))
        closes = sent + timedelta(days=days("referral-longest", sent))
        if due <= now.date() <= closes and heard_by(
            chart, KINDS, referral.authored.start, due, now
        ):
            yield _finding(chart, referral, sent, due, now)
        yield from promised(now, due, closes + timedelta(days=1))


def _open(chart) -> list:
    """Referrals that are not over, each once however many systems tell of it."""
    sent = [r for r in chart.requests if r.category == "referral" and r.status not in _OVER]
    return list({_key(r): r for r in sent}.values())


def _key(referral) -> str:
    if referral.orders:
        return f"referral {referral.orders[0]}"
    on = referral.authored.text[:10] if referral.authored else ""
    return f"referral {referral.code.words or referral.performer} {on}"


def _finding(chart, referral, sent: date, due: date, now) -> Finding:
    what = referral.code.words or referral.performer or "a specialist"
    seen = _attended(chart, referral)
    return Finding(
        key=_key(referral),
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


def _closed(chart, referral, *, alone: bool) -> bool:
    names = {*referral.orders, referral.source.key if referral.source else ""} - {""}
    if any(t.focus in names and t.status == "completed" for t in chart.of("Task")):
        return True
    if any(r.order and r.order in names for r in chart.reports):
        return True
    return any(_reports(d, referral, alone=alone) for d in _consults(chart))


def _consults(chart):
    """Consultation notes among the documents."""
    if "consults" not in chart.views:
        chart.views["consults"] = [d for d in chart.documents if _is_consult(d)]
    return chart.views["consults"]


def _is_consult(document) -> bool:
    named = document.code.has("loinc", _CONSULT) or "consult" in document.title.lower()
    return named and bool(document.date) and document.status != "entered-in-error"


def _reports(document, referral, *, alone: bool) -> bool:
    """A consultation note after the referral that names whom we asked; any, if it is the only one."""
    if document.date.start < referral.authored.start:
        return False
    said = f"{document.author} {document.custodian} {document.title}".lower()
    asked = {w for w in f"{referral.performer} {referral.code.words}".lower().split() if len(w) > 3}
    return alone or any(word in said for word in asked)


def _attended(chart, referral):
    where = {referral.performer, referral.code.words} - {""}
    return next(
        (
            a
            for a in chart.appointments
            if a.status == "fulfilled"
            and a.start
            and a.start.start > referral.authored.start
            and where & {a.service, a.practitioner}
        ),
        None,
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
    kinds=("ServiceRequest", "Task", *KINDS),
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
