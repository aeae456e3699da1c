"""OBR and OBX: results and reports. A corrected result wins, whenever it arrives."""

import re

from northstar.chart.clinical import DiagnosticReport, Observation
from northstar.chart.value import Concept
from northstar.chart.when import When
from northstar.chart.words import Attachment, DocumentReference
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.blocks import Block, notes
from northstar.sources.hl7v2.scribe import Scribe, digest
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import (
    REPORT_STATUS,
    RESULT_STATUS,
    SECTIONS,
    VERSION_RANK,
    VITALS,
)

_RANGE = re.compile(r"\s*([+-]?\d*\.?\d+)\s*(?:-|–|_|to)\s*([+-]?\d*\.?\d+)\s*")
_TEXTUAL = ("TX", "FT", "ST")
_CODED = ("CE", "CWE", "CNE", "CF", "IS", "ID", "CM")
_TIMES = ("DT", "TS", "DTM", "TM")


def read_block(scribe: Scribe, block: Block) -> None:
    """One OBR with its results; without an OBR, the results alone."""
    obr = block.lead.get("OBR")
    report = ""
    if obr:
        report = _report(scribe, block, obr)
    for obx, noted in block.obx:
        observation(scribe, obx, noted, block, report)


def version(scribe: Scribe, obr: Segment | None, status: str) -> dict:
    """The source's own time of this version: OBR-22, else the message's; then its rank."""
    changed = scribe.when(obr, 22) if obr and obr.has(22) else None
    rank = VERSION_RANK.get(status, 0)
    return {"recorded": changed or scribe.recorded, "sequence": scribe.sequence or rank}


def _report(scribe: Scribe, block: Block, obr: Segment) -> str:
    code = datatypes.concept(obr, 4)
    order = block.filler or block.placer
    status = REPORT_STATUS.get(obr.text(25).upper(), "") or _least(block)
    at = scribe.when(obr, 7) if obr.has(7) else None
    key = f"{order}|{code.token or code.text}"
    if not order:
        key += f"|{at.text if at else scribe.reading.control}"
    told = [obx.text(5) for obx, _ in block.obx if obx.text(2) in _TEXTUAL and obx.has(5)]
    numeric = any(obx.text(2) in ("NM", "SN") for obx, _ in block.obx)
    conclusion = "" if numeric else "\n".join(told)
    conclusion = "\n".join(part for part in (conclusion, notes(block.notes)) if part)
    scribe.fact(
        DiagnosticReport,
        key,
        obr.cite((4, 2), (4, 1), (3, 1), (2, 1)),
        **version(scribe, obr, status),
        code=code,
        status=status,
        category=SECTIONS.get(obr.text(24).upper(), ""),
        effective=at,
        issued=scribe.when(obr, 22) if obr.has(22) else None,
        performer=datatypes.person(obr, 32) or datatypes.person(obr, 16),
        conclusion=conclusion,
        order=block.placer or block.filler,
        encounter=scribe.visit,
    )
    return key


def _least(block: Block) -> str:
    """A report without a status is as final as the least final of its results."""
    found = [RESULT_STATUS.get(obx.text(11).upper(), "") for obx, _ in block.obx]
    found = [word for word in found if word]
    return min(found, key=lambda word: VERSION_RANK.get(word, 0)) if found else ""


def observation(scribe: Scribe, obx: Segment, noted, block: Block | None, report: str) -> None:
    """One OBX as a fact: number, words, coded answer or enclosed document."""
    obr = block.lead.get("OBR") if block else None
    code = datatypes.concept(obx, 3)
    if code == Concept() and not obx.has(5):
        return scribe.lose(obx, "The result has neither a name nor a value.")
    at = _at(scribe, obx, obr)
    order = (block.filler or block.placer) if block else ""
    key = f"{order or scribe.visit}|{code.token or code.text}|{obx.text(4)}|{at.text if at else ''}"
    kind = obx.text(2).upper()
    if kind in ("ED", "RP"):
        return enclosed(scribe, obx, code, at, key, kind)
    status = RESULT_STATUS.get(obx.text(11).upper(), "")
    scribe.fact(
        Observation,
        key,
        obx.cite(5, (3, 2), (3, 1)),
        **version(scribe, obr, status),
        code=code,
        status=status,
        category=_category(code, obr),
        effective=at,
        issued=scribe.when(obr, 22) if obr and obr.has(22) else None,
        **_value(scribe, obx, kind),
        unit=obx.text(6, 1) or obx.text(6, 2),
        **_range(obx.text(7)),
        interpretation=obx.text(8, 1).upper(),
        performer=obx.text(23, 1) or datatypes.person(obx, 16) or obx.text(15, 2),
        order=(block.placer or block.filler) if block else "",
        report=report,
        encounter=scribe.visit,
        note=notes(noted),
        absent_reason="" if obx.has(5) else "not given",
    )
    return None


