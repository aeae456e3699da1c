"""How one version of a plan differs from another, and what a plan still lacks, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from northstar.rules.plans.elements import element
from northstar.rules.plans.shape import (
    BARRIER_STATES,
    HILL,
    ON_COPIES,
    RESULTS,
    STEP_STATES,
    Plan,
    Step,
    Word,
    group,
)

_FIELDS = {
    "words": "own words", "aim": "clinical aim", "measure": "measure", "low": "at least",
    "high": "at most", "unit": "unit", "by": "by when", "now": "where it stands", "hill": "on the hill",
    "why": "why", "label": "who may see it", "gone": "taken out", "says": "what", "owner": "who",
    "state": "state", "note": "note", "by_what": "by what", "copy": "on copies", "result": "what came of it",
    "text": "text", "na": "does not apply",
}  # fmt: skip
_NAMES = {
    code: name
    for pairs in (HILL, BARRIER_STATES, STEP_STATES, RESULTS, ON_COPIES)
    for code, name in pairs
}
_CHOSEN = frozenset({"hill", "state", "result", "copy"})


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs: where it is, what stood there and what stands there."""

    place: str
    where: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the plan still lacks; `place` is where to write it."""

    place: str
    says: str


def differences(before: Mapping[str, Word], after: Mapping[str, Word]) -> list[Change]:
    """Every place whose words differ, in the order of the newer plan."""
    found = []
    for place in dict.fromkeys((*after, *before)):
        was, now = _text(before, place), _text(after, place)
        if was != now:
            found.append(
                Change(place, where(place, after, before), spoken(place, was), spoken(place, now))
            )
    return found


def where(place: str, *plans: Mapping[str, Word]) -> str:
    """A place as one speaks of it: Goal “dance at the wedding”, step “tablets set out”, by when."""
    if place == "words":
        return "What matters most"
    if place == "review":
        return "Looked at again"
    parts = place.split("/")
    if parts[0] == "elements":
        known = element(parts[1])
        return f"{known.name if known else parts[1]}, {_FIELDS[parts[2]]}"
    said = [f"{'Goal' if parts[0] == 'goals' else 'Tried'} {_quoted('/'.join(parts[:2]), plans)}"]
    if len(parts) > 3:
        said.append(f"{parts[2].rstrip('s')} {_quoted('/'.join(parts[:4]), plans)}")
    return ", ".join((*said, _FIELDS[parts[-1]]))


def gaps(plan: Plan, today: date) -> list[Gap]:
    """What to ask or settle next."""
    found = (
        [Gap("words", "What matters most to the person: not asked yet")] if not plan.words else []
    )
    for goal in plan.goals:
        if not goal.words:
            found.append(
                Gap(f"{goal.place}/words", f"“{goal.called}”: not in the person's own words yet")
            )
        if not goal.measure:
            found.append(Gap(f"{goal.place}/measure", f"“{goal.called}”: no measure"))
        if goal.low is not None and goal.high is not None and goal.low > goal.high:
            says = f"“{goal.called}”: at least {goal.low:g} is more than at most {goal.high:g}"
            found.append(Gap(f"{goal.place}/low", says))
        if goal.by and goal.by < today and goal.hill != "reached":
            found.append(Gap(f"{goal.place}/by", f"“{goal.called}”: its day has passed"))
        if not any(step.is_open for step in goal.steps) and goal.hill != "reached":
            found.append(Gap(f"{goal.place}/words", f"“{goal.called}”: no next step"))
        for step in goal.steps:
            found += _gaps_of(step, today)
        found += [
            Gap(f"{one.place}/state", f"“{one.says}”: a guess, nobody has asked")
            for one in goal.barriers
            if one.state == "guess"
        ]
    if plan.review is None:
        found.append(Gap("review", "No day to look at the plan again"))
    elif plan.review < today:
        found.append(
            Gap("review", "The day to look at the plan again has passed: set the next one")
        )
    return found


def spoken(place: str, text: str) -> str:
    """What stands in a place, as one says it; who an owner is and what a label means, the page knows."""
    return _NAMES.get(text, text) if place.rpartition("/")[2] in _CHOSEN else text


def shown_only(words: Mapping[str, Word], hidden: Iterable[str]) -> dict[str, Word]:
    """Without the groups that somebody may not see."""
    kept_from = set(hidden)
    return {place: word for place, word in words.items() if group(place) not in kept_from}


def _gaps_of(step: Step, today: date) -> list[Gap]:
    if not step.is_open:
        return []
    found = []
    if step.state == "slipped":
        found.append(
            Gap(
                f"{step.place}/by",
                f"“{step.says or 'A step'}”: slipped; ask what got in the way, set another day",
            )
        )
    if not step.owner:
        found.append(Gap(f"{step.place}/owner", f"“{step.says or 'A step'}”: nobody does it"))
    if step.by is None:
        found.append(Gap(f"{step.place}/by", f"“{step.says or 'A step'}”: no day"))
    elif step.by < today:
        found.append(Gap(f"{step.place}/state", f"“{step.says or 'A step'}”: its day has passed"))
    return found


def _quoted(home: str, plans: Iterable[Mapping[str, Word]]) -> str:
    for words in plans:
        for name in ("says", "words", "aim"):
            if said := _text(words, f"{home}/{name}"):
                return f"“{said if len(said) <= 60 else said[:58].rpartition(' ')[0] + ' …'}”"
    return "not yet named"


def _text(words: Mapping[str, Word], place: str) -> str:
    return words[place].text.strip() if place in words else ""
