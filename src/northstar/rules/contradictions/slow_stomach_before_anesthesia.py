"""Slow stomach before anesthesia: a GLP-1 medicine is in use, and no paper of the operation names it."""

from datetime import date

from northstar.knowledge import before_procedures
from northstar.rules.contradiction import DELAY, asked, looks
from northstar.rules.examples import appointment, chart_of, document, prescribed
from northstar.rules.instructions import OPEN, told_of
from northstar.rules.medicines import medicines
from northstar.rules.procedures_ahead import ahead, told_by
from northstar.rules.signal import Band, Because, Example, LookAgain, Signal

_AWAKE = frozenset({"cataract", "biopsy"})


def find(chart, now):
    """Most people go on with it; the anesthesiologist must know, and decides."""
    known = medicines(chart, now.tzinfo)
    plans = [p for p in ahead(chart, now) if p.mention.family not in _AWAKE]
    in_use = known.in_use(now.date()) if plans else {}
    for plan in plans:
        for name, value in in_use.items():
            rule = before_procedures.glp1(name, plan.at.date())
            told = told_of(chart, plan, name) if rule else []
            if not rule or (told and told[-1].what != OPEN):
                continue
            open_word = told[-1] if told else None
            second = open_word.paper.says(open_word.quote, told_by(open_word.paper), open_word.start) if open_word else plan.booking()  # fmt: skip
            yield from asked(
                plan, now, key=f"glp1|{name}", severity=DELAY, ask=plan.office,
                says=f"takes {name}, and no paper of {plan.name} speaks of it",
                two=(Because(f"In use: {value.code.words}", value.source, value.quote), second,
                     Because(f"Shared decision; {rule.row.note} ({rule.row.cites})")),
                question=f"Does the anesthesiologist of {plan.name} on {plan.said} know that our patient takes {name}? "
                "Is it continued, and is there a day of liquids before?",
                before=plan.at - rule.before,
            )  # fmt: skip
        yield from (LookAgain(day) for day in known.ends() if day > now.date())
    yield from looks(chart, now)


SIGNAL = Signal(
    code="slow-stomach-before-anesthesia",
    title="GLP-1 medicine unknown to anesthesia",
    why="The stomach may not be empty after the usual fasting; told in time it is a day of liquids, told at the door a cancelled day.",
    cites="ASA, AGA, ASMBS, ISPCOP and SAGES multisociety guidance, 29 Oct 2024; ADA Standards of Care, perioperative care",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.REST,
    minutes=6,
    kinds=("Appointment", "ServiceRequest", "MedicationRequest", "MedicationDispense", "DocumentReference", "Section"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_SCOPE = appointment("Mon 14 Sep 2026 07:30", service="Upper endoscopy", practitioner="Dr. A")
_OZEMPIC = prescribed("semaglutide 1 MG weekly injection", "14 Jun 2025")

EXAMPLES = [
    Example("nobody names it", chart_of(_SCOPE, _OZEMPIC), _NOW, 1, "takes semaglutide", due="Fri 11 Sep 2026 16:00"),
    Example("go on, with a day of liquids", chart_of(_SCOPE, _OZEMPIC, document("Before your test", "Fri 4 Sep 2026",
            text="Continue Ozempic. Only clear liquids the day before.")), _NOW, 0),
    Example("skip one week, says the sheet", chart_of(_SCOPE, _OZEMPIC, document("Before your test", "Fri 4 Sep 2026",
            text="Skip the semaglutide the week before.")), _NOW, 0),
    Example("an operation awake", chart_of(appointment("Mon 14 Sep 2026 09:00", service="Cataract surgery, left eye"), _OZEMPIC), _NOW, 0),
]  # fmt: skip
