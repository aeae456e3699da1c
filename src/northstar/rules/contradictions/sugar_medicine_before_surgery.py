"""Gliflozin before surgery: an SGLT2 inhibitor is in use, and no paper of the operation speaks of it."""

from datetime import date

from northstar.knowledge import before_procedures
from northstar.rules.contradiction import SERIOUS, asked, looks
from northstar.rules.examples import appointment, chart_of, document, prescribed
from northstar.rules.instructions import HOLD, told_of
from northstar.rules.medicines import medicines
from northstar.rules.procedures_ahead import ahead, told_by
from northstar.rules.signal import Band, Because, Example, LookAgain, Signal

_LITTLE = frozenset({"cataract"})


def find(chart, now):
    """For each operation: held, says a paper? else ask while there are days left to hold it."""
    known = medicines(chart, now.tzinfo)
    plans = [p for p in ahead(chart, now) if p.mention.family not in _LITTLE]
    in_use = known.in_use(now.date()) if plans else {}
    for plan in plans:
        for name, value in in_use.items():
            rule = before_procedures.sglt2(name, plan.at.date())
            told = told_of(chart, plan, name) if rule else []
            if not rule or (told and told[-1].what == HOLD):
                continue
            other = (
                told[-1].paper.says(told[-1].quote, told_by(told[-1].paper), told[-1].start)
                if told
                else plan.booking()
            )
            yield from asked(
                plan, now, key=f"sglt2|{name}", severity=SERIOUS, ask=f"{plan.office} and the prescriber of {name}",
                says=f"takes {name}, and no paper holds it before {plan.name}",
                two=(Because(f"In use: {value.code.words}", value.source, value.quote), other,
                     Because(f"The label: at least {rule.row.value} days before ({rule.row.cites})")),
                question=f"Our patient takes {name} and has {plan.name} on {plan.said}; the label speaks of at least "
                f"{rule.row.value} days without it. When is the last dose, and what covers the sugar meanwhile?",
                before=plan.at - rule.before,
            )  # fmt: skip
        yield from (LookAgain(day) for day in known.ends() if day > now.date())
    yield from looks(chart, now)


SIGNAL = Signal(
    code="sugar-medicine-before-surgery",
    title="Gliflozin not held before surgery",
    why="Fasting with a gliflozin can bring ketoacidosis at an ordinary sugar, which nobody looks for.",
    cites="FDA, SGLT2 inhibitors: label changes on surgery, 19 Mar 2020; ADA Standards of Care, perioperative care",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=8,
    kinds=("Appointment", "ServiceRequest", "MedicationRequest", "MedicationDispense", "DocumentReference", "Section"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Mon 31 Aug 2026 07:30"
_HERNIA = appointment(
    "Thu 10 Sep 2026 07:30", service="Left inguinal hernia repair", practitioner="Dr. A"
)
_JARDIANCE = prescribed("empagliflozin 10 MG Oral Tablet", "14 Jun 2024")

EXAMPLES = [
    Example("no paper speaks of it", chart_of(_HERNIA, _JARDIANCE), _NOW, 1, "takes empagliflozin", due="Fri 4 Sep 2026 16:00"),
    Example("ertugliflozin one day longer", chart_of(_HERNIA, prescribed("ertugliflozin 5 MG Oral Tablet", "14 Jun 2024")),
            _NOW, 1, due="Fri 4 Sep 2026 16:00"),
    Example("take all your tablets, says the sheet", chart_of(_HERNIA, _JARDIANCE, document("Before surgery", "Fri 28 Aug 2026",
            text="Keep taking empagliflozin as usual.")), _NOW, 1),
    Example("held, says the sheet", chart_of(_HERNIA, _JARDIANCE, document("Before surgery", "Fri 28 Aug 2026",
            text="Stop Jardiance on Sunday.")), _NOW, 0),
    Example("a cataract needs no fasting of that kind", chart_of(appointment("Thu 10 Sep 2026 09:00",
            service="Cataract surgery, left eye"), _JARDIANCE), _NOW, 0),
    Example("no surgery ahead", chart_of(_JARDIANCE), _NOW, 0),
]  # fmt: skip
