"""Stays in hospital, however many sources tell of them.

A stay may be told twice (by an ADT feed and in the discharge summary) and may run through several
hospitals; what a coordinator follows is one stay, whose last hospital sends the person home.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.chart.visits import Encounter
from northstar.chart.when import When

# HL7 v3 ActCode. SS, a planned short stay such as day surgery, starts no discharge clock.
INPATIENT = frozenset({"IMP", "ACUTE", "NONAC", "OBSENC"})
_ACUTE = INPATIENT - {"NONAC"}
HERE = frozenset({"in-progress", "arrived", "finished", "onleave", "unknown", ""})
_TOLD_TWICE = timedelta(hours=24)
_UNTOLD_END = 30

HOME = frozenset({"home", "home-health", "other", ""})
FACILITY = frozenset({"snf", "rehab", "ltac", "psych"})
HOSPICE = frozenset({"hospice-home", "hospice-facility"})


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay: `parts` are its encounters, the last hospital's last. `left` is None while it lasts."""

    parts: tuple[Encounter, ...]
    admitted: When | None
    left: When | None
    disposition: str

    @property
    def last(self) -> Encounter:
        return self.parts[-1]

    @property
    def facility(self) -> str:
        """The last hospital's name, or words that fit any."""
        return next((p.facility for p in reversed(self.parts) if p.facility), "hospital")

    @property
    def class_code(self) -> str:
        return self.last.class_code

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(p.source for p in self.parts if p.source)

    @property
    def starts(self) -> When:
        """When it began; where no source says so, when it ended."""
        return self.admitted or self.left or self.last.began

    @property
    def came_to_last(self) -> When | None:
        """When they came to the hospital they are or were in last: who was moved, or was home for a night
        between two hospitals, came there later than the stay began."""
        latest = self.last.start
        if latest is None:
            return self.admitted
        told = [
            p.start for p in self.parts if p.start and latest.start - p.start.start < _TOLD_TWICE
        ]
        return min(told, default=latest)

    @property
    def in_facility(self) -> bool:
        """The last place is no hospital: a skilled, rehabilitation or hospice facility they were sent to."""
        if self.last.class_code == "NONAC":
            return True
        sent = [p for p in self.parts[:-1] if p.disposition in FACILITY | HOSPICE and p.ended]
        return bool(sent and self.last.start and sent[-1].ended.start <= self.last.start.end)

    @property
    def is_over(self) -> bool:
        """A source says that it has ended; some do so without saying when. That an earlier hospital sent
        them on ends nothing."""
        return bool(self.left) or any(_over_unsaid_when(p, self.last) for p in self.parts)

    def day_unsaid(self, zone: tzinfo | None) -> bool:
        """It has ended, and no source knows on which day: no clock can start, and somebody must ask. While
        another source has them in that bed, they are taken to be there."""
        if any(p.status == "in-progress" for p in self.parts):
            return False
        return self.is_over and (self.left is None or self.left.day(zone) is None)

    def key(self, zone: tzinfo | None) -> str:
        """The same however many sources tell of it, and in whatever order they came."""
        return f"{self.starts.first_day(zone)}"

    def left_key(self, zone: tzinfo | None) -> str:
        """The same for all that concerns the end of this stay."""
        return f"left {self.left.first_day(zone)}" if self.left else ""

    @property
    def left_hospital(self) -> When | None:
        """When the hospital itself let them go: what they spent in a facility after it is not counted."""
        gone = (p.ended for p in self.parts if p.disposition in FACILITY and p.ended)
        return min([end for end in (*gone, self.left) if end], default=None)

    def nights(self, zone: tzinfo | None) -> int | None:
        """Nights in hospital; None where a date is missing."""
        left = self.left_hospital
        return nights(self.admitted, left, zone) if self.admitted and left else None


def stays(chart: Chart, zone: tzinfo | None) -> list[Stay]:
    """Inpatient, observation and facility stays, oldest first, transfers and repeats made one."""
    if "stays" not in chart.views:
        told = _still_there([e for e in chart.encounters if _is_stay(e)])
        chart.views["stays"] = _chained(_said_once(told), zone)
    return chart.views["stays"]


def last_departure(chart: Chart, dispositions: Iterable[str], zone: tzinfo | None) -> Stay | None:
    """The latest stay, if it has ended in one of these ways and nobody has admitted them since.

    None too where no source knows the day it ended: no clock can start from a month.
    """
    found = stays(chart, zone)
    if not found or not found[-1].left or not found[-1].left.day(zone):
        return None
    return found[-1] if found[-1].disposition in dispositions else None


def in_hospital_until(chart: Chart, at: datetime, zone: tzinfo | None) -> datetime | None:
    """When the stay that lasted at this moment ends, as far as sources tell; None where there was none."""
    ends = (
        ending(chart, stay, zone)
        for stay in stays(chart, zone)
        if stay.admitted and stay.admitted.start <= at
    )
    return max((end for end in ends if at < end), default=None)


def ending(chart: Chart, stay: Stay, zone: tzinfo | None) -> datetime:
    """The moment after which the person is in that bed no more. A stay whose end nobody told lasts until
    they are seen elsewhere, and no longer than a month: an open entry of years ago is no bed."""
    if stay.left:
        return stay.left.end
    since = stay.starts.start
    if stay.is_over:
        return since + _TOLD_TWICE
    later = [s.starts.start for s in stays(chart, zone) if s.starts.start > since]
    seen = [
        e.began.start
        for e in chart.encounters
        if e.class_code in ("AMB", "VR", "HH") and e.status == "finished" and e.began
    ]
    elsewhere = [at for at in seen if at - since > _TOLD_TWICE]
    return min([since + timedelta(days=_UNTOLD_END), *later, *elsewhere])


