"""Post what the rules found: open new lines, refresh standing ones, settle what the facts have settled.

Idempotent: posting the same findings twice changes nothing. A line that a person has touched is
refreshed but never settled by the machine; it says instead that its reason is gone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.settling import MACHINE, gone, note_back, note_gone
from northstar.rules.assess import Assessment, needs_answer
from northstar.rules.signal import Band, Because, Finding, Signal

BY_HAND = "by hand"
_REFRESHED = (
    "matter", "says", "suggests", "because", "words", "asks", "label", "band", "factors", "score",
    "due", "due_day", "minutes", "wants", "likely_id", "sure", "caller", "caller_name", "candidates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about: exactly one of patient, arrival, feed, by row number."""

    patient: int | None = None
    arrival: int | None = None
    feed: int | None = None
    likely: int | None = None
    sure: bool = True
    caller: str = ""
    caller_name: str = ""
    candidates: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Posted:
    """How many lines were opened, changed and settled."""

    opened: list[Line] = field(default_factory=list)
    refreshed: int = 0
    settled: int = 0


def post(
    subject: Subject,
    judged: Assessment,
    *,
    at: datetime,
    holders: Holders,
    lines: Iterable[Line] | None = None,
    news: Callable[[Line], str] = lambda line: "",
) -> Posted:
    """Make the open lines of a subject agree with what was found. The caller holds the transaction.

    `lines` are the subject's lines where the caller has them already; `news` says in words what has
    come since a line was last refreshed, as the reason of its settling. What a person has finished
    is not opened again on the same evidence.
    """
    done = Posted()
    every = list(lines_of(subject) if lines is None else lines)
    standing = {(line.signal, line.key): line for line in every if line.is_open}
    finished = {
        (line.signal, line.key): line for line in every if not line.is_open and line.touched
    }
    for signal, finding in judged.found:
        if signal.rides:
            continue
        mark = (signal.code, finding.key[:200])
        line = standing.pop(mark, None)
        wanted = _columns(signal, finding, subject, at)
        if _answered(finished.pop(mark, None), wanted) and line is None:
            continue
        if line is None:
            done.opened.append(_open(signal, finding, subject, wanted, at, holders))
        else:
            done.refreshed += _refresh(line, wanted, at)
            if line.touched and line.signal in needs_answer():
                note_back(line, at)
    for line in standing.values():
        if line.signal not in judged.failed:
            done.settled += _settle(line, at, news(line))
    for line in finished.values():
        if line.signal in needs_answer() and line.signal not in judged.failed:
            note_gone(line, at)  # should its reason come back, it is a new question
    return done


def lines_of(subject: Subject) -> Iterable[Line]:
    """The lines of one subject that posting must know: the open, and those a person has finished."""
    whose = Line.objects.filter(patient=subject.patient, arrival=subject.arrival, feed=subject.feed)
    return _to_know(whose)


def lines_of_patients(pks: list[int]) -> dict[int, list[Line]]:
    """The same for many patients in one query."""
    found: dict[int, list[Line]] = {pk: [] for pk in pks}
    for line in _to_know(Line.objects.filter(patient__in=pks)):
        if line.patient_id is not None:
            found[line.patient_id or 0].append(line)
    return found


def _to_know(lines: QuerySet[Line]) -> QuerySet[Line]:
    return lines.filter(Q(is_open=True) | Q(touched=True)).exclude(signal=BY_HAND).order_by("pk")


def _answered(line: Line | None, wanted: dict[str, Any]) -> bool:
    """A person has finished this on the same evidence, and it has not become more urgent; a question
    that the facts had settled meanwhile is asked anew."""
    if line is None or _louder(line, wanted):
        return False
    if line.signal in needs_answer() and gone(line):
        return False
    known = {(why["arrival"], why["locator"]) for why in line.because}
    return all((why["arrival"], why["locator"]) in known for why in wanted["because"])


def _louder(line: Line, wanted: dict[str, Any]) -> bool:
    """More urgent than when it was finished; of a question only where it is life or safety now, for
    its last hour comes nearer every day."""
    if line.signal in needs_answer():
        return wanted["band"] == Band.SAFETY < line.band
    return bool(wanted["band"] < line.band)


