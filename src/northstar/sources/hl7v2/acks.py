"""Answers to a sender: accepted, in error, or refused, in the sender's own delimiters and letters.

An answer never holds patient data: it names the message by its control number and a plain reason.
"""

from dataclasses import dataclass

from northstar.sources.hl7v2.charset import codec_of, declared, decoded
from northstar.sources.hl7v2.escapes import escaped
from northstar.sources.hl7v2.segment import Marks, Segment, marks_of

ACCEPT, ERROR, REJECT = "AA", "AE", "AR"
_ENHANCED = {ACCEPT: "CA", ERROR: "CE", REJECT: "CR"}
# HL7 table 0357: what kind of trouble.
ACCEPTED, SEQUENCE, REQUIRED, TYPE, UNSUPPORTED, DUPLICATE, INTERNAL = (
    "0", "100", "101", "102", "200", "205", "207",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which answers a sender waits for: `accept` (MSH-15) and `application` (MSH-16).

    Both empty is the original mode: one application answer (AA, AE, AR) to everything.
    """

    accept: str = ""
    application: str = ""

    @property
    def enhanced(self) -> bool:
        return bool(self.accept or self.application)

    def wants(self, condition: str, good: bool) -> bool:
        """AL always, NE never, ER only on error, SU only on success (HL7 table 0155)."""
        return condition == "AL" or (condition == "SU" and good) or (condition == "ER" and not good)


def asked(message: bytes) -> Asked:
    """What MSH-15 and MSH-16 ask for."""
    return _asked(_head(message))


def _asked(head: Segment | None) -> Asked:
    if head is None or len(head.fields) < 16:
        return _ORIGINAL
    return Asked(head.text(15).upper(), head.text(16).upper())


_ORIGINAL = Asked()


def answers(
    message: bytes, code: str, *, time: str, control: str, reason: str = "", error: str = ""
) -> list[bytes]:
    """The answers this message's sender waits for, in order: none, one, or accept and application.

    `code` is the verdict AA, AE or AR. A message whose header is broken is always answered.
    """
    head = _head(message)
    want = _asked(head)
    if not want.enhanced:
        return [_answer(message, head, code, time, control, reason, error)]
    out: list[bytes] = []
    for condition, said in ((want.accept, _ENHANCED[code]), (want.application, code)):
        if want.wants(condition, code == ACCEPT):
            number = control if not out else f"{control}.2"
            out.append(_answer(message, head, said, time, number, reason, error))
    return out


def answer(
    message: bytes, code: str, *, time: str, control: str, reason: str = "", error: str = ""
) -> bytes:
    """One acknowledgement: MSH, MSA and, where it is not accepted, ERR with the reason in words."""
    return _answer(message, _head(message), code, time, control, reason, error)


def _answer(message, head: Segment | None, code, time, control, reason, error) -> bytes:
    marks = head.marks if head else Marks()
    good = code in (ACCEPT, _ENHANCED[ACCEPT])
    lines = [_header(head, marks, time, control), _verdict(head, marks, code, reason)]
    if not good:
        lines.append(_error(marks, reason, error or (INTERNAL if code[1] == "E" else UNSUPPORTED)))
    text = "\r".join(lines) + "\r"
    return text.encode(_codec(message, head), "replace")


def _head(message: bytes) -> Segment | None:
    start = message.find(b"MSH")
    line = message[start:].split(b"\r", 1)[0].split(b"\n", 1)[0] if start >= 0 else b""
    if len(line) < 8 or line[3:4].isalnum() or line[3:4].isspace():
        return None
    text = decoded(line)[0]
    return Segment("MSH", 1, text, marks_of(text))


def _header(head: Segment | None, marks: Marks, time: str, control: str) -> str:
    field, encoding = marks.field, "".join(marks[1:])
    if head is None:
        return field.join(
            ("MSH", encoding, "NORTHSTAR", "", "", "", time, "", "ACK", control, "P", "2.5.1")
        )
    trigger = head.exact(9, 2)
    kind = marks.component.join(["ACK", trigger, "ACK"] if trigger else ["ACK"])
    # Sender and receiver change places; what they wrote is given back as they wrote it.
    parts = ["MSH", encoding, head.raw(5), head.raw(6), head.raw(3), head.raw(4), time, "", kind]
    parts += [escaped(control, marks), head.raw(11) or "P", head.raw(12) or "2.5.1"]
    if head.raw(18):
        parts += ["", "", "", "", "", head.raw(18)]
    return field.join(parts)


def _verdict(head: Segment | None, marks: Marks, code: str, reason: str) -> str:
    number = head.raw(10) if head else ""
    parts = ["MSA", code, number]
    if reason:
        parts.append(escaped(reason[:80], marks))
    return marks.field.join(parts)


def _error(marks: Marks, reason: str, error: str) -> str:
    """ERR-3 the code of table 0357, ERR-4 the severity, ERR-7 and ERR-8 the words."""
    coded = marks.component.join((error, _WORDS.get(error, ""), "HL70357"))
    said = escaped(reason[:250], marks)
    return marks.field.join(("ERR", "", "", coded, "E", "", "", said, said))


_WORDS = {
    SEQUENCE: "Segment sequence error",
    REQUIRED: "Required field missing",
    TYPE: "Data type error",
    UNSUPPORTED: "Unsupported message type",
    DUPLICATE: "Duplicate key identifier",
    INTERNAL: "Application internal error",
}


def _codec(message: bytes, head: Segment | None) -> str:
    """The letters of the answer: those of the message, so that its own words survive."""
    if head is None:
        return "utf-8"
    if message.isascii():
        return (codec_of(declared(message)) or "utf-8") if head.raw(18) else "utf-8"
    codec = decoded(message)[1]
    return "utf-8" if codec.startswith("utf") else codec
