"""ACC and PDA: an accident, a death and what is known of it."""

from northstar.chart.clinical import Condition, Observation, Procedure
from northstar.chart.value import Coding, Concept
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment

_INCIDENT = Concept(
    "Injury incident description narrative",
    (Coding("loinc", "11374-6", "Injury incident description Narrative"),),
)


def read(scribe: Scribe) -> None:
    """Each accident and each account of a death."""
    for acc in scribe.all("ACC"):
        _accident(scribe, acc)
    for pda in scribe.all("PDA"):
        _death(scribe, pda)


def _accident(scribe: Scribe, acc: Segment) -> None:
    at = scribe.when(acc, 1)
    told = [datatypes.words(acc, 2), acc.text(8), acc.text(3)]
    if not any(told) and not at:
        return scribe.lose(acc, "The accident has neither a time nor words.")
    scribe.fact(
        Observation,
        f"ACC|{at.text if at else ''}",
        acc.cite(8, (2, 2), (2, 1), 3, 1),
        code=_INCIDENT,
        status="final",
        effective=at,
        text="; ".join(part for part in told if part),
        encounter=scribe.visit,
    )
    return None


def _death(scribe: Scribe, pda: Segment) -> None:
    cause = datatypes.concept(pda, 1)
    certified, autopsied, _examined = (pda.text(f).upper() == "Y" for f in (3, 6, 9))
    if cause != Concept():
        scribe.fact(
            Condition,
            f"PDA|{cause.token or cause.text}",
            pda.cite((1, 2), (1, 1)),
            code=cause,
            category="encounter-diagnosis",
            encounter=scribe.visit,
            note="cause of death",
        )
    if certified:
        at = scribe.when(pda, 4) if pda.has(4) else None
        _done(scribe, pda, "Death certification", 3, at, datatypes.person(pda, 5))
    if autopsied:
        at = scribe.when(pda, 7) if pda.has(7) else None
        _done(scribe, pda, "Autopsy performed", 6, at, datatypes.person(pda, 8))
    for field, name in ((3, "Death certificate"), (6, "Autopsy"), (9, "Coroner")):
        if pda.has(field):
            scribe.fact(
                Observation,
                f"PDA|{name}",
                pda.cite(field),
                code=Concept(name),
                status="final",
                text={"Y": "yes", "N": "no"}.get(pda.text(field).upper(), pda.text(field)),
                encounter=scribe.visit,
            )


def _done(scribe: Scribe, pda: Segment, name: str, field: int, at, by: str) -> None:
    scribe.fact(
        Procedure,
        f"PDA|{name}",
        pda.cite(field),
        code=Concept(name),
        status="completed",
        start=at,
        performer=by,
        encounter=scribe.visit,
    )
