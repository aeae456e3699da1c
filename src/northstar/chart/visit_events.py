"""The events of one visit, folded into what the visit is now.

A hospital speaks of a stay in steps (admitted, moved, discharged, discharge taken back). Each step is
a fact of its own; folding them by the hospital's own times makes the order of arrival irrelevant.
"""

from collections import defaultdict
from itertools import pairwise
from operator import itemgetter

from msgspec.structs import asdict, force_setattr, replace

from northstar.chart.visits import Encounter
from northstar.chart.when import When

_PLANS = {"A05", "A14"}
_ADMITS = {"A01", "A04"}
_MOVES = {"A02", "A06", "A07", "A12"}
_UNPLANS = {"A27", "A38"}  # a planned stay will not be; one that has begun is not touched
STILL_THERE = "still-there"
_MISTAKES = ("cancelled", "entered-in-error")
_CLASS = {"A06": "IMP", "A07": "AMB"}
# Of two steps written for the same minute, the one that answers the other comes after it.
_RANK = {"A05": 0, "A14": 0, "A01": 1, "A04": 1, "A03": 5, "A13": 6, "A11": 7, "A38": 7, "A27": 7}
_LEAVING = ("disposition", "disposition_text")
_NOT_MERGED = ("status", "start", "end", "source", "quote", "event", "expected_end", "taken_back")


def folded(encounters: list[Encounter]) -> list[Encounter]:
    """One Encounter a visit, in order of start; cancelled and mistaken ones are left out."""
    whole = [_not_left(e) for e in encounters if not e.event]
    by_visit: dict[tuple, list[Encounter]] = defaultdict(list)
    for step in encounters:
        if step.event:
            by_visit[(step.source.feed if step.source else "", step.visit)].append(step)
    for (_, visit), steps in by_visit.items():
        steps = _in_order(steps)
        whole += [_Stay(stay).folded() for stay in ([steps] if visit else _stays(steps))]
    alive = [e for e in whole if e.status not in _MISTAKES]
    return sorted(alive, key=lambda e: (e.began.start.timestamp() if e.began else 0.0, e.visit))


def _not_left(told: Encounter) -> Encounter:
    """An account of part of a stay says when the account ends, not the stay."""
    if told.disposition != STILL_THERE:
        return told
    goes_on = "in-progress" if told.status == "finished" else told.status
    return replace(told, status=goes_on, end=None)


def _stays(steps: list[Encounter]) -> list[list[Encounter]]:
    """Steps of a sender that numbers no visits: each admission opens a new stay.

    Steps that name the same start belong together, wherever they stand.
    """
    stays: list[list[Encounter]] = []
    for step in steps:
        home = next((s for s in stays if step.start and s[0].start == step.start), None)
        opens = step.event in _ADMITS | _PLANS and stays and _has_admission(stays[-1])
        if home is None and (not stays or opens or _other_start(stays[-1], step)):
            stays.append(home := [])
        (stays[-1] if home is None else home).append(step)
    return stays


def _has_admission(stay: list[Encounter]) -> bool:
    return any(step.event in _ADMITS for step in stay)


def _other_start(stay: list[Encounter], step: Encounter) -> bool:
    known = next((s.start for s in stay if s.start), None)
    return bool(known and step.start and known != step.start)


