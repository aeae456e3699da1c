"""What no mapping speaks for: kept whole in its arrival, named so that it is found."""

from northstar.chart.value import Concept
from northstar.chart.words import Kept
from northstar.sources.hl7v2.escapes import unescaped
from northstar.sources.hl7v2.scribe import Scribe, digest

# Segments that carry others or were read into a neighbour's fact.
CARRIERS = frozenset(
    [
        "MSH",
        "EVN",
        "ORC",
        "SFT",
        "MSA",
        "ERR",
        "DSC",
        "QRD",
        "QRF",
        "QPD",
        "RCP",
        "QAK",
        "UAC",
        "PID",
        "PD1",
        "ROL",
        "PV2",
        "NTE",
        "TQ1",
        "TQ2",
        "RXR",
        "RXC",
        "SPM",
        "AIS",
        "AIP",
        "AIL",
        "AIG",
        "RGS",
        "PRD",
        "SCH",
        "IN2",
        "IN3",
        "ARV",
    ]
)
# Segments that a mapping of this reader turns into facts.
MAPPED = frozenset(
    [
        "PV1",
        "DG1",
        "PRB",
        "AL1",
        "IAM",
        "IN1",
        "NK1",
        "PR1",
        "FT1",
        "OBX",
        "OBR",
        "RXE",
        "RXO",
        "RXD",
        "RXA",
        "TXA",
        "RF1",
        "AUT",
        "MRG",
    ]
)
_NAMES = {
    "GT1": "guarantor",
    "DB1": "disability",
    "GOL": "goal",
    "PTH": "pathway",
    "DRG": "diagnosis related group",
    "PRT": "participant",
    "STF": "staff",
    "CTD": "contact data",
    "CON": "consent",
    "ODS": "diet order",
    "RQD": "requisition",
    "SAC": "specimen container",
}
_DETAIL = 400


def read(scribe: Scribe) -> None:
    """Every segment that nobody else spoke for."""
    spoken = {found.locator.partition("#")[0] for found in scribe.reading.found[scribe.begun :]}
    for seg in scribe.segments:
        if seg.name in CARRIERS or seg.locator in spoken or seg.locator in scribe.lost:
            continue
        if seg.name in MAPPED and scribe.person:
            continue
        words = unescaped(seg.line, seg.marks, seg.charset)
        scribe.fact(
            Kept,
            f"{seg.name}|{digest(seg.line)}",
            seg.cite(*range(1, 6)),
            code=Concept(seg.name),
            title=_NAMES.get(seg.name, ""),
            detail=words[:_DETAIL],
        )
        scribe.reading.unmapped[(seg.name, "*")] += 1
