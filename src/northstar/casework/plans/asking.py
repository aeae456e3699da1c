"""What a plan says now and said before, as somebody may see it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.plans.models import Plan, StepLine, Version, Written
from northstar.casework.plans.standing import SIGNED, Entry, Signed, Standing
from northstar.casework.worklist.models import Step as Done
from northstar.record import belonging
from northstar.rules.plans.changes import differences, shown_only
from northstar.rules.plans.shape import Word, group, labels, plan_of

OTHER_PLAN = "the other plan"
IN_PLAN = "ticked in the plan"  # why a line ended
BY_SIGNING = "the plan was signed"  # why a line moved or ended, where no person finished it


def current(viewer: Viewer, patient: int) -> Standing | None:
    """The plan of a patient (row number) as this viewer may see it; None where nobody began one."""
    found = plans_of(patient)
    return standing(viewer, found[0], found[1:]) if found else None


def plans_of(patient: int) -> list[Plan]:
    """The newest first: two meet where two records of one person were joined."""
    owners = belonging.owners_of([patient])
    return _plans(list(owners))


_plans = worded_once(
    lambda identities: Plan.objects.filter(identity__in=identities).order_by("-at", "-pk")
)


def standing(viewer: Viewer, row: Plan, others: Iterable[Plan] = ()) -> Standing:
    """The whole of one plan: six queries at most."""
    rows = list(Written.objects.filter(plan=row).order_by("pk"))
    words, marks, beside = _latest(rows)
    versions = _versions(row)
    kept_from = _hidden(viewer, words, versions)
    lines = [one for one in _lines(row) if group(one.step) not in kept_from]
    return Standing(
        row=row,
        words=shown_only(words, kept_from),
        marks=marks,
        beside={place: told for place, told in beside.items() if group(place) not in kept_from},
        versions=_told(versions, kept_from),
        lines={one.step: one for one in lines},
        others=list(others),
        withheld=bool(kept_from),
        done=_done(lines, rows),
    )


def history(viewer: Viewer, row: Plan, place: str) -> list[Entry]:
    """Everything that was ever written in a place, the newest first."""
    if group(place) in hidden(viewer, row):
        return []
    rows = Written.objects.filter(plan=row, place=place).order_by("-pk")
    return [_entry(one) for one in rows]


def everything(row: Plan) -> dict[str, Word]:
    """What stands, whoever may see it: what a signature covers."""
    return _latest(Written.objects.filter(plan=row).order_by("pk"))[0]


def last_in(row: Plan, place: str) -> tuple[Written | None, Written | None]:
    """The last that was written in a place, and the last of it that stands."""
    told = Written.objects.filter(plan=row, place=place).order_by("-pk")
    last = told.first()
    return last, last if last is None or not last.beside else told.filter(beside=False).first()


def first_in(row: Plan, place: str) -> Written | None:
    """The first that was ever written in a place."""
    return Written.objects.filter(plan=row, place=place).order_by("pk").first()


def began_writing(row: Plan, staff: int, at: datetime, pause: float = 600) -> datetime:
    """When this person's present stretch of writing began: without a pause of ten minutes in it."""
    begins = at
    told = Written.objects.filter(plan=row, staff=staff, at__lte=at).order_by("-at")
    for moment in told.values_list("at", flat=True)[:500]:
        if (begins - moment).total_seconds() > pause:
            break
        begins = moment
    return begins


def _latest(
    rows: Iterable[Written],
) -> tuple[dict[str, Word], dict[str, int], dict[str, list[Entry]]]:
    words: dict[str, Word] = {}
    marks: dict[str, int] = {}
    beside: dict[str, list[Entry]] = {}
    for row in rows:
        marks[row.place] = row.pk
        if row.beside:
            beside.setdefault(row.place, []).append(_entry(row))
        else:
            words[row.place] = Word(row.text, row.origin)
            beside.pop(row.place, None)
    return words, marks, beside


def _entry(row: Written) -> Entry:
    return Entry(row.pk, row.text, row.by, row.at, row.staff_id, row.origin)


