"""IN1 and IN2: who pays."""

from northstar.chart.coverage import Coverage
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment


def read(scribe: Scribe) -> None:
    """Each insurance with its own IN2 behind it."""
    segments = scribe.all("IN1", "IN2")
    for n, in1 in enumerate(segments):
        if in1.name == "IN1":
            after = segments[n + 1] if n + 1 < len(segments) else None
            _insurance(scribe, in1, after if after and after.name == "IN2" else None)


def _insurance(scribe: Scribe, in1: Segment, in2: Segment | None) -> None:
    payer, plan = in1.text(4, 1), in1.text(2, 2) or in1.text(2, 1)
    member = in1.text(49, 1) or (in2.text(61, 1) if in2 else "") or in1.text(36)
    if not (payer or plan or member):
        return scribe.lose(in1, "The insurance names neither a payer nor a plan nor a member.")
    scribe.fact(
        Coverage,
        f"IN1|{in1.text(3, 1) or payer or plan}|{in1.text(2, 1)}|{member}",
        in1.cite((4, 1), (2, 2), 2, 36),
        code=datatypes.concept(in1, 2),
        status="active",
        payer=payer,
        plan=plan,
        member=member,
        group=in1.text(8) or in1.text(9, 1),
        relationship=datatypes.words(in1, 17),
        order=int(in1.text(22)) if in1.text(22) in "123456789" and in1.text(22) else _set_id(in1),
        start=scribe.when(in1, 12) if in1.has(12) else None,
        end=scribe.when(in1, 13) if in1.has(13) else None,
    )
    return None


def _set_id(seg: Segment) -> int:
    text = seg.text(1)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
