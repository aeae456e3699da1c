"""Bytes to messages: lines, delimiters, batches and frames, whatever shape they arrive in."""

import re

from northstar.sources.hl7v2.charset import decoded
from northstar.sources.hl7v2.segment import HEADS, Marks, Segment, marks_of

ENVELOPE = ("FHS", "BHS", "BTS", "FTS")
BLANK = " \t\x00\x0b\x0c\x1a\x1c\ufeff"
_LINE_END = re.compile(r"[\r\n\x1c]+|\x0b(?=[MFB][SH][HS])")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")


class Message:
    """One message: its segments in order, its delimiters, its header."""

    __slots__ = ("_counts", "charset", "marks", "prefix", "segments")

    def __init__(self, marks: Marks, charset: str):
        self.segments: list[Segment] = []
        self.marks, self.charset, self.prefix = marks, charset, ""
        self._counts: dict[str, int] = {}

    def add(self, name: str, line: str) -> None:
        at = self._counts[name] = self._counts.get(name, 0) + 1
        self.segments.append(Segment(name, at, line, self.marks, self.charset, self.prefix))

    @property
    def head(self) -> Segment:
        return self.segments[0]

    def first(self, name: str) -> Segment | None:
        return next((s for s in self.segments if s.name == name), None)

    def all(self, *names: str) -> list[Segment]:
        return [s for s in self.segments if s.name in names]

    @property
    def kind(self) -> str:
        """`ADT`, `ORU` ..."""
        return self.head.text(9, 1).upper()

    @property
    def trigger(self) -> str:
        """`A01`: from MSH-9.2, else from EVN-1 (older senders), else from MSH-9.3."""
        event = self.first("EVN")
        structure = self.head.text(9, 3).upper().partition("_")[2]
        return self.head.text(9, 2).upper() or (event.text(1).upper() if event else "") or structure


class Parsed:
    """All that one arrival holds: messages, envelope lines and lines that belong to none."""

    __slots__ = ("charset", "continued", "doubt", "envelope", "messages", "stray")

    def __init__(self, charset: str, doubt: str):
        self.messages: list[Message] = []
        self.envelope: list[Segment] = []
        self.stray: list[tuple[int, str]] = []
        self.continued = 0
        self.charset, self.doubt = charset, doubt


def parse(data: bytes) -> Parsed:
    """Everything in the bytes, nothing refused: what is no segment is kept apart, line by line."""
    text, charset, doubt = decoded(data)
    out = Parsed(charset, doubt)
    message: Message | None = None
    for number, line in enumerate(lines(text), 1):
        name = line[:3]
        if name == "MSH" and len(line) > 3:
            message = Message(marks_of(line), charset)
            out.messages.append(message)
            message.add(name, line)
        elif name in ENVELOPE and _ends_name(line, message.marks.field if message else line[3:4]):
            _enveloped(out, name, line)
        elif message is None:
            out.stray.append((number, line))
        elif _NAME.match(name) and _ends_name(line, message.marks.field):
            message.add(name, line)
        else:  # a line break inside a field: the words go on
            out.continued += 1
            last = message.segments[-1]
            last.line += "\n" + line
    _number(out.messages)
    return out


def lines(text: str) -> list[str]:
    """The lines that hold anything, without frame marks, zeros and end-of-file signs around them.

    A zero inside a line becomes the replacement character: no store can hold it.
    """
    found = [line for raw in _LINE_END.split(text) if (line := raw.strip(BLANK))]
    return [line.replace("\0", "\ufffd") for line in found] if "\0" in text else found


def _ends_name(line: str, field: str) -> bool:
    return len(line) == 3 or line[3] == field


def _enveloped(out: Parsed, name: str, line: str) -> None:
    marks = marks_of(line) if name in HEADS else Marks(line[3:4] or "|")
    at = 1 + sum(1 for s in out.envelope if s.name == name)
    out.envelope.append(Segment(name, at, line, marks, out.charset))


def _number(messages: list[Message]) -> None:
    if len(messages) < 2:
        return
    for n, message in enumerate(messages, 1):
        message.prefix = f"MSG[{n}]/"
        for segment in message.segments:
            segment.prefix = message.prefix