def _versions(row: Plan) -> list[Version]:
    told = Version.objects.filter(plan=row).prefetch_related("agreements", "copies")
    return list(told.order_by("number"))


def words_of(version: Version) -> dict[str, Word]:
    return {place: Word(text, origin) for place, text, origin in version.body}


def hidden(viewer: Viewer, row: Plan) -> set[str]:
    """The groups of a plan that this viewer may not see."""
    return _hidden(viewer, everything(row), _versions(row))


def _hidden(viewer: Viewer, words: dict[str, Word], versions: Iterable[Version]) -> set[str]:
    """The groups that this viewer may not see, by what stands now or stood in the last version."""
    found = labels(words)
    for version in list(versions)[-1:]:
        for home, label in labels(words_of(version)).items():
            found[home] = found.get(home, 0) | label
    return {home for home, label in found.items() if not viewer.may_see(label)}


def _told(versions: list[Version], kept_from: set[str]) -> list[Signed]:
    """The newest first, each with its differences from the one before, as far as they are shown."""
    found: list[Signed] = []
    standing: list[Signed] = []
    before: dict[str, Word] = {}
    for one in versions:
        words = shown_only(words_of(one), kept_from)
        found.append(
            Signed(
                one.public_id,
                one.number,
                one.what,
                one.at,
                one.by,
                one.note,
                words,
                [code for code in one.missing if f"elements/{code}" not in kept_from],
                differences(before, words),
                list(one.agreements.all()),
                list(one.copies.all()),
            )
        )
        before = words
        found[-1].stands = stands_after(found[-1], standing)
    while (
        found and not found[0].words
    ):  # nothing of it is theirs to see, not even that it was signed
        found.pop(0)
    return found[::-1]


def stands_after(last: Any, standing: list[Any]) -> Any:
    """The version whose words are in force after this one; `standing` are those before, the newest last.
    Whoever takes a signature back has the one before it again."""
    if last.what == SIGNED:
        standing.append(last)
    elif standing:
        standing.pop()
    return standing[-1] if standing else None


def in_force(row: Plan) -> tuple[Version, int] | None:
    """The row that answers and copies hang on, and the number under which its words were signed."""
    versions = list(Version.objects.filter(plan=row).defer("body").order_by("number"))
    standing: list[Version] = []
    stands = [stands_after(one, standing) for one in versions]
    return (versions[-1], stands[-1].number) if stands and stands[-1] else None


def written_since(viewer: Viewer, row: Plan, mark: int) -> list[Written]:
    """What others wrote after a mark, as far as this viewer may see it."""
    kept_from = hidden(viewer, row)
    told = (
        Written.objects.filter(plan=row, pk__gt=mark).exclude(staff=viewer.staff_id).order_by("pk")
    )
    return [one for one in told if group(one.place) not in kept_from]


def done_on_the_list(row: Plan) -> dict[str, Done]:
    """The steps that stand open in the plan though somebody finished their line since: who and when.
    Whatever was written of the step after that is the newer word."""
    return _done(_lines(row), Written.objects.filter(plan=row).order_by("pk"))


def _done(lines: list[StepLine], rows: Iterable[Written]) -> dict[str, Done]:
    """By what is read already; one query, and none where every line is open."""
    last = {one.step: one.line for one in lines}
    closed = {line.pk: step for step, line in last.items() if not line.is_open}
    if not closed:
        return {}
    ends = Done.objects.filter(line__in=closed, what="done", undone=False).order_by("pk")
    found = {closed[end.line_id]: end for end in ends}
    touched: dict[str, datetime] = {}
    words: dict[str, Word] = {}
    for word in rows:
        if not word.beside:
            words[word.place] = Word(word.text, word.origin)
            touched[word.place.rpartition("/")[0]] = word.at
    standing = {step.place for step in plan_of(words).steps if step.is_open}
    return {
        step: end for step, end in found.items()
        if step in standing and end.why not in (BY_SIGNING, IN_PLAN) and touched[step] <= end.at
    }  # fmt: skip


def _lines(row: Plan) -> list[StepLine]:
    return list(StepLine.objects.filter(plan=row).select_related("line").order_by("pk"))
