"""One segment: its fields by number, decoded when asked for and not before."""

from typing import NamedTuple

from northstar.sources.hl7v2.escapes import unescaped


class Marks(NamedTuple):
    """The delimiters a message declares in MSH-1 and MSH-2."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"


_USUAL = Marks()
HEADS = ("MSH", "FHS", "BHS")
NULL = '""'  # HL7's "delete what you had": told apart from silence, read as no value


def marks_of(line: str) -> Marks:
    """The delimiters of a header line; what it leaves out takes the usual sign."""
    if line[3:9] == "|^~\\&|":
        return _USUAL
    field = line[3:4] or "|"
    given = line[4:].split(field, 1)[0]
    usual = Marks(field)
    if len(given) > 4 and given[2] == given[3]:
        given = given[:2] + given[3:]  # a backslash doubled by a programmer's escaping
    given = given[:4] if len(set(given[:4])) == len(given[:4]) else ""
    return Marks(field, *(given[i : i + 1] or usual[i + 1] for i in range(4)))


class Segment:
    """`name`, `at` (the how-manieth of its name in the message) and its words.

    `text(5, 1)` is the first component of field 5; `rep` counts from 1; `sub` a sub-component.
    """

    __slots__ = ("_fields", "_reps", "at", "charset", "line", "marks", "name", "prefix")

    def __init__(self, name, at, line, marks, charset="utf-8", prefix=""):
        self.name, self.at, self.line = name, at, line
        self.marks, self.charset, self.prefix = marks, charset, prefix
        self._fields = None
        self._reps: dict[int, list[str]] = {}

    @property
    def fields(self) -> list[str]:
        """Raw fields, so that `fields[5]` is field 5; a header's field 1 is the mark itself."""
        if self._fields is None:
            found = self.line.split(self.marks.field)
            if self.name in HEADS:
                found.insert(1, self.marks.field)
            self._fields = found
        return self._fields

    def raw(self, field: int) -> str:
        fields = self.fields
        return fields[field] if field < len(fields) else ""

    def has(self, field: int) -> bool:
        """True where the field holds anything but the null mark."""
        return self.raw(field).strip() not in ("", NULL)

    def count(self, field: int) -> int:
        """How many repetitions the field has; 0 where it is empty."""
        raw = self.raw(field)
        return raw.count(self.marks.repetition) + 1 if raw and raw != NULL else 0

    def text(self, field: int, comp: int = 0, rep: int = 1, sub: int = 0) -> str:
        """The decoded words, trimmed; '' for nothing and for HL7's null."""
        words = self.exact(field, comp, rep, sub).strip()
        return "" if words == NULL else words

    def exact(self, field: int, comp: int = 0, rep: int = 1, sub: int = 0) -> str:
        """The decoded words as they stand; what a locator shows."""
        raw, marks = self.raw(field), self.marks
        if not raw or (self.name in HEADS and field <= 2):
            return raw
        if comp or rep > 1:
            raw = self._repetition(field, raw, rep)
        if comp:
            raw = _nth(raw, marks.component, comp)
        if sub:
            raw = _nth(raw, marks.subcomponent, sub)
        return unescaped(raw, marks, self.charset)

    def _repetition(self, field: int, raw: str, rep: int) -> str:
        """One repetition, split once: a field may hold a hundred thousand."""
        mark = self.marks.repetition
        if mark not in raw:
            return raw if rep == 1 else ""
        parts = self._reps.get(field)
        if parts is None:
            parts = self._reps[field] = raw.split(mark)
        return parts[rep - 1] if rep <= len(parts) else ""

    def each(self, field: int) -> list[str]:
        """The decoded words of every repetition."""
        marks = self.marks
        return [
            unescaped(part, marks, self.charset).strip()
            for part in (self.raw(field).split(marks.repetition) if self.has(field) else ())
        ]

    @property
    def locator(self) -> str:
        return f"{self.prefix}{self.name}[{self.at}]"

    def cite(self, *places) -> tuple[str, str]:
        """Locator and words of the first place that says something; else of the segment's name.

        A place is a field number or a tuple (field, component, repetition, sub-component).
        """
        for place in places:
            spec = place if isinstance(place, tuple) else (place,)
            words = self.exact(*spec)
            if words.strip() not in ("", NULL):
                return self.locator + spelled(*spec), words
        return f"{self.locator}#0", self.name


def spelled(field: int, comp: int = 0, rep: int = 1, sub: int = 0) -> str:
    """A place in our notation: `#3~2.4.1` is field 3, repetition 2, component 4, sub-component 1."""
    out = f"#{field}"
    if rep > 1:
        out += f"~{rep}"
    if comp:
        out += f".{comp}"
    if sub:
        out += f".{sub}"
    return out


def _nth(raw: str, mark: str, n: int) -> str:
    if mark not in raw:
        return raw if n == 1 else ""
    parts = raw.split(mark)
    return parts[n - 1] if n <= len(parts) else ""
