"""RF1 with PRD and AUT: a referral, from whom to whom, and how it stands."""

from northstar.chart.clinical import ServiceRequest
from northstar.chart.coverage import ClaimResponse
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import PRIORITIES

# HL7 table 0283 referral status.
_STATUS = {"A": "active", "P": "active", "R": "revoked", "E": "revoked"}
_SAID = {"A": "accepted", "P": "pending", "R": "rejected", "E": "expired"}


def read(scribe: Scribe) -> None:
    """The referral of the message, where it has one; its authorizations beside it."""
    rf1 = scribe.message.first("RF1")
    if rf1 and scribe.message.kind in ("REF", "RRI", "RPA"):
        _referral(scribe, rf1)
    for aut in scribe.message.all("AUT"):
        _authorization(scribe, aut, rf1)


def number(rf1: Segment) -> str:
    return rf1.text(6, 1) or rf1.text(11, 1)


def _referral(scribe: Scribe, rf1: Segment) -> None:
    word = rf1.text(1, 1).upper()
    cancelled = scribe.message.trigger == "I14"  # cancel patient referral
    numbers = (rf1.text(6, 1), rf1.text(11, 1))
    key = number(rf1) or f"{datatypes.words(rf1, 3)}|{scribe.reading.control}"
    said = _stands(_SAID.get(word, ""), rf1.text(1, 2) or rf1.text(1, 1))
    scribe.fact(
        ServiceRequest,
        key,
        rf1.cite((6, 1), (11, 1), (3, 2), (1, 2), (1, 1)),
        code=datatypes.concept(rf1, 3),
        status="revoked" if cancelled else _STATUS.get(word, "active"),
        intent="order",
        category="referral",
        priority=PRIORITIES.get(rf1.text(2, 1).upper(), ""),
        authored=_day(scribe, rf1, 9) or _day(scribe, rf1, 7),
        occurrence=_day(scribe, rf1, 7),
        requester=_provider(scribe, "RP"),
        performer=_provider(scribe, "RT"),
        reason=datatypes.words(rf1, 10)
        or next((datatypes.words(dg1, 3) for dg1 in scribe.all("DG1")), ""),
        orders=tuple(dict.fromkeys(n for n in numbers if n)),
        encounter=scribe.visit,
        note=f"Referral status: {'cancelled' if cancelled else said}" if said or cancelled else "",
    )


def _stands(standard: str, local: str) -> str:
    """The table's word, and the sender's own behind it where that is another."""
    if not standard or standard == local.lower() or len(local) < 2:
        return standard or local
    return f"{standard} ({local})"


def _day(scribe: Scribe, seg: Segment, field: int):
    return scribe.when(seg, field) if seg.has(field) else None


def _provider(scribe: Scribe, role: str) -> str:
    for prd in scribe.message.all("PRD"):
        if prd.text(1, 1).upper() == role:
            name = datatypes.name(prd, 2)
            spoken = " ".join(p for p in (name.prefix, name.plain) if p) if name else ""
            return ", ".join(
                part for part in (spoken, prd.text(4, 9) or prd.text(4, 4, 1, 1)) if part
            )
    return ""


def _authorization(scribe: Scribe, aut: Segment, rf1: Segment | None) -> None:
    """AUT-6 is the payer's number: with it the service is authorized until AUT-5."""
    reference = aut.text(6, 1)
    if not reference:
        return
    scribe.fact(
        ClaimResponse,
        reference,
        aut.cite((6, 1)),
        status="active",
        use="preauthorization",
        decision="approved",
        payer=datatypes.words(aut, 2),
        reference=reference,
        request=number(rf1) if rf1 else "",
        start=_day(scribe, aut, 4),
        expires=_day(scribe, aut, 5),
    )
