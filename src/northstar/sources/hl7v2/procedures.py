"""PR1, and the procedures and diagnoses a charge (FT1) names."""

from northstar.chart.clinical import Condition, Procedure
from northstar.chart.medicines import MedicationDispense
from northstar.chart.value import Concept
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment


def read(scribe: Scribe) -> None:
    """Each procedure; of a charge its procedure and diagnoses."""
    for pr1 in scribe.all("PR1"):
        _procedure(scribe, pr1)
    for ft1 in scribe.all("FT1"):
        _charge(scribe, ft1)


def _procedure(scribe: Scribe, pr1: Segment) -> None:
    code, at = datatypes.concept(pr1, 3), scribe.when(pr1, 5)
    if pr1.has(4) and not code.text:
        code = Concept(pr1.text(4), code.codings)
    if code == Concept():
        return scribe.lose(pr1, "The procedure has neither a code nor words.")
    deleted = pr1.text(20).upper() == "D"
    scribe.fact(
        Procedure,
        f"PR1|{pr1.text(19, 1) or scribe.visit}|{code.token or code.text}|{at.text if at else ''}",
        pr1.cite((3, 2), (3, 1), 4),
        code=code,
        status="entered-in-error" if deleted else "completed",
        start=at,
        performer=datatypes.person(pr1, 11) or datatypes.person(pr1, 12),
        reason=datatypes.words(pr1, 15),
        encounter=scribe.visit,
    )
    return None


def _charge(scribe: Scribe, ft1: Segment) -> None:
    """A charge (CG) is evidence that it was done; a credit (CD) takes it back."""
    credited = ft1.text(6, 1).upper() in ("CD", "CR")
    at = scribe.when(ft1, 4) if ft1.has(4) else None
    done = datatypes.concept(ft1, 25)
    key = f"{ft1.text(2, 1)}|{at.text if at else ''}"
    if done != Concept():
        scribe.fact(
            Procedure,
            f"FT1|{key}|{done.token or done.text}",
            ft1.cite((25, 2), (25, 1)),
            code=done,
            status="entered-in-error" if credited else "completed",
            start=at,
            performer=datatypes.person(ft1, 20),
            encounter=scribe.visit,
        )
    _charged_drug(scribe, ft1, key, at, credited)
    for rep in range(1, ft1.count(19) + 1):
        code = datatypes.concept(ft1, 19, rep)
        if code != Concept():
            scribe.fact(
                Condition,
                f"FT1|{key}|{code.token or code.text}",
                ft1.cite((19, 2, rep), (19, 1, rep)),
                code=code,
                category="encounter-diagnosis",
                verification_status="entered-in-error" if credited else "",
                recorded=at,
                encounter=scribe.visit,
            )


def _charged_drug(scribe: Scribe, ft1: Segment, key: str, at, credited: bool) -> None:
    """FT1-29: a drug that was charged was handed over."""
    drug = datatypes.concept(ft1, 29, 1, "ndc")
    if drug != Concept():
        scribe.fact(
            MedicationDispense,
            f"FT1|{key}|{drug.token or drug.text}",
            ft1.cite((29, 2), (29, 1)),
            code=drug,
            status="entered-in-error" if credited else "completed",
            handed_over=at,
            quantity=datatypes.number(ft1.text(10))[1],
        )
