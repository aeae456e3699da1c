"""One plan the person would recognise: her words, goals, steps, barriers, and what was tried and failed.

A plan is kept as words in named places, one place a field, so that two people may write at once and every
word ever written stays. `plan_of` reads the places as a plan. A place is one of

    words, review                           what matters most to the person; when the plan is looked at again
    goals/<key>/<field>                     fields: see GOAL
    goals/<key>/steps/<key>/<field>         fields: see STEP
    goals/<key>/barriers/<key>/<field>      fields: see BARRIER
    tried/<key>/<field>                     fields: see TRIED
    elements/<code>/<text or na>            the elements that a payer asks for: see `elements.py`
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

HILL = (
    ("start", "Just begun"),
    ("finding", "Finding the way"),
    ("top", "We know what works"),
    ("doing", "Doing it"),
    ("reached", "Reached"),
)
BARRIER_STATES = (
    ("guess", "We think so"),
    ("asked", "Asked, not sure yet"),
    ("confirmed", "Confirmed"),
    ("ruled out", "Ruled out"),
)
STEP_STATES = (("open", "Open"), ("done", "Done"), ("slipped", "Slipped"))
ON_COPIES = (("", "On every copy"), ("us", "For us only, on no copy"))
RESULTS = (("no help", "Did not help"), ("some help", "Helped a little"), ("helped", "Helped"))

GOAL = (
    "words",
    "aim",
    "measure",
    "low",
    "high",
    "unit",
    "by",
    "now",
    "hill",
    "why",
    "label",
    "gone",
)
STEP = ("says", "owner", "by", "state", "note", "copy", "gone")
BARRIER = ("says", "state", "by_what", "copy", "gone")
TRIED = ("says", "result", "why", "gone")
PERSON, CAREGIVER, OFFICE, STAFF, TEAM = "person", "caregiver", "office", "staff", "team"

_PLACE = re.compile(
    rf"words|review"
    rf"|goals/[a-z0-9]+/(?:{'|'.join(GOAL)}|steps/[a-z0-9]+/(?:{'|'.join(STEP)})"
    rf"|barriers/[a-z0-9]+/(?:{'|'.join(BARRIER)}))"
    rf"|tried/[a-z0-9]+/(?:{'|'.join(TRIED)})"
    r"|elements/[a-z]+/(?:text|na|label)"
)
_LABEL = re.compile("[0-9]{1,4}")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Word:
    """What stands in one place. `origin` is "" for what a person wrote, else where it was proposed from."""

    text: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what by when. `owner` is `person`, `staff:<id>`, `team:<id>`, `caregiver:<name>`, `office:<name>`."""

    key: str
    place: str
    says: str
    owner: str
    by: date | None
    state: str
    note: str
    copy: str = ""  # "us": a question put in private, or a duty of ours, that stands on no copy

    @property
    def is_open(self) -> bool:
        return self.state != "done"

    @property
    def is_ours(self) -> bool:
        return self.owner.partition(":")[0] in (STAFF, TEAM)


@dataclass(frozen=True, slots=True)
class Barrier:
    """What may stand in the way: a guess until it is asked, then confirmed or ruled out, by something."""

    key: str
    place: str
    says: str
    state: str
    by_what: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried before, and what came of it."""

    key: str
    place: str
    says: str
    result: str
    why: str


@dataclass(frozen=True, slots=True)
class Goal:
    """What the person wants, in her words, beside the clinical aim; measured against her own target.

    `measure` is a code of `knowledge.followed` or words; `now` says where it stands; `hill` one of HILL
    with `why` in a line; `label` who may see it (bits of chart.sensitivity.Label).
    """

    key: str
    place: str
    words: str
    aim: str
    measure: str
    low: float | None
    high: float | None
    unit: str
    by: date | None
    now: str
    hill: str
    why: str
    label: int
    steps: tuple[Step, ...] = ()
    barriers: tuple[Barrier, ...] = ()

    @property
    def called(self) -> str:
        """How one speaks of it."""
        return self.words or self.aim or "a goal not yet named"


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. `elements` maps a code to (text, why it does not apply), without what was only
    proposed and nobody has made this person's own; `removed` tells what was
    taken out, where and why."""

    words: str = ""
    review: date | None = None
    goals: tuple[Goal, ...] = ()
    tried: tuple[Tried, ...] = ()
    elements: dict[str, tuple[str, str]] = field(default_factory=dict)
    removed: tuple[tuple[str, str, str], ...] = ()

    @property
    def steps(self) -> list[Step]:
        return [step for goal in self.goals for step in goal.steps]

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.goals or self.tried or self.elements)


