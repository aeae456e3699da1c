"""The shortest look at a message: what it is, who sent it, whom it is about. For the wire."""

from msgspec import Struct

from northstar.sources.hl7v2.charset import decoded
from northstar.sources.hl7v2.identity import home, key, unnumbered
from northstar.sources.hl7v2.segment import Marks, Segment, marks_of


class Event(Struct, frozen=True):
    """A message by its header. `time` is MSH-7 as written; `patient` and `visit` are keys or ''."""

    type: str
    trigger: str
    control: str
    sender: str
    time: str
    patient: str = ""
    visit: str = ""


class NotHL7(ValueError):
    """The bytes hold no MSH segment, or an empty one."""


def event_of(data: bytes, assigner: str = "") -> Event:
    """The typed event of one message. Raises NotHL7 where there is no header.

    Reads only the lines it needs and splits only their fields.
    """
    text, start, head = _header(data)
    pid = _find(text, "PID", start, head)
    visit = _find(text, "PV1", start, head)
    control = head.text(10)
    return _event(
        text, start, head, control,
        patient(pid, control, home(head, assigner)) if pid else "",
        visit.text(19, 1) if visit else "",
    )  # fmt: skip


def header_of(data: bytes) -> Event:
    """The event without whom it is about: all that the listener must know before it answers."""
    text, start, head = _header(data)
    return _event(text, start, head, head.text(10))


def _header(data: bytes) -> tuple[str, int, Segment]:
    text = data.decode("ascii") if data.isascii() and data[1:2] != b"\0" else decoded(data)[0]
    start = text.find("MSH")
    if start < 0 or len(text) < start + 8:
        raise NotHL7("there is no MSH segment")
    if "\n" in text:
        text = text.replace("\r\n", "\r").replace("\n", "\r")
    head = _line(text, start, "MSH")
    if len(head.line) < 4:
        raise NotHL7("the MSH segment holds nothing")
    return text, start, head


def _event(
    text: str, start: int, head: Segment, control: str, whom: str = "", stay: str = ""
) -> Event:
    kind, trigger = head.text(9, 1), head.text(9, 2)
    if not trigger:
        event = _find(text, "EVN", start, head)
        trigger = event.text(1) if event else ""
    time = head.text(7, 1)
    return Event(kind.upper(), trigger.upper(), control, sender(head), time, whom, stay)


def sender(head: Segment) -> str:
    """`MSH-3|MSH-4`: who sent it, as the key of its control numbers."""
    return f"{head.text(3, 1)}|{head.text(4, 1)}"


def patient(pid: Segment, control: str, default: str) -> str:
    """The identity key of a PID segment."""
    return key(pid, (3, 2, 4), default)[0] or unnumbered(pid, control, default)


def _find(text: str, name: str, start: int, head: Segment) -> Segment | None:
    at = text.find(f"\r{name}{head.line[3]}", start)
    return _line(text, at + 1, name, head.marks) if at >= 0 else None


def _line(text: str, at: int, name: str, marks: Marks | None = None) -> Segment:
    end = text.find("\r", at)
    line = (text[at:end] if end >= 0 else text[at:]).rstrip(" \t\x00\x0b\x0c\x1a\x1c")
    if marks is None:
        marks = marks_of(line)
    return Segment(name, 1, line, marks)
