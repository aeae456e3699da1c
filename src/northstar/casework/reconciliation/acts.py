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
    *, patient: int, made: AgreedList, items: Iterable[Item], at: datetime
) -> Line | None:
    """A line for what only a prescriber may change; None where nothing is asked."""
    asked = [item for item in items if item.ask]
    if not asked:
        return None
    line = by_hand.new(patient=patient, key=_key(made), at=at)
    names = ", ".join(item.says for item in asked)
    line.matter, line.minutes = "agreed list", 10
    line.says = f"has changes for the prescriber to decide: {names}"[:400]
    line.suggests = "Ask the prescriber, with the reason; nothing changes until they answer"
    line.factors, line.score = {"Asked in the agreed list": 10}, 10
    line.because = [_reason(item) for item in asked]
    for item in asked:
        line.label |= item.label
    return by_hand.keep(line, at=at)


def ask_no_more(*, patient: int, made: AgreedList, by: Viewer, at: datetime) -> None:
    """The list was taken back: what it asked is not asked any more."""
    for line in Line.objects.filter(
        patient=patient, signal=by_hand.BY_HAND, key=_key(made), is_open=True
    ):
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome="list taken back")


def _key(made: AgreedList) -> str:
    return f"agreed list {made.public_id}"


def _reason(item: Item) -> dict[str, str]:
    told = "not taken" if not item.kept else "kept, with a question"
    return {
        "says": f"{item.says}: {told}. {item.reason}"[:400],
        "feed": item.feed,
        "arrival": item.arrival,
        "locator": item.locator,
        "quote": item.quote,
    }
