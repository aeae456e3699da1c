"""Signing an agreed list, and taking it back: a new version each time, nothing overwritten."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.reconciliation.models import AgreedList
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.record.belonging import Identity
from northstar.rules.agreed import Item

SIGNED, TAKEN_BACK = "signed", "taken back"
_ASKS = "agreed list "
_NEWER, _GONE = "a newer list was signed", "list taken back"


def sign(
    *,
    identity: Identity,
    person: str,
    before: AgreedList | None,
    items: Iterable[Item],
    note: str,
    by: Viewer,
    at: datetime,
    what: str = SIGNED,
) -> AgreedList:
    """The next version of the list, in this person's name. `person` is the patient's public id."""
    if by.staff_id is None:
        raise Refused("An agreed list is signed by a person who works here.")
    made = AgreedList.objects.create(
        identity=identity, version=(before.version if before else 0) + 1, what=what, at=at,
        by=by.name, staff_id=by.staff_id, note=note.strip()[:400], items=msgspec.to_builtins(list(items)),
    )  # fmt: skip
    acted(by=by, what=f"agreed list: {what}", patients=[person], at=at)
    return made


def ask_the_prescriber(
    *, patient: int, made: AgreedList, items: Iterable[Item], by: Viewer, at: datetime
) -> Line | None:
    """A line for what only a prescriber may change; None where nothing is asked. What an earlier list
    asked and this one does not is asked no longer; where both ask the same, the first question stands,
    or its answer."""
    asked = [item for item in items if item.ask]
    says = _question(asked)
    for line in _standing(patient):
        if asked and line.says == says:
            return line
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=_NEWER)
    if not asked or _answered(patient, says):
        return None
    line = by_hand.new(patient=patient, key=_key(made), at=at)
    line.matter, line.minutes = "agreed list", 10
    line.says = says
    line.suggests = "Ask the prescriber, with the reason; nothing changes until they answer"
    line.factors, line.score = {"Asked in the agreed list": 10}, 10
    line.because = [_reason(item) for item in asked]
    for item in asked:
        line.label |= item.label
    return by_hand.keep(line, at=at)


def _question(asked: list[Item]) -> str:
    names = ", ".join(item.says for item in asked)
    return f"has changes for the prescriber to decide: {names}"[:400]


def _standing(patient: int) -> Iterable[Line]:
    """What earlier lists still ask of a prescriber."""
    return Line.objects.filter(
        patient=patient, signal=by_hand.BY_HAND, key__startswith=_ASKS, is_open=True
    )


def _answered(patient: int, says: str) -> bool:
    """The same was asked with an earlier list, and somebody closed it with an answer."""
    asked = Line.objects.filter(
        patient=patient, signal=by_hand.BY_HAND, key__startswith=_ASKS, is_open=False, says=says
    )
    last = asked.order_by("-closed", "-pk").first()
    return bool(last and not last.steps.filter(outcome__in=(_NEWER, _GONE), undone=False).exists())


def ask_no_more(*, patient: int, by: Viewer, at: datetime) -> None:
    """The list was taken back: what it asked is not asked any more."""
    for line in _standing(patient):
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=_GONE)


def _key(made: AgreedList) -> str:
    return f"{_ASKS}{made.public_id}"


def _reason(item: Item) -> dict[str, str]:
    told = "not taken" if not item.kept else "kept, with a question"
    return {
        "says": f"{item.says}: {told}. {item.reason}"[:400],
        "feed": item.feed,
        "arrival": item.arrival,
        "locator": item.locator,
        "quote": item.quote,
    }
