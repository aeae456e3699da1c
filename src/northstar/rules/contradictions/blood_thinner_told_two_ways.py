"""Blood thinner told two ways: one paper says stop it before the operation, another says go on."""

from datetime import date

from northstar.knowledge import before_procedures
from northstar.rules.contradiction import SERIOUS, asked, looks
from northstar.rules.examples import appointment, chart_of, document, prescribed
from northstar.rules.instructions import GO_ON, HOLD, told_of
from northstar.rules.medicines import medicines
from northstar.rules.procedures_ahead import ahead, told_by
from northstar.rules.signal import Band, Because, Example, LookAgain, Signal


def find(chart, now):
    """The latest word of each writer; two writers who differ are asked, one who changed the mind is not."""
    known = medicines(chart, now.tzinfo)
    plans = ahead(chart, now)
    in_use = known.in_use(now.date()) if plans else {}
    for plan in plans:
        for name in in_use:
            rule = before_procedures.thinner(name, plan.at.date())
            pair = _two_ways(told_of(chart, plan, name)) if rule else None
            if not (rule and pair):
                continue
            stop, go_on = pair
            yield from asked(
                plan, now, key=f"two-ways|{name}", severity=SERIOUS, ask=plan.office,
                says=f"was told both to stop {name} before {plan.name} and to go on with it",
                two=(
                    *(t.paper.says(t.quote, told_by(t.paper), t.start) for t in (stop, go_on)),
                    Because(f"In use: {in_use[name].code.words}", in_use[name].source, in_use[name].quote),
                ),
                question=f"Two papers differ about {name} before {plan.name} on {plan.said}: “{stop.quote[:110]}” "
                f"and “{go_on.quote[:110]}”. Which holds?",
                before=plan.at - rule.before,
            )  # fmt: skip
        yield from (LookAgain(day) for day in known.ends() if day > now.date())
    yield from looks(chart, now)


def _two_ways(told):
    latest = {(t.paper.feed, t.paper.author): t for t in told if t.what in (HOLD, GO_ON)}
    stops = [t for t in latest.values() if t.what == HOLD]
    go_on = [t for t in latest.values() if t.what == GO_ON]
    return (stops[-1], go_on[-1]) if stops and go_on else None


SIGNAL = Signal(
    code="blood-thinner-told-two-ways",
    title="Blood thinner told two ways",
    why="The person does what the last voice said. Only who operates and who prescribes can say which it is.",
    cites="American College of Chest Physicians, Perioperative Management of Antithrombotic Therapy (Chest 2022;162:e207-e243)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=8,
    kinds=("Appointment", "ServiceRequest", "MedicationRequest", "MedicationDispense", "DocumentReference", "Section"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Mon 14 Sep 2026 07:30", service="Right knee replacement", practitioner="Dr. A")
_PLAVIX = prescribed("clopidogrel 75 MG Oral Tablet", "14 Jun 2022")


def _note(text, author, at="Wed 26 Aug 2026"):
    return document("Letter", at, text=text, author=author)


EXAMPLES = [
    Example("surgeon stops, cardiologist goes on", chart_of(_KNEE, _PLAVIX, _note("Stop clopidogrel five days before.", "Dr. A"),
            _note("Continue clopidogrel without a break.", "Dr. B", "Mon 31 Aug 2026")), _NOW, 1, "both to stop"),
    Example("one writer changed the mind", chart_of(_KNEE, _PLAVIX, _note("Stop clopidogrel five days before.", "Dr. A"),
            _note("Continue clopidogrel after all.", "Dr. A", "Mon 31 Aug 2026")), _NOW, 0),
    Example("both say stop", chart_of(_KNEE, _PLAVIX, _note("Stop clopidogrel five days before.", "Dr. A"),
            _note("Hold Plavix from Wednesday.", "Dr. B", "Mon 31 Aug 2026")), _NOW, 0),
    Example("stopped once long ago", chart_of(_KNEE, _PLAVIX, _note("Previously she stopped clopidogrel for a tooth.", "Dr. A"),
            _note("Continue clopidogrel.", "Dr. B", "Mon 31 Aug 2026")), _NOW, 0),
]  # fmt: skip