def _at(scribe: Scribe, obx: Segment, obr: Segment | None) -> When | None:
    if obx.has(14):
        return scribe.when(obx, 14)
    return scribe.when(obr, 7) if obr and obr.has(7) else None


def _category(code: Concept, obr: Segment | None) -> str:
    if code.has("loinc", VITALS):
        return "vital-signs"
    section = SECTIONS.get(obr.text(24).upper(), "") if obr else ""
    return section or ("laboratory" if obr else "")


def _value(scribe: Scribe, obx: Segment, kind: str) -> dict:
    """The value by its declared type; what does not fit its type is kept as words."""
    if kind in _CODED and (obx.has(5)):
        coded = datatypes.concept(obx, 5)
        return {"value": coded, "text": coded.words}
    if kind == "SN":
        return _structured(obx)
    text = "\n".join(part for part in obx.each(5) if part)
    if kind == "NM" and text:
        comparator, number = datatypes.number(text)
        if number is None:
            scribe.doubt(obx, 5, text, "declared a number, but it is none; kept as words")
            return {"text": text}
        return {"number": number, "comparator": comparator}
    if kind in _TIMES and text:
        found = scribe.when(obx, 5)
        return {"text": found.text if found else text}
    return {"text": text}


def _structured(obx: Segment) -> dict:
    """SN: comparator, number, separator, number: `>^100`, `^1^:^128`, `^10^-^20`."""
    comparator, first, middle, second = (obx.text(5, comp) for comp in (1, 2, 3, 4))
    _, number = datatypes.number(first)
    if number is None or middle or second:
        return {"text": "".join((comparator, first, middle, second)) or obx.text(5)}
    return {"number": number, "comparator": "" if comparator == "=" else comparator}


def _range(text: str) -> dict:
    """OBX-7: `3.5 - 5.3`, `<150`, `>=60`, or words."""
    found: dict[str, str | float | None] = {"range_text": text}
    both = _RANGE.fullmatch(text)
    if both:
        return found | {"low": float(both.group(1)), "high": float(both.group(2))}
    comparator, number = datatypes.number(text)
    if comparator.startswith("<"):
        found["high"] = number
    elif comparator.startswith(">"):
        found["low"] = number
    return found


def enclosed(scribe: Scribe, obx: Segment, code: Concept, at, key: str, kind: str) -> None:
    """A document inside the message (ED) or a pointer to one (RP)."""
    main, sub, data = obx.text(5, 2), obx.text(5, 3), obx.exact(5, 5 if kind == "ED" else 1)
    status = RESULT_STATUS.get(obx.text(11).upper(), "")
    locator = f"{obx.locator}#5.{5 if kind == 'ED' else 1}"
    scribe.fact(
        DocumentReference,
        f"{key}|{digest(data)}" if not code.token else key,
        obx.cite((3, 2), (3, 1), (5, 3)),
        code=code,
        status="entered-in-error" if status == "entered-in-error" else "current",
        title=code.words,
        date=at,
        encounter=scribe.visit,
        text="" if kind == "ED" else data,
        attachments=(
            Attachment(_content_type(main, sub), code.words, locator, _size(data, obx.text(5, 4))),
        ),
    )


def _content_type(main: str, sub: str) -> str:
    """MIME type from ED-2 and ED-3, which senders fill as they please."""
    main, sub = main.strip().lower(), sub.strip().lower()
    if "/" in main or "/" in sub:
        return main if "/" in main else sub
    known = {"pdf": "application/pdf", "rtf": "text/rtf", "html": "text/html", "xml": "text/xml"}
    if sub in known or main in known:
        return known.get(sub) or known[main]
    usual = {"ap": "application", "au": "audio", "ft": "text", "im": "image", "text": "text"}
    return f"{usual.get(main, main or 'application')}/{sub or 'octet-stream'}"


def _size(data: str, encoding: str) -> int:
    letters = len(data) - data.count("\n") - data.count(" ") - data.count("=")
    if encoding.lower() == "base64":
        return letters * 3 // 4
    return letters // 2 if encoding.lower() == "hex" else len(data)
