"""Orders come as runs of segments; a block is one order with everything said beneath it."""

from dataclasses import dataclass, field

from northstar.sources.hl7v2.segment import Segment

_LEADS = {"OBR", "RXO", "RXE", "RXD", "RXA", "RXG", "ODS", "RQD"}


@dataclass(slots=True)
class Block:
    """`orc` and its leading segments by name; `obx` each with its notes; `notes` of the order."""

    orc: Segment | None = None
    lead: dict[str, Segment] = field(default_factory=dict)
    tq1: list[Segment] = field(default_factory=list)
    obx: list[tuple[Segment, list[Segment]]] = field(default_factory=list)
    notes: list[Segment] = field(default_factory=list)
    routes: list[Segment] = field(default_factory=list)

    def number(self, *places: tuple[str, int]) -> str:
        """The first order number there is, given as (segment, field)."""
        for name, at in places:
            seg = self.orc if name == "ORC" else self.lead.get(name)
            if seg and seg.text(at, 1):
                return seg.text(at, 1)
        return ""

    @property
    def placer(self) -> str:
        return self.number(("ORC", 2), ("OBR", 2))

    @property
    def filler(self) -> str:
        return self.number(("ORC", 3), ("OBR", 3))


def blocks(segments: list[Segment]) -> tuple[Block, list[Block]]:
    """What stands before any order (observations at a visit), and the orders one by one."""
    head = block = Block()
    found: list[Block] = []
    last: list[Segment] = []
    for seg in segments:
        name = seg.name
        if name == "ORC":
            block = Block(orc=seg)
            found.append(block)
            last = block.notes
        elif name in _LEADS:
            if block is head or not _joins(block, name):
                block = Block(orc=None)
                found.append(block)
            block.lead[name] = seg
            last = block.notes
        elif name == "OBX":
            last = []
            block.obx.append((seg, last))
        elif name == "NTE":
            last.append(seg)
        elif name == "TQ1":
            block.tq1.append(seg)
        elif name == "RXR":
            block.routes.append(seg)
        elif name in ("PID", "PV1"):
            last = []
            if name == "PID":
                block = head
    return head, found


def _joins(block: Block, name: str) -> bool:
    """RXO, RXE and RXD of one order stand in one block; a second OBR opens the next."""
    if name in block.lead or block.obx:
        return False
    return not block.lead or (name.startswith("RX") and "OBR" not in block.lead)


def notes(found: list[Segment]) -> str:
    """The words of notes, line by line."""
    lines = []
    for nte in found:
        lines += nte.each(3)
    return "\n".join(line for line in lines if line)
