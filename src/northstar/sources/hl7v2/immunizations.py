"""RXA: a vaccine given, or not given and why. Other medicines given stay named as kept."""

from northstar.chart.clinical import Immunization
from northstar.chart.value import Concept
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.blocks import Block
from northstar.sources.hl7v2.scribe import Scribe

_NOT_DONE = ("RE", "NA")


def read_block(scribe: Scribe, block: Block) -> bool:
    """True where the RXA was a vaccine: a VXU message, or a CVX code."""
    rxa = block.lead["RXA"]
    code = datatypes.concept(rxa, 5)
    if scribe.message.kind != "VXU" and not code.code("cvx"):
        return False
    if code == Concept():
        scribe.lose(rxa, "The immunization names no vaccine.")
        return True
    at = scribe.when(rxa, 3)
    done = "not-done" if rxa.text(20, 1).upper() in _NOT_DONE or rxa.has(18) else "completed"
    number = block.filler or block.placer
    scribe.fact(
        Immunization,
        number if number and number != "9999" else f"{code.token}|{at.text if at else ''}",
        rxa.cite((5, 2), (5, 1)),
        code=code,
        status="entered-in-error" if rxa.text(21).upper() == "D" else done,
        occurrence=at,
        lot=rxa.text(15),
        performer=datatypes.person(rxa, 10),
        reason=datatypes.words(rxa, 18),
    )
    return True