def nights(start: When, end: When, zone: tzinfo | None) -> int:
    """Midnights between two times."""
    return max(0, (end.first_day(zone) - start.first_day(zone)).days)


def _is_stay(e: Encounter) -> bool:
    return e.class_code in INPATIENT and e.status in HERE and bool(e.began or e.ended)


def _still_there(told: list[Encounter]) -> list[Encounter]:
    """A leaving that its hospital has taken back is taken back for whoever had passed it on, too."""
    back = [e for e in told if e.taken_back]
    return [_lasting(e) if any(_taken_back(e, by) for by in back) else e for e in told]


def _taken_back(e: Encounter, by: Encounter) -> bool:
    if not (e.ended and by.taken_back and e.source and by.source):
        return False
    if e.source.feed == by.source.feed:
        return False
    same_end = abs(e.ended.start - by.taken_back.start) < _TOLD_TWICE
    same_start = not e.start or not by.start or abs(e.start.start - by.start.start) < _TOLD_TWICE
    told, since = e.source.written, by.source.written
    return bool(same_end and same_start and told and since and told <= since)


def _lasting(e: Encounter) -> Encounter:
    """`replace` keeps the source: it is still theirs that there is such a stay."""
    return replace(e, status="in-progress", end=None, disposition="", disposition_text="")


def _said_once(told: list[Encounter]) -> list[Stay]:
    """Join what several sources tell of the same stay."""
    found: list[Stay] = []
    for e in sorted(told, key=lambda e: (_opens(e), _closes(e), e.visit)):
        if found and _same(found[-1], e):
            found[-1] = _with(found[-1], e)
        else:
            found.append(Stay((e,), e.start, e.end, e.disposition))
    return found


def _same(stay: Stay, e: Encounter) -> bool:
    first = stay.parts[0]
    if first.source and e.source and first.source.feed == e.source.feed and first.visit != e.visit:
        return False
    ends_alike = stay.left and e.ended and abs(stay.left.start - e.ended.start) < _TOLD_TWICE
    if not stay.admitted or not e.start:
        return bool(ends_alike)
    if stay.left and e.start.start >= stay.left.end:
        return False  # sent on the same day they came: the second hospital's stay is another
    begins_alike = abs(stay.admitted.start - e.start.start) < _TOLD_TWICE
    if not begins_alike:
        return False
    return not stay.left or not e.ended or bool(ends_alike)


def _with(stay: Stay, e: Encounter) -> Stay:
    return Stay(
        (*stay.parts, e),
        stay.admitted or e.start,
        _finest(stay.left, e.ended),
        stay.disposition or e.disposition,
    )


def _finest(one: When | None, other: When | None) -> When | None:
    """The end told with more precision; of two exact ones the later."""
    if not one or not other:
        return one or other
    if (one.end - one.start) != (other.end - other.start):
        return one if one.end - one.start < other.end - other.start else other
    return max(one, other)


def _chained(found: list[Stay], zone: tzinfo | None) -> list[Stay]:
    """Join a stay with the one it was moved to: the last hospital carries the discharge."""
    chain: list[Stay] = []
    for stay in found:
        if chain and _moved(chain[-1], stay, zone):
            before = chain.pop()
            stay = _joined(before, stay)
        chain.append(stay)
    return chain


def _joined(before: Stay, after: Stay) -> Stay:
    """The end is that of the later hospital, unless the first one kept them longer."""
    first_kept = before.left and after.left and before.left.start > after.left.start
    last = before if first_kept else after
    parts = (*after.parts, *before.parts) if first_kept else (*before.parts, *after.parts)
    return Stay(parts, before.admitted, last.left, last.disposition)


def _over_unsaid_when(part: Encounter, last: Encounter) -> bool:
    if part.status != "finished" or part.ended:
        return False
    return not part.start or not last.start or last.start.start - part.start.start < _TOLD_TWICE


def _moved(before: Stay, after: Stay, zone: tzinfo | None) -> bool:
    """Admitted elsewhere on the same or next day, or within the hospital on the same day.

    As the CMS hospital-wide readmission measure counts a transfer.
    """
    if not after.admitted or _back_from_facility(before, after):
        return False
    elsewhere = bool(before.facility and after.facility and before.facility != after.facility)
    if not before.left:  # nobody told its end; a long silence is another matter
        return elsewhere and nights(before.starts, after.admitted, zone) <= _UNTOLD_END
    if after.admitted.start < before.left.start:
        return True
    gap = nights(before.left, after.admitted, zone)
    return gap <= 1 if elsewhere or before.disposition == "transfer" else gap == 0


def _back_from_facility(before: Stay, after: Stay) -> bool:
    """A skilled or rehabilitation facility is not acute: who is sent back from it is back in hospital.
    From hospital to a facility, and from one facility to the next, the way goes on."""
    if after.class_code not in _ACUTE or before.disposition in FACILITY:
        return False
    in_one = before.class_code == "NONAC" or any(
        p.disposition in FACILITY for p in before.parts[:-1]
    )
    return in_one and before.facility != after.facility


def _opens(e: Encounter) -> datetime:
    at = e.start or e.ended or e.began
    return at.start


def _closes(e: Encounter) -> datetime:
    return e.ended.start if e.ended else datetime.max.replace(tzinfo=UTC)
