"""How the disagreements of a person stand, and what was said of them."""

from collections.abc import Iterable

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.disagreements.models import SETTLED, Turn
from northstar.record import belonging


def standing(patients: Iterable[int]) -> dict[int, dict[str, Turn]]:
    """The latest turn of every disagreement of these patients (by row number), by its key."""
    owners = belonging.owners_of(patients)
    found: dict[int, dict[str, Turn]] = {pk: {} for pk in owners.values()}
    for turn in _turns(list(owners)):
        found[owners[turn.identity_id]][turn.key] = turn
    return found


_turns = worded_once(
    lambda identities: (
        Turn.objects.filter(identity__in=identities)
        .select_related("holder", "team", "staff")
        .order_by("pk")
    )
)


def standing_of(viewer: Viewer, patient: int) -> dict[str, Turn]:
    """The same of one person, as far as the viewer may see it."""
    turns = standing([patient]).get(patient, {})
    return {key: turn for key, turn in turns.items() if viewer.may_see(turn.label)}


def settled(turns: dict[str, Turn]) -> dict[str, dict[str, str]]:
    """What a person has settled, as a chart holds it: by key, who said what then."""
    return {key: turn.words for key, turn in turns.items() if turn.status == SETTLED}


def stories_of(viewer: Viewer, patient: int) -> dict[str, list[Turn]]:
    """Everything that happened to each disagreement of one person, oldest first, as far as the viewer
    may see it."""
    found: dict[str, list[Turn]] = {}
    for turn in _turns(list(belonging.owners_of([patient]))):
        if viewer.may_see(turn.label):
            found.setdefault(turn.key, []).append(turn)
    return found
