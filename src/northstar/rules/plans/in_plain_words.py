"""The plan as one would say it to the person: short sentences, the person's words first, no abbreviations of ours.

What goes on a copy is decided here and nowhere else: what may not be seen by everybody in care is on no
copy for anybody but the person, and there only where somebody entitled to it says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from northstar.rules.plans.changes import shown_only
from northstar.rules.plans.shape import PERSON, Goal, Plan, Step, Word, labels, plan_of

THE_PERSON, CAREGIVER, OFFICE = "person", "caregiver", "office"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, sentences, and things to do, each with who and when."""

    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def for_recipient(
    words: Mapping[str, Word], kind: str, *, in_own_hands: bool = False
) -> dict[str, Word]:
    """What of a plan may stand on a copy; a step that is for us only stands on none. `in_own_hands`: somebody entitled to all of it gives it to the
    person and to nobody else."""
    ours = {
        place.rpartition("/")[0]
        for place, word in words.items()
        if place.endswith("/copy") and word.text == "us"
    }
    told = {place: word for place, word in words.items() if place.rpartition("/")[0] not in ours}
    if kind == THE_PERSON and in_own_hands:
        return told
    return shown_only(told, labels(words))


def parts(
    words: Mapping[str, Word], names: Mapping[str, str], person: str, kind: str
) -> list[Part]:
    """The copy, part by part. `names` says who an owner is; `person` is the person's name."""
    plan, said = plan_of(words), _Said(kind == THE_PERSON, person, names)
    found = []
    if plan.words:
        found.append(Part(f"What matters most to {said.them}", (_sentence(plan.words),)))
    found += [_goal(goal, said) for goal in plan.goals]
    found += _whole(plan)
    if plan.review:
        look = f"We will look at this plan again on {_day(plan.review)}."
        found.append(Part("What comes next", (look,)))
    return found


def as_text(found: Iterable[Part]) -> str:
    """The same as paragraphs and lists, for paper and for counting how hard it is to read."""
    blocks = []
    for part in found:
        items = "\n".join(f"- {item}" for item in part.items)
        blocks += [part.heading, *part.sentences, *([items] if items else [])]
    return "\n\n".join(blocks)


@dataclass(frozen=True, slots=True)
class _Said:
    """How the copy speaks of the person and of others."""

    to_person: bool
    person: str
    names: Mapping[str, str]

    @property
    def them(self) -> str:
        return "you" if self.to_person else self.person

    def who(self, owner: str) -> str:
        if owner == PERSON:
            return "You" if self.to_person else self.person
        kind, _, name = owner.partition(":")
        return self.names.get(owner) or (name if kind in (CAREGIVER, OFFICE) else "Our team")


def _goal(goal: Goal, said: _Said) -> Part:
    sentences = [_target(goal)] if goal.measure else []
    if goal.now:
        sentences.append(f"Now: {_sentence(goal.now)}")
    sentences += [
        f"In the way: {_sentence(one.says)}" for one in goal.barriers if one.state == "confirmed"
    ]
    return Part(
        goal.words or goal.aim,
        tuple(sentences),
        tuple(_step(step, said) for step in goal.steps if step.says),
    )


def _target(goal: Goal) -> str:
    low, high = goal.low, goal.high
    if low is not None and high is not None:
        bounds = f", {low:g} to {high:g}" if low != high else f", {low:g}"
    elif high is not None:
        bounds = f", no more than {high:g}"
    else:
        bounds = f", {low:g} or more" if low is not None else ""
    unit = f" {goal.unit}" if goal.unit and bounds else ""
    by = f", by {_day(goal.by)}" if goal.by else ""
    return f"We look at: {goal.measure}{bounds}{unit}{by}."


def _step(step: Step, said: _Said) -> str:
    who = said.who(step.owner) if step.owner else "Not settled yet who does this"
    by = f" By {_day(step.by)}." if step.by and step.is_open else ""
    done = " Done." if not step.is_open else ""
    return f"{who}: {_sentence(step.says)}{by}{done}"


def _whole(plan: Plan) -> Iterator[Part]:
    """What to watch for and how medicines are managed, once somebody has made it this person's own."""
    for code, heading in (("symptoms", "What to watch for"), ("medicines", "Medicines")):
        text = plan.elements.get(code, ("", ""))[0]
        if text:
            yield Part(
                heading, tuple(_sentence(line) for line in text.splitlines() if line.strip())
            )


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text[-1:] in (".", "!", "?", "…") else f"{text}."


def _day(day: date) -> str:
    """Mon, Dec 7, 2026: as the plain-language rules of the house say dates, with the year, for paper stays
    on the wall."""
    return f"{day:%a}, {day:%b} {day.day}, {day.year}"