def plan_of(words: Mapping[str, Word]) -> Plan:
    """The plan that stands in these places, in the order in which they were first written."""
    text = {place: word.text.strip() for place, word in words.items()}
    own = {place: word.text.strip() for place, word in words.items() if not word.origin}
    goals = [_goal(text, key) for key in _keys(text, "goals/")]
    tried = [_tried(text, key) for key in _keys(text, "tried/")]
    return Plan(
        words=text.get("words", ""),
        review=a_day(text.get("review", "")),
        goals=tuple(goal for goal in goals if not text.get(f"{goal.place}/gone")),
        tried=tuple(one for one in tried if not text.get(f"{one.place}/gone")),
        elements=_elements(own),
        removed=tuple(_removed(text)),
    )


def group(place: str) -> str:
    """What a place belongs to that may be kept from some: a goal, a thing tried, an element; else ""."""
    parts = place.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else ""


def labels(words: Mapping[str, Word]) -> dict[str, int]:
    """Who may see what: the label of each group that has one."""
    found = {}
    for place, word in words.items():
        if place.endswith("/label") and word.text.isdigit() and int(word.text):
            found[group(place)] = int(word.text)
    return found


def wrong_with(place: str, text: str) -> str:
    """Why this cannot stand there, in a sentence; "" where it can."""
    if not _PLACE.fullmatch(place):
        return "The plan has no such place."
    last = place.rpartition("/")[2]
    if len(text) > LONGEST:
        return f"Please keep it under {LONGEST} characters; it was not saved."
    if not text.strip():
        return ""
    if last in ("by", "review") and "barriers/" not in place:
        return _wrong_day(text)
    if last in ("low", "high") and a_number(text) is None:
        return "A target is a number."
    if last == "label" and not _LABEL.fullmatch(text):
        return "Choose one of the list."
    if last in _CHOICES and text not in _CHOICES[last]:
        return "Choose one of the list."
    return _wrong_state(place, text) if last == "state" else ""


_CHOICES = {
    "hill": {code for code, _ in HILL},
    "result": {code for code, _ in RESULTS},
    "copy": {code for code, _ in ON_COPIES},
}


def a_day(text: str) -> date | None:
    """An ISO day, or None."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None


def a_number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        found = float(text.strip())
    except ValueError:
        return None
    return found if abs(found) < 1e9 else None  # also refuses "nan" and "inf"


def _wrong_day(text: str) -> str:
    day = a_day(text)
    if day is None:
        return "Choose a day of the calendar."
    return "" if 2000 <= day.year < 2100 else "Look at the year: that day is no day of a plan."


def _wrong_state(place: str, text: str) -> str:
    states = BARRIER_STATES if "/barriers/" in place else STEP_STATES
    return "" if text in {code for code, _ in states} else "Choose one of the list."


def _keys(text: Mapping[str, str], before: str) -> list[str]:
    """The keys under a place, in the order of their first word."""
    under = (place[len(before) :] for place in text if place.startswith(before))
    return list(dict.fromkeys(rest.partition("/")[0] for rest in under if "/" in rest))


def _goal(text: Mapping[str, str], key: str) -> Goal:
    place = f"goals/{key}"
    said = {name: text.get(f"{place}/{name}", "") for name in GOAL}
    steps = [_step(text, place, one) for one in _keys(text, f"{place}/steps/")]
    barriers = [_barrier(text, place, one) for one in _keys(text, f"{place}/barriers/")]
    return Goal(
        key=key, place=place, words=said["words"], aim=said["aim"], measure=said["measure"],
        low=a_number(said["low"]), high=a_number(said["high"]), unit=said["unit"], by=a_day(said["by"]),
        now=said["now"], hill=said["hill"], why=said["why"],
        label=int(said["label"]) if said["label"].isdigit() else 0,
        steps=tuple(one for one in steps if not text.get(f"{one.place}/gone")),
        barriers=tuple(one for one in barriers if not text.get(f"{one.place}/gone")),
    )  # fmt: skip


def _step(text: Mapping[str, str], goal: str, key: str) -> Step:
    place = f"{goal}/steps/{key}"
    says, owner, by, state, note, copy = (text.get(f"{place}/{name}", "") for name in STEP[:6])
    return Step(key, place, says, owner, a_day(by), state or "open", note, copy)


def _barrier(text: Mapping[str, str], goal: str, key: str) -> Barrier:
    place = f"{goal}/barriers/{key}"
    says, state, by_what = (text.get(f"{place}/{name}", "") for name in BARRIER[:3])
    return Barrier(key, place, says, state or "guess", by_what)


def _tried(text: Mapping[str, str], key: str) -> Tried:
    place = f"tried/{key}"
    says, result, why = (text.get(f"{place}/{name}", "") for name in TRIED[:3])
    return Tried(key, place, says, result, why)


def _elements(text: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    found = {}
    for code in _keys(text, "elements/"):
        said = text.get(f"elements/{code}/text", ""), text.get(f"elements/{code}/na", "")
        if any(said):
            found[code] = said
    return found


def _removed(text: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """(place, what it said, why it was taken out)."""
    for place, why in text.items():
        if place.endswith("/gone") and why:
            home = place.removesuffix("/gone")
            said = text.get(f"{home}/says") or text.get(f"{home}/words") or "nothing written"
            yield place, said, why
