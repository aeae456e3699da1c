"""TXA with its OBX: a document, its text and what it encloses."""

from northstar.chart.sensitivity import Label
from northstar.chart.words import DocumentReference, Section
from northstar.sources.hl7v2 import datatypes, results
from northstar.sources.hl7v2.blocks import blocks
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment

_TEXT = ("TX", "FT", "ST", "")
_SHORT = 2000
_TITLES = {"T05": "Addendum: ", "T06": "Addendum: "}


def read(scribe: Scribe) -> None:
    """The document of the message; its text once as a section for each heading."""
    txa = scribe.first("TXA")
    if not txa:
        return
    key = txa.text(12, 1) or txa.text(12, 3) or txa.text(16) or f"message {scribe.reading.control}"
    label = Label.RESTRICTED if txa.text(18, 1).upper() in ("R", "V") else 0
    texts = _texts(scribe, txa, key, label)
    code = datatypes.concept(txa, 2)
    at = next((scribe.when(txa, f) for f in (4, 6, 7, 8) if txa.has(f)), None)
    scribe.fact(
        DocumentReference,
        key,
        txa.cite((12, 1), (2, 2), (2, 1)),
        recorded=scribe.when(txa, 8) if txa.has(8) else None,
        label=label,
        code=code,
        status=_status(scribe, txa),
        title=_TITLES.get(scribe.message.trigger, "") + (code.words or txa.text(16)),
        date=at,
        author=datatypes.person(txa, 9) or datatypes.person(txa, 5),
        custodian=scribe.message.head.text(4, 1),
        text="\n\n".join(texts)[:_SHORT],
        encounter=scribe.visit,
        replaces=txa.text(13, 1) or txa.text(13, 3),
        confidentiality=txa.text(18, 1),
    )


def _status(scribe: Scribe, txa: Segment) -> str:
    """T11 takes a document back; an obsolete one (TXA-19) has been replaced."""
    if scribe.message.trigger == "T11" or txa.text(19).upper() == "CA":
        return "entered-in-error"
    return "superseded" if txa.text(19).upper() == "OB" else "current"


def _texts(scribe: Scribe, txa: Segment, key: str, label: int) -> list[str]:
    """One section a heading (OBX-3); numbers and coded answers are results of their own."""
    headings: dict[str, list[Segment]] = {}
    after = scribe.segments[scribe.segments.index(txa) :]
    head, found = blocks(after)
    for obx, noted in head.obx + [pair for block in found for pair in block.obx]:
        kind = obx.text(2).upper()
        if kind in _TEXT:
            headings.setdefault(obx.text(3, 0), []).append(obx)
        else:
            results.observation(scribe, obx, noted, None, "")
    out = []
    for lines in headings.values():
        text = "\n".join(_lines(lines))
        out += [text] if text else []
        _section(scribe, key, label, lines, text)
    return out


def _lines(found: list[Segment]) -> list[str]:
    return [line for obx in found for line in obx.each(5) or [""]]


def _section(scribe: Scribe, key: str, label: int, lines: list[Segment], text: str) -> None:
    first = next((obx for obx in lines if obx.has(5)), None)
    if not first:
        for obx in lines:
            scribe.lose(obx, "This part of the document holds no words.")
        return
    code = datatypes.concept(first, 3)
    scribe.fact(
        Section,
        f"{key}|{code.token or code.text}",
        first.cite(5),
        label=label,
        code=code,
        title=code.words,
        text=text,
        document=key,
        date=scribe.when(first, 14) if first.has(14) else None,
        author=datatypes.person(first, 16),
        places=_places(lines) if len(lines) > 1 else (),
    )


def _places(found: list[Segment]) -> tuple[tuple[int, str], ...]:
    """Where in the joined text each segment begins, so that a sentence is found in its own."""
    places, at = [], 0
    for obx in found:
        places.append((at, f"{obx.locator}#5"))
        at += sum(len(line) + 1 for line in obx.each(5) or [""])
    return tuple(places)
