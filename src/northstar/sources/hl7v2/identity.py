"""Which person a message is about: one number of one authority, chosen the same way every time."""

import hashlib

from northstar.chart.people import Identifier
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import ID_TYPES

_MEDICAL_RECORD = ("MR", "MRN", "MRT", "PI", "PT", "PID", "EPI", "CPI", "EI", "SR")
_NEVER = ("SS", "SSN", "SSA", "AN", "VN", "DL", "BC", "CC", "MC", "MA", "TEMP")


def authority(seg: Segment, field: int, rep: int, default: str) -> str:
    """Who gave the number: CX-4's name, else its universal id, else what the feed declares.

    Many senders put the *type* in CX-4 (`12345^^^MRN`); that names no authority.
    """
    name = seg.text(field, 4, rep, 1) or seg.text(field, 4, rep, 2)
    bare_type = not seg.text(field, 5, rep) and name.upper() in ID_TYPES
    return default if not name or bare_type else name


def type_of(seg: Segment, field: int, rep: int) -> str:
    """The HL7 table 0203 type; a bare type written in CX-4 counts."""
    kind = seg.text(field, 5, rep)
    if kind:
        return kind.upper()
    name = seg.text(field, 4, rep, 1).upper()
    return name if name in ID_TYPES else ""


def home(message_head: Segment, assigner: str) -> str:
    """The authority of a bare number: the feed's declared assigner, else the sending facility."""
    return assigner or message_head.text(4, 1) or message_head.text(3, 1) or "unknown"


def key(seg: Segment, fields: tuple[int, ...], default: str, other_than: str = "") -> tuple:
    """(`AUTHORITY|number`, field, repetition) of the best identifier, or ('', 0, 0).

    A medical record number first, then any that is not a social security, account or insurance
    number; earlier repetitions before later ones.
    """
    best = (9, "", 0, 0)
    for field in fields:
        for rep in range(1, seg.count(field) + 1):
            number = seg.text(field, 1, rep)
            rank = _rank(type_of(seg, field, rep)) if number else 9
            if rank < best[0]:
                whole = f"{authority(seg, field, rep, default)}|{number}"
                if whole != other_than:
                    best = (rank, whole, field, rep)
        if best[0] < 9:
            break
    return best[1:]


def _rank(kind: str) -> int:
    if kind in _NEVER:
        return 9
    return _MEDICAL_RECORD.index(kind) // 3 if kind in _MEDICAL_RECORD else 5


def unnumbered(seg: Segment, control: str, default: str) -> str:
    """An identity of its own for a person without a usable number: never joined by name alone."""
    told = hashlib.sha256(f"{control}\0{seg.line}".encode("utf-8", "replace")).hexdigest()[:16]
    return f"{default}|no number, message {told}"


def identifiers(seg: Segment, default: str) -> tuple[Identifier, ...]:
    """Every number in PID-2, 3, 4, 18, 19 and 20, once each."""
    out: dict[tuple, Identifier] = {}
    for field, usual in ((3, ""), (2, ""), (4, ""), (18, "AN"), (19, "SS"), (20, "DL")):
        for rep in range(1, seg.count(field) + 1):
            number = seg.text(field, 1, rep)
            if number:
                kind = usual if field == 20 else type_of(seg, field, rep) or usual
                if field == 20:  # DLN: number, state, expiry
                    system = seg.text(20, 2, rep)
                else:
                    system = authority(seg, field, rep, "" if field == 19 else default)
                out.setdefault((system, number), Identifier(system, number, kind))
    return tuple(out.values())
