"""Who is in which program, and how their cases stand."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.programs.models import Case, Turn
from northstar.casework.programs.standing import Enrolment, folded, label_of
from northstar.record import belonging


def standing(
    patients: Iterable[int], day: date, viewer: Viewer | None = None
) -> dict[int, list[Enrolment]]:
    """The cases of these patients (by row number) as they stood on a day, oldest first: three queries,
    however many. Without a viewer all of them: then the caller minds their `label`."""
    owners = belonging.owners_of(patients)
    found: dict[int, list[Enrolment]] = {pk: [] for pk in owners.values()}
    for case, turns in _cases(list(owners)):
        if viewer is None or viewer.may_see(label_of(case, turns)):
            enrolment = folded(case, turns, day)
            if enrolment.state:
                found[owners[case.identity_id]].append(enrolment)
    return found


def of_patient(viewer: Viewer, patient: int, day: date) -> list[Enrolment]:
    """The cases of one person that this viewer may know of: the open ones first."""
    found = standing([patient], day, viewer).get(patient, [])
    return sorted(found, key=lambda one: (not one.open, one.row))


def one(viewer: Viewer, patient: int, case: UUID | str, day: date) -> Enrolment:
    """One case of this person. Raises Refused where there is none that the viewer may know of."""
    for found in of_patient(viewer, patient, day):
        if str(found.id) == str(case):
            return found
    raise Refused("There is no such case here.", status=404)


# What a month's billing reads of a turn; the rest stays where it is.
_JUDGED = ("public_id", "case", "what", "state", "on", "by", "detail", "undoes")


def enrolled(patients: Iterable[int], viewer: Viewer) -> dict[int, list[tuple[Case, list[Turn]]]]:
    """The stored rows of many people's cases, for whoever folds them for several days."""
    owners = belonging.owners_of(patients)
    found: dict[int, list[tuple[Case, list[Turn]]]] = {}
    for case, turns in _cases(list(owners), *_JUDGED):
        if viewer.may_see(label_of(case, turns)):
            found.setdefault(owners[case.identity_id], []).append((case, turns))
    return found


def lock(patients: Iterable[int]) -> None:
    """Hold these people's cases until the transaction ends: who counts time to them waits in turn."""
    owners = list(belonging.owners_of(patients))
    list(Case.objects.select_for_update().filter(identity__in=owners).order_by("pk"))


def people() -> list[int]:
    """Row numbers of everybody who has, or had, a case."""
    return sorted(belonging.patients_of(set(Case.objects.values_list("identity", flat=True))))


def _cases(identities: list[int], *only: str) -> list[tuple[Case, list[Turn]]]:
    cases: list[Case] = []
    for some in _slices(identities):
        cases += _of(some)
    turns: dict[int, list[Turn]] = {case.pk: [] for case in cases}
    for some in _slices(list(turns)):
        for turn in Turn.objects.filter(case__in=some).only(*only).order_by("pk"):
            turns[turn.case_id].append(turn)
    return [(case, turns[case.pk]) for case in cases]


_of = worded_once(lambda identities: Case.objects.filter(identity__in=identities).order_by("pk"))


def _slices(pks: list[int]) -> Iterable[list[int]]:
    return (pks[start : start + 800] for start in range(0, len(pks), 800))
