"""Writing in a plan, signing it, and what follows: further rows each time, nothing overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.plans import asking
from northstar.casework.plans.models import Agreement, Copy, Plan, Version, Written
from northstar.casework.plans.standing import SIGNED
from northstar.record.belonging import Identity
from northstar.rules.plans.shape import Word, wrong_with

INVALID = 422


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of something typed: the mark it has now, and whether it stands beside another's."""

    mark: int
    beside: bool


def begin(*, identity: Identity, person: str, by: Viewer, at: datetime) -> Plan:
    """An empty plan. `person` is the patient's public id."""
    made = Plan.objects.create(identity=identity, at=at, by=by.name, staff_id=_person(by))
    acted(by=by, what="plan: begun", patients=[person], at=at)
    return made


def write(
    *, plan: Plan, place: str, text: str, seen: int, by: Viewer, at: datetime, origin: str = ""
) -> Saved:
    """What was typed in one place. `seen` is the mark of what stood there when it was typed (0: nothing).

    Where somebody wrote there meanwhile, both stay: this one beside the other. What stands already is
    not written twice, so a save may be sent again.
    """
    if wrong := wrong_with(place, text):
        raise Refused(wrong, status=INVALID)
    last, standing = asking.last_in(plan, place)
    settles = last is not None and last.beside and last.pk == seen
    is_there = standing is not None and standing.text == text
    if is_there and standing and standing.origin and not origin:
        is_there = False  # somebody makes a proposal this person's own
    if is_there and last and not settles:
        return Saved(seen if last.beside else last.pk, beside=False)
    if last and last.beside and last.text == text and not settles:
        return Saved(last.pk, beside=True)
    beside = last is not None and last.pk != seen
    made = Written.objects.create(
        plan=plan, place=place, text=text, origin=origin, beside=beside,
        at=at, by=by.name, staff_id=_person(by),
    )  # fmt: skip
    return Saved(made.pk, beside)


def sign(
    *,
    plan: Plan,
    words: Mapping[str, Word],
    missing: list[str],
    note: str,
    by: Viewer,
    at: datetime,
    what: str = SIGNED,
) -> Version:
    """The next version, in this person's name."""
    last = plan.versions.order_by("-number").first()
    return Version.objects.create(
        plan=plan, number=(last.number if last else 0) + 1, what=what, note=note.strip()[:400],
        body=[[place, word.text, word.origin] for place, word in words.items()], missing=missing,
        at=at, by=by.name, staff_id=_person(by),
    )  # fmt: skip


def agree(
    *,
    version: Version,
    said: str,
    who: str,
    how: str,
    on: date,
    words: str,
    ask_again: date | None,
    by: Viewer,
    at: datetime,
) -> Agreement:
    """What the person said to this version."""
    return Agreement.objects.create(
        version=version, said=said, who=who[:120], how=how[:60], on=on, words=words[:600],
        ask_again=ask_again, at=at, by=by.name, staff_id=_person(by),
    )  # fmt: skip


def give_copy(*, version: Version, kind: str, to: str, how: str, by: Viewer, at: datetime) -> Copy:
    """Somebody has it on paper or screen now."""
    return Copy.objects.create(
        version=version, kind=kind, to=to[:120], how=how[:60],
        at=at, by=by.name, staff_id=_person(by),
    )  # fmt: skip


def copy_left(
    *, version: UUID | str, kind: str, to: str, how: str, by: str, staff: int, at: datetime
) -> Copy:
    """The message that carried a copy has left; it was given by whoever wrote the message."""
    row = Version.objects.get(public_id=version)
    return Copy.objects.create(
        version=row, kind=kind, to=to[:120], how=how[:60], at=at, by=by, staff_id=staff
    )


def _person(by: Viewer) -> int:
    if by.staff_id is None:
        raise Refused("A plan is written by a person who works here.")
    return by.staff_id