def _columns(signal: Signal, finding: Finding, subject: Subject, at: datetime) -> dict[str, Any]:
    factors = finding.factors or {signal.title: 10}
    band = signal.band if finding.band is None else finding.band
    due, whole_day = _due(finding.due, at)
    return {
        "matter": (finding.matter or signal.matter or signal.code)[:60],
        "says": finding.says[:400],
        "suggests": (finding.suggests or signal.suggests)[:400],
        "because": [reason(b) for b in finding.because],
        "words": list(finding.words),
        "asks": finding.asks[:160],
        "label": _label(finding),
        "band": int(band),
        "factors": factors,
        "score": sum(factors.values()),
        "due": due,
        "due_day": whole_day,
        "minutes": finding.minutes or signal.minutes,
        "wants": signal.wants,
        "likely_id": subject.likely,
        "sure": subject.sure,
        "caller": subject.caller[:160],
        "caller_name": subject.caller_name[:120],
        "candidates": [{"patient": pk, "why": why} for pk, why in subject.candidates],
    }


def reason(why: Because) -> dict[str, Any]:
    """A reason as a line keeps it: the sentence, and where it rests."""
    source = why.source
    if source is None:
        return {"says": why.says, "feed": "", "arrival": "", "locator": "", "quote": why.quote}
    locator = source.locator
    if why.place:
        locator = f"{locator.partition('#')[0]}#{why.place.rpartition('#')[2]}"
    return {
        "says": why.says,
        "feed": source.feed,
        "arrival": source.arrival,
        "locator": locator,
        "quote": why.quote,
    }


def _label(finding: Finding) -> int:
    """A line is as sensitive as all it rests on: who may not see the fact does not see the line."""
    label = 0
    for why in finding.because:
        label |= why.source.label if why.source else 0
    return label


def _rests_on(finding: Finding) -> int | None:
    """The record that the first reason comes from: if it proves to be somebody else's, so is the line."""
    return next(
        (w.source.identity for w in finding.because if w.source and w.source.identity), None
    )


def _first_said(finding: Finding) -> datetime | None:
    written = (why.source.written for why in finding.because if why.source)
    return min((at for at in written if at), default=None)


def _due(due: date | datetime | None, at: datetime) -> tuple[datetime | None, bool]:
    if due is None or isinstance(due, datetime):
        return due, False
    return datetime.combine(due, time(23, 59), tzinfo=at.tzinfo), True


def _open(signal, finding, subject, wanted, at, holders) -> Line:
    urgent = wanted["band"] == Band.SAFETY
    staff, team = holders.of(
        subject.patient or subject.likely, at, urgent=urgent, wants=signal.wants
    )
    line = Line.objects.create(
        patient_id=subject.patient,
        arrival_id=subject.arrival,
        feed_id=subject.feed,
        signal=signal.code,
        key=finding.key[:200],
        identity_id=_rests_on(finding),
        staff_id=staff,
        team_id=team,
        next_on=holders.next_day(staff, team, at.date(), urgent=urgent),
        since=_first_said(finding),
        opened=at,
        refreshed=at,
        **wanted,
    )
    Step.objects.create(line=line, at=at, by=MACHINE, what="opened", why=signal.title)
    return line


def _refresh(line: Line, wanted: dict[str, Any], at: datetime) -> bool:
    changed = [name for name in _REFRESHED if _differs(getattr(line, name), wanted[name])]
    if not changed:
        return False
    for name in changed:
        setattr(line, name, wanted[name])
    line.refreshed = at
    louder = "band" in changed and line.asleep and line.band == Band.SAFETY
    if louder:
        line.asleep, line.next_on = False, at.date()
    line.save(
        update_fields=[*(n.removesuffix("_id") for n in changed), "refreshed", "asleep", "next_on"]
    )
    return True


def _differs(old: Any, new: Any) -> bool:
    if isinstance(old, datetime) and isinstance(new, datetime):
        return old.astimezone(UTC) != new.astimezone(UTC)
    return old != new


def _settle(line: Line, at: datetime, news: str) -> bool:
    if line.touched:
        note_gone(line, at)
        return False
    line.is_open, line.closed = False, at
    line.save(update_fields=["is_open", "closed"])
    why = f"Settled by what came since: {news}" if news else "The facts no longer call for this."
    Step.objects.create(line=line, at=at, by=MACHINE, what="settled", why=why[:400])
    return True
