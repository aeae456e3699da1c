"""RXO, RXE, RXD: prescribed, and handed over."""

from northstar.chart.medicines import MedicationDispense, MedicationRequest
from northstar.chart.value import Concept
from northstar.sources.hl7v2 import datatypes, orders
from northstar.sources.hl7v2.blocks import Block, notes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import MEDICINE_STATUS

_DAYS = {"D": 1, "DAY": 1, "DAYS": 1, "W": 7, "WEEK": 7, "WK": 7, "WEEKS": 7}


def read_block(scribe: Scribe, block: Block) -> None:
    """The prescription as the pharmacy encoded it (RXE), else as ordered (RXO); then what was given."""
    rxe, rxo, rxd = (block.lead.get(name) for name in ("RXE", "RXO", "RXD"))
    written = rxe or rxo
    if written:
        _prescription(scribe, block, written, rxe, rxo)
    if rxd:
        _handed_over(scribe, block, rxd)


def _prescription(
    scribe: Scribe, block: Block, seg: Segment, rxe: Segment | None, rxo: Segment | None
) -> None:
    field = 2 if rxe else 1
    code = datatypes.concept(seg, field)
    if code == Concept():
        return scribe.lose(seg, "The prescription names no medicine.")
    number = (rxe.text(15) if rxe else "") or block.placer or block.filler
    ordered = datatypes.words(rxo, 1) if rxe and rxo else ""
    told = [f"ordered as {ordered}"] if ordered and ordered != code.words else []
    status = orders.status(block)
    scribe.fact(
        MedicationRequest,
        number or f"{code.token or code.text}|{scribe.reading.control}",
        seg.cite((field, 9), (field, 2), (field, 1)),
        recorded=scribe.when(block.orc, 9) if block.orc and block.orc.has(9) else None,
        code=code,
        status=MEDICINE_STATUS.get(status, status),
        intent="order",
        authored=_first_time(scribe, block, rxe),
        start=_timing(scribe, block, rxe, 7, 4),
        end=_timing(scribe, block, rxe, 8, 5),
        dosage=_dosage(block, rxe, rxo),
        reason=datatypes.words(seg, 27 if rxe else 20),
        requester=datatypes.person(block.orc, 12) if block.orc else "",
        quantity=datatypes.number(seg.text(10 if rxe else 11, 1))[1],
        days_supply=_days(block, rxe),
        refills=_whole(seg.text(12 if rxe else 13)),
        encounter=scribe.visit,
        note="\n".join([*told, *(n for n in (notes(block.notes),) if n)]),
    )
    return None


def _first_time(scribe: Scribe, block: Block, rxe: Segment | None):
    if rxe and rxe.has(32):
        return scribe.when(rxe, 32)
    return scribe.when(block.orc, 9) if block.orc and block.orc.has(9) else None


def _timing(scribe: Scribe, block: Block, rxe: Segment | None, tq1_field: int, comp: int):
    """TQ1-7/8 today, RXE-1.4/5 before version 2.5, ORC-7.4/5 before that."""
    for tq1 in block.tq1:
        if tq1.has(tq1_field):
            return scribe.when(tq1, tq1_field)
    for seg, field in ((rxe, 1), (block.orc, 7)):
        if seg and seg.text(field, comp):
            return scribe.when(seg, field, comp)
    return None


def _dosage(block: Block, rxe: Segment | None, rxo: Segment | None) -> str:
    """The instructions in the prescriber's words; else amount, unit, route and how often."""
    for seg, field in ((rxe, 7), (rxo, 7), (rxe, 21)):
        if seg and seg.has(field):
            said = (datatypes.words(seg, field, rep) for rep in range(1, seg.count(field) + 1))
            return "; ".join(dict.fromkeys(word for word in said if word))
    seg, at = (rxe, 3) if rxe else (rxo, 2)
    if seg is None:
        return ""
    unit = datatypes.words(seg, 5 if rxe else 4)
    route = next((datatypes.words(r, 1) for r in block.routes), "")
    often = next((t.text(3, 1) for t in block.tq1 if t.has(3)), "")
    return " ".join(part for part in (seg.text(at), unit, route, often) if part)


def _days(block: Block, rxe: Segment | None) -> float | None:
    """The service duration: TQ1-6 (`30^D`), or `D30` in the older timing fields."""
    for tq1 in block.tq1:
        number = datatypes.number(tq1.text(6, 1))[1]
        unit = _DAYS.get(tq1.text(6, 2, 1, 1).upper())
        if number and unit:
            return number * unit
    for seg, field in ((rxe, 1), (block.orc, 7)):
        said = seg.text(field, 3).upper() if seg else ""
        if said[:1] in ("D", "W") and said[1:].isascii() and said[1:].isdigit() and len(said) < 6:
            return float(said[1:]) * (7 if said[0] == "W" else 1)
    return None


def _handed_over(scribe: Scribe, block: Block, rxd: Segment) -> None:
    code, at = datatypes.concept(rxd, 2), scribe.when(rxd, 3)
    if code == Concept():
        return scribe.lose(rxd, "The dispense names no medicine.")
    number = rxd.text(7) or block.placer or block.filler
    rxe = block.lead.get("RXE")
    stopped = orders.status(block) in ("revoked", "entered-in-error")
    scribe.fact(
        MedicationDispense,
        f"{number or code.token or code.text}|{rxd.text(1)}|{at.text if at else ''}",
        rxd.cite((2, 9), (2, 2), (2, 1)),
        code=code,
        status="cancelled" if stopped else "completed",
        handed_over=at,
        days_supply=_days(block, rxe),
        quantity=datatypes.number(rxd.text(4))[1],
        pharmacy=scribe.message.head.text(4, 1),
        prescriber=datatypes.person(block.orc, 12) if block.orc else "",
        prescription=number,
        dosage=rxd.text(9, 0) or (_dosage(block, rxe, None) if rxe else ""),
        refill=_whole(rxd.text(1)),
    )
    return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
