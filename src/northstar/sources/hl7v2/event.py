"""The shortest look at a message: what it is, who sent it, whom it is about. For the wire."""

from msgspec import Struct

from northstar.sources.hl7v2.charset import decoded
from northstar.sources.hl7v2.identity import home, key, unnumbered
from northstar.sources.hl7v2.segment import Marks, Segment, marks_of

_STANDARD = "MSH|^~\\&|"
_USUAL = Marks()


class Event(Struct, frozen=True):
    """A message by its header. `time` is MSH-7 as written; `patient` and `visit` are keys or ''."""

    type: str
    trigger: str
    control: str
    sender: str
    time: str
    patient: str
    visit: str


class NotHL7(ValueError):
    """The bytes hold no MSH segment."""


def event_of(data: bytes, assigner: str = "") -> Event:
    """The typed event of one message. Raises NotHL7 where there is no header.

    Reads only the lines it needs and splits only their fields: the listener calls it for every
    message before anything else.
    """
    text = data.decode("ascii") if data.isascii() and data[1:2] != b"\0" else decoded(data)[0]
    start = text.find("MSH")
    if start < 0 or len(text) < start + 8:
        raise NotHL7("there is no MSH segment")
    if "\n" in text:
        text = text.replace("\r\n", "\r").replace("\n", "\r")
    head = _line(text, start, "MSH")
    mark = head.line[3]
    kind, trigger = head.text(9, 1), head.text(9, 2)
    control = head.text(10)
    pid = _find(text, f"\rPID{mark}", start, head)
    visit = _find(text, f"\rPV1{mark}", start, head)
    if not trigger:
        event = _find(text, f"\rEVN{mark}", start, head)
        trigger = event.text(1) if event else ""
    return Event(
        kind.upper(),
        trigger.upper(),
        control,
        sender(head),
        head.text(7, 1),
        patient(pid, control, home(head, assigner)) if pid else "",
        visit.text(19, 1) if visit else "",
    )


def sender(head: Segment) -> str:
    """`MSH-3|MSH-4`: who sent it, as the key of its control numbers."""
    return f"{head.text(3, 1)}|{head.text(4, 1)}"


def patient(pid: Segment, control: str, default: str) -> str:
    """The identity key of a PID segment."""
    return key(pid, (3, 2, 4), default)[0] or unnumbered(pid, control, default)


def _find(text: str, mark: str, start: int, head: Segment) -> Segment | None:
    at = text.find(mark, start)
    if at < 0:
        return None
    return _line(text, at + 1, mark[1:4], head.marks)


def _line(text: str, at: int, name: str, marks: Marks | None = None) -> Segment:
    end = text.find("\r", at)
    line = (text[at:end] if end >= 0 else text[at:]).rstrip(" \t\x00\x0b\x0c\x1a\x1c")
    if marks is None:
        marks = _USUAL if line.startswith(_STANDARD) else marks_of(line)
    return Segment(name, 1, line, marks)
