"""A paper for the other side: an order, a note or a scan request speaks of the same operation on the other side."""

from datetime import date

from northstar.rules.contradiction import GRAVE, asked, looks
from northstar.rules.examples import appointment, chart_of, document, order
from northstar.rules.procedure_words import mentions, of_a_pair, other_side
from northstar.rules.procedures_ahead import ahead, alike, others, told_by
from northstar.rules.signal import Band, Because, Example, Signal


def find(chart, now):
    """Notes that plan this operation, and orders; consents and approvals have rules of their own."""
    for plan in ahead(chart, now):
        if not (of_a_pair(plan.mention.site) and plan.side):
            continue
        taken = {o.side for o in others(chart, plan, now.tzinfo) if alike(plan.mention, o.mention)}
        for key, side, against in (*_notes(plan), *_orders(chart, plan)):
            if side in taken:
                continue
            yield from asked(
                plan, now, key=f"side|{key}", severity=GRAVE, ask=plan.office,
                says=f"is booked for the {plan.side} {plan.mention.site}, and another paper plans the {side}",
                two=(plan.telling("side"), against),
                question=f"The booking for {plan.said} says {plan.side} {plan.mention.site}; "
                f"“{against.quote[:160]}” says {side}. Which side is it?",
            )  # fmt: skip
    yield from looks(chart, now)


def _notes(plan):
    """The latest note of each writer, where it names the other side and nowhere this one."""
    latest = {(p.feed, p.author): p.document for p, m in plan.spoken if not p.consent and m.side}
    for (feed, author), doc in latest.items():
        own = [
            (p, m)
            for p, m in plan.spoken
            if p.document == doc and (p.feed, p.author) == (feed, author)
        ]
        sides = {m.side for _, m in own if m.side}
        if len(sides) == 1 and other_side(min(sides), plan.side):
            paper, mention = next((p, m) for p, m in own if m.side)
            yield doc, mention.side, paper.says(mention.quote, told_by(paper), mention.start)


def _orders(chart, plan):
    for asked_for in chart.requests:
        when = asked_for.authored or asked_for.occurrence
        if asked_for.status != "active" or not when or not plan.opens <= when.start <= plan.at:
            continue
        for words in (asked_for.code.words, asked_for.reason, asked_for.note):
            for m in mentions(words) if words else ():
                if m.planned and alike(plan.mention, m) and other_side(m.side, plan.side):
                    yield (
                        asked_for.source.key,
                        m.side,
                        Because(
                            f"Ordered: {asked_for.code.words}",
                            asked_for.source,
                            asked_for.quote or m.quote,
                        ),
                    )
                    return


SIGNAL = Signal(
    code="paper-for-other-side",
    title="A paper plans the other side",
    why="Order, note and booking must name one side before the person leaves for the operation.",
    cites="The Joint Commission, Universal Protocol UP.01.01.01 (a pre-procedure process verifies procedure, "
    "person and site from all documents)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=(
        "Appointment",
        "ServiceRequest",
        "Procedure",
        "DocumentReference",
        "Section",
        "DiagnosticReport",
    ),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_HIP = appointment("Mon 14 Sep 2026 10:00", service="Left hip replacement", practitioner="Dr. A")


def _note(text, at="Wed 26 Aug 2026", **more):
    return document("Orthopedic plan", at, text=text, **more)


EXAMPLES = [
    Example("the plan says the other hip", chart_of(_HIP, _note("Plan: right total hip arthroplasty in September.")),
            _NOW, 1, "plans the right"),
    Example("the order says the other hip", chart_of(_HIP, order("Right hip replacement", "Wed 26 Aug 2026",
            category="procedure")), _NOW, 1),
    Example("the X-ray shows both", chart_of(_HIP, _note("X-ray of both hips: left severe, right mild narrowing.")),
            _NOW, 0),
    Example("the other hip is past", chart_of(_HIP, _note("Left hip replacement planned.\nRight hip replacement in 2021, doing well.")),
            _NOW, 0),
    Example("an old note about the right hip", chart_of(_HIP, _note("Right hip replacement recommended.",
            "Mon 4 Mar 2019")), _NOW, 0),
    Example("not the other side, says the note", chart_of(_HIP, _note("Not the right hip: no surgery there.")), _NOW, 0),
    Example("her mother's hip", chart_of(_HIP, _note("Her mother had a right hip replacement.")), _NOW, 0),
    Example("the writer set it right", chart_of(_HIP, _note("Plan: right hip replacement.", author="Dr. B"),
            _note("Plan: left hip replacement.", "Mon 7 Sep 2026", author="Dr. B")), _NOW, 0),
    Example("the other hip follows in November", chart_of(_HIP, appointment("Mon 16 Nov 2026 10:00",
            service="Right hip replacement"), _note("Right hip replacement in November.")), _NOW, 0),
]  # fmt: skip