class _Stay:
    """Walks the steps of one visit, oldest first."""

    def __init__(self, steps: list[Encounter]):
        self.steps = steps
        self.now: dict = {}
        self.status = ""
        self.start: When | None = None
        self.admitted: When | None = None
        self.end: When | None = None
        self.expected: When | None = None
        self.taken_back: When | None = None
        self.decided = steps[0]

    def folded(self) -> Encounter:
        for step in self.steps:
            self._say(step)
            self._turn(step)
        if not self.status:  # only results and updates were heard: the person was there
            self.status = "finished" if self.end else "in-progress"
        said = {k: v for k, v in self.now.items() if k not in ("source", "quote")}
        result = Encounter(
            **said,
            status=self.status,
            start=self.start or self.admitted,
            end=self.end,
            expected_end=self.expected,
            taken_back=None if self.end else self.taken_back,
            quote=self.decided.quote,
        )
        force_setattr(result, "source", self.decided.source)
        return result

    def _say(self, step: Encounter) -> None:
        """What a step says replaces what was said before; what it leaves out stays."""
        kept_out = _NOT_MERGED + _LEAVING if step.disposition == STILL_THERE else _NOT_MERGED
        for name, value in asdict(step).items():
            if name not in kept_out and value not in ("", None, ()):
                self.now[name] = value
        if step.event in _CLASS and not step.class_code:
            self.now["class_code"] = _CLASS[step.event]
        self.expected = step.expected_end or self.expected

    def _turn(self, step: Encounter) -> None:
        """What a step does to the stay."""
        event, over = step.event, self.status == "finished"
        if step.status in _MISTAKES and event not in _UNPLANS:
            self._become(step.status, step)
        elif event in _UNPLANS:
            if self.status in ("", "planned"):
                self._become("cancelled", step)
        elif event == "A11":
            self._become("cancelled", step)
        elif event == "A13":
            self._reopen(step)
        elif event == "A03":
            self._close(step)
        elif event in _PLANS:
            if not self.status or self.status == "cancelled":
                self._become("planned", step)
        elif event in _ADMITS:
            self._admit(step, over)
        elif event in _MOVES:
            if not over:
                self._become("in-progress", step)
        elif event == "A25":  # a pending discharge is off
            self.expected = step.expected_end
        else:
            self._update(step)
        if event not in _ADMITS and step.start and self.status != "planned":
            self.start = step.start

    def _become(self, status: str, step: Encounter) -> None:
        self.status, self.decided = status, step

    def _admit(self, step: Encounter, over: bool) -> None:
        """A repeated admission changes nothing; one after the discharge opens the number again."""
        begins = step.start or step.occurred
        if over and not (step.start and self.end and step.start.start >= self.end.end):
            return
        over = over or self.status == "cancelled"  # what was cancelled with its stay ends no other
        if over:
            self.end, self.start = None, step.start
            self._forget_discharge()
        elif step.start:
            self.start = step.start
        if self.status != "in-progress" or over:
            self.admitted = begins
        self._become("in-progress", step)

    def _close(self, step: Encounter) -> None:
        if step.disposition == STILL_THERE:
            if self.status in ("", "planned"):
                self._become("in-progress", step)
            return
        # A discharge told again without its hour is no later discharge.
        told = self.end if self.status == "finished" else None
        self.end = step.end or told or step.occurred
        self._become("finished", step)

    def _reopen(self, step: Encounter) -> None:
        """The discharge is taken back: the person is still there."""
        self.taken_back, self.end = self.end, None
        self._forget_discharge()
        self._become("in-progress", step)

    def _forget_discharge(self) -> None:
        for name in _LEAVING:
            self.now.pop(name, None)

    def _update(self, step: Encounter) -> None:
        """An update that names a discharge time tells of a discharge that was not heard.

        Not so where that discharge was taken back: senders leave the old time in the field.
        """
        if step.disposition == STILL_THERE:
            return
        if step.end and step.end == self.taken_back:
            self._forget_discharge()
        elif step.end and self.status != "cancelled":
            self.end = step.end
            if self.status != "finished":
                self._become("finished", step)


def _in_order(steps: list[Encounter]) -> list[Encounter]:
    """By the hospital's own times; two that differ in nothing else by what they say, never by which came first."""
    timed = sorted(((_moment(step), step) for step in steps), key=itemgetter(0))
    if any(one == after for (one, _), (after, _) in pairwise(timed)):
        timed.sort(key=lambda pair: (pair[0], _said(pair[1])))
    return [step for _, step in timed]


def _said(step: Encounter) -> str:
    return repr([value for name, value in asdict(step).items() if name != "source"])


def _moment(step: Encounter):
    at = step.occurred or step.began
    written = step.source.written if step.source else None
    return (
        at.start.timestamp() if at else 0.0,
        written.timestamp() if written else 0.0,
        _RANK.get(step.event, 3),
        step.event,
        step.quote,
    )
