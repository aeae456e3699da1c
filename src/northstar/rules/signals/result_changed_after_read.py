"""Result changed after it was read: what was read, or told, is not what the laboratory says now."""

from datetime import date, datetime, time

from northstar.chart.when import when
from northstar.rules.examples import chart_of, concept, later, order, patient, result
from northstar.rules.loop import CHANGED, RESULT, Loop
from northstar.rules.loop_steps import REVIEWED, TOLD, step
from northstar.rules.loops import loops
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal
from northstar.rules.what_was_read import reading


def find(chart, now):
    """Each result of which somebody read, told or closed another wording."""
    for loop in loops(chart, now):
        if loop.changed and not loop.step(REVIEWED).done:
            yield LookAgain(datetime.combine(loop.until, time(), now.tzinfo))
            yield _finding(loop)


def _finding(loop: Loop) -> Finding:
    here = f", now {loop.says}" if loop.says and loop.kind == RESULT else ""
    says = f"{loop.name}{here}" if loop.answered else f"{loop.name}, which was taken back"
    return Finding(
        key=loop.key,
        says=f"has a {'result' if loop.kind == RESULT else 'report'} that changed after it was read: {says}",
        because=tuple(why for one in loop.steps for why in one.why),
        band=Band.SAFETY if loop.urgent == 0 else Band.HARM,
        factors={"changed after it was read": 8},
        matter=f"result {loop.key.partition(' ')[0]}",
    )


SIGNAL = Signal(
    code=CHANGED,
    title="A result that changed after it was read",
    why="A corrected result reaches nobody who has read the first one and closed it.",
    cites="Own rule; ISO 15189:2022, 7.4.1.8: whoever asked for a report is told of its amendment (verify)",
    reviewed=date(2026, 11, 23),
    find=find,
    band=Band.HARM,
    suggests="Show it to the clinician who read the first; whoever was told the first is told again",
    minutes=8,
    wants="nurse",
    kinds=("Observation", "DiagnosticReport", "ServiceRequest", "Task"),
)

_NOW, _TAKEN = "Tue 8 Sep 2026 16:00", "Mon 7 Sep 2026 16:00"
_CORRECTED = {"loinc": "2823-3", "status": "corrected"}
_POTASSIUM = result("Potassium", 6.6, "mmol/L", _TAKEN, loinc="2823-3")
_HIGHER = result("Potassium", 7.2, "mmol/L", _TAKEN, **_CORRECTED)
_WELL = result("Potassium", 4.1, "mmol/L", _TAKEN, **_CORRECTED)
_SAME = result("Potassium", 6.6, "mmol/l", _TAKEN, **_CORRECTED)
_REPEAT = result("Potassium", 4.2, "mmol/L", "Tue 8 Sep 2026 12:00", loinc="2823-3")
_SMEAR = order("Pap test", "1 Sep 2026", orders=("P9",))
_WELL_SMEAR = result("Cytology", None, "", _TAKEN, order="P9", value=concept("NILM"))
_AMENDED = result(
    "Cytology", None, "", _TAKEN, order="P9", value=concept("LSIL"), status="corrected"
)


@later
def _said(code, note, focus="potassium 2026-09-07T16:00-07:00"):
    on = when("2026-09-08T07:10-07:00")
    return step(
        code, focus, name="it", at=on, by="Nurse", owner="Dr. Park", said_of=reading(note())
    )


EXAMPLES = [
    Example("a critical one was read, and is worse now", chart_of(_HIGHER, _said(REVIEWED, _POTASSIUM)), _NOW, 1,
            says="otassium, now 7.2", band=Band.SAFETY),
    Example("they were told, and it was well all the time", chart_of(_WELL, _said(REVIEWED, _POTASSIUM), _said(TOLD, _POTASSIUM)), _NOW, 1,
            says="changed after it was read", band=Band.HARM),
    Example("taken back by the laboratory", chart_of(_said(REVIEWED, _POTASSIUM)), _NOW, 1, says="taken back"),
    Example("an amended report of something ordered", chart_of(_SMEAR, _AMENDED, _said(REVIEWED, _WELL_SMEAR, "servicerequest-1")), _NOW, 1,
            says="Pap test"),
    Example("sent again with the same words", chart_of(_SAME, _said(REVIEWED, _POTASSIUM)), _NOW, 0),
    Example("nobody has read the first", chart_of(_HIGHER), _NOW, 0),
    Example("read anew", chart_of(_HIGHER, _said(REVIEWED, _POTASSIUM), _said(REVIEWED, _HIGHER)), _NOW, 0),
    Example("repeated since, and well", chart_of(_WELL, _REPEAT, _said(REVIEWED, _POTASSIUM)), _NOW, 0),
    Example("a later result of the same test changes nothing that was read", chart_of(_POTASSIUM, _REPEAT, _said(REVIEWED, _POTASSIUM)), _NOW, 0),
    Example("the person has died", chart_of(patient(died="8 Sep 2026"), _HIGHER, _said(REVIEWED, _POTASSIUM)), _NOW, 0),
]  # fmt: skip
