"""Blood thinner without a plan: an operation is near, and no paper says what becomes of the blood thinner."""

from datetime import date

from northstar.knowledge import before_procedures
from northstar.rules.contradiction import SERIOUS, asked, looks
from northstar.rules.examples import appointment, chart_of, document, fills, prescribed
from northstar.rules.instructions import OPEN, told_of
from northstar.rules.medicines import medicines
from northstar.rules.procedures_ahead import ahead, told_by
from northstar.rules.signal import Band, Because, Example, LookAgain, Signal

# Bleeding is so little there that the guideline goes on with the medicine; nobody needs to be asked.
_LITTLE = frozenset({"cataract"})


def find(chart, now):
    """For each blood thinner in use: the last paper about it, where that leaves it open or there is none."""
    known = medicines(chart, now.tzinfo)
    plans = [p for p in ahead(chart, now) if p.mention.family not in _LITTLE]
    in_use = known.in_use(now.date()) if plans else {}
    for plan in plans:
        for name, value in in_use.items():
            rule = before_procedures.thinner(name, plan.at.date())
            if not rule:
                continue
            told = told_of(chart, plan, name)
            if told and told[-1].what != OPEN:
                continue
            yield from _asked(plan, now, name, value, rule, told)
        yield from (LookAgain(day) for day in known.ends() if day > now.date())
    yield from looks(chart, now)


def _asked(plan, now, name, value, rule, told):
    left_open = told[-1] if told else None
    says = Because(f"In use: {value.code.words}", value.source, value.quote)
    second = (
        left_open.paper.says(left_open.quote, told_by(left_open.paper), left_open.start)
        if left_open
        else Because(f"No plan for {name} in any source we hold", None)
    )
    return asked(
        plan, now, key=f"thinner|{name}", severity=SERIOUS, ask=plan.office,
        says=f"takes {name}, and nobody has said what becomes of it before {plan.name}",
        two=(says, second, plan.booking(), Because(
            f"The guideline counts {rule.row.value} days for a procedure that bleeds much ({rule.row.cites})")),
        question=f"Our patient takes {name} and has {plan.name} on {plan.said}. Is it to be stopped, from which "
        "day, is anything given instead, and when is it begun again?",
        before=plan.at - rule.before,
    )  # fmt: skip


SIGNAL = Signal(
    code="blood-thinner-without-plan",
    title="Blood thinner without a plan",
    why="Taken too long it cancels the operation or makes it bleed; stopped too long it lets a clot form.",
    cites="American College of Chest Physicians, Perioperative Management of Antithrombotic Therapy (Chest 2022;162:e207-e243)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=8,
    kinds=("Appointment", "ServiceRequest", "MedicationRequest", "MedicationDispense", "MedicationStatement",
           "DocumentReference", "Section"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right knee replacement", practitioner="Dr. A")
_APIXABAN = prescribed("apixaban 5 MG Oral Tablet", "14 Jun 2022")


def _note(text, at="Wed 26 Aug 2026"):
    return document("Orthopedic plan", at, text=text)


EXAMPLES = [
    Example("nobody says a word", chart_of(_KNEE, _APIXABAN), _NOW, 1, "takes apixaban", due="Wed 9 Sep 2026 16:00"),
    Example("left open", chart_of(_KNEE, _APIXABAN, _note("What to do with the blood thinner: not yet decided.")), _NOW, 1),
    Example("warfarin needs longer", chart_of(_KNEE, prescribed("warfarin 5 MG Oral Tablet", "14 Jun 2022")),
            "Tue 1 Sep 2026 07:30", 1, due="Fri 4 Sep 2026 16:00"),
    Example("last dose told", chart_of(_KNEE, _APIXABAN, _note("Last dose of apixaban on Wednesday evening.")), _NOW, 0),
    Example("go on, says the note", chart_of(_KNEE, _APIXABAN, _note("Continue Eliquis through the procedure.")), _NOW, 0),
    Example("decided later", chart_of(_KNEE, _APIXABAN, _note("Blood thinner: not yet decided."),
            _note("Hold the blood thinner for two days before.", "Mon 7 Sep 2026")), _NOW, 0),
    Example("aspirin is not asked about", chart_of(_KNEE, prescribed("aspirin 81 MG Oral Tablet", "14 Jun 2022")), _NOW, 0),
    Example("stopped in spring", chart_of(_KNEE, prescribed("apixaban 5 MG Oral Tablet", "14 Jun 2022",
            status="stopped", ended="1 Apr 2026")), _NOW, 0),
    Example("a cataract hardly bleeds", chart_of(appointment("Thu 10 Sep 2026 09:00", service="Cataract surgery, left eye"),
            fills(apixaban="1 Sep 2026, 30 days")), _NOW, 0),
]  # fmt: skip
