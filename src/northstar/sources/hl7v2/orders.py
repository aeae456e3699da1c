"""ORC with OBR: what was asked for, and what became of the asking."""

from northstar.chart.clinical import ServiceRequest
from northstar.chart.value import Concept
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.blocks import Block, notes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.tables import ORDER_CONTROL, ORDER_STATUS, PRIORITIES, SECTIONS


def read_block(scribe: Scribe, block: Block) -> None:
    """One order of a test, an image or a service."""
    orc, obr = block.orc, block.lead.get("OBR")
    code = datatypes.concept(obr, 4) if obr else Concept()
    number = block.placer or block.filler
    if not number and code == Concept():
        if obr:
            scribe.lose(obr, "The order has neither a number nor a name.")
        return
    scribe.fact(
        ServiceRequest,
        number or f"{code.token or code.text}|{_authored_text(scribe, block)}",
        _cited(block),
        recorded=scribe.when(orc, 9) if orc and orc.has(9) else None,
        code=code,
        status=status(block),
        intent="order",
        category=SECTIONS.get(obr.text(24).upper(), "laboratory") if obr else "",
        priority=_priority(block),
        authored=scribe.when(orc, 9) if orc and orc.has(9) else None,
        occurrence=_wanted(scribe, block),
        requester=_requester(block),
        reason=_reason(scribe, block),
        orders=tuple(dict.fromkeys(n for n in _numbers(block) if n)),
        encounter=scribe.visit,
        note=notes(block.notes),
    )


def _cited(block: Block) -> tuple[str, str]:
    obr, orc = block.lead.get("OBR"), block.orc
    if obr:
        return obr.cite((4, 2), (4, 1), (2, 1))
    return orc.cite((2, 1), (3, 1), 1) if orc else ("", "")


def status(block: Block) -> str:
    """ORC-5 where given, else what ORC-1 orders; an order just named is active."""
    orc = block.orc
    if not orc:
        return "active"
    control, said = orc.text(1, 1).upper(), orc.text(5, 1).upper()
    if ORDER_CONTROL.get(control) in ("revoked", "entered-in-error"):
        return ORDER_CONTROL[control]
    return ORDER_STATUS.get(said) or ORDER_CONTROL.get(control, "active")


def _numbers(block: Block):
    for name in ("ORC", "OBR"):
        seg = block.orc if name == "ORC" else block.lead.get(name)
        if seg:
            yield from (seg.text(2, 1), seg.text(3, 1))


def _authored_text(scribe: Scribe, block: Block) -> str:
    at = block.orc and scribe.when(block.orc, 9)
    return at.text if at else scribe.reading.control


def _priority(block: Block) -> str:
    obr, orc = block.lead.get("OBR"), block.orc
    said = [t.text(9, 1) for t in block.tq1]
    said += [seg.text(7, 6) for seg in (orc,) if seg]
    said += [obr.text(27, 6), obr.text(5)] if obr else []
    return next((PRIORITIES[w.upper()] for w in said if w.upper() in PRIORITIES), "")


def _wanted(scribe: Scribe, block: Block):
    obr = block.lead.get("OBR")
    for seg, field in [(t, 7) for t in block.tq1] + ([(obr, 6), (obr, 7)] if obr else []):
        if seg.has(field):
            return scribe.when(seg, field)
    return None


def _requester(block: Block) -> str:
    obr = block.lead.get("OBR")
    return (datatypes.person(block.orc, 12) if block.orc else "") or (
        datatypes.person(obr, 16) if obr else ""
    )


def _reason(scribe: Scribe, block: Block) -> str:
    obr = block.lead.get("OBR")
    said = (datatypes.words(obr, 31) or obr.text(13)) if obr else ""
    return said or next((datatypes.words(dg1, 3) for dg1 in scribe.all("DG1")), "")
