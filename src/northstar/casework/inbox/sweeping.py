"""What machines told becomes pieces too: results, papers, and the day's notices in one digest.

Idempotent: what was taken stays as it is, and whatever a worker began and did not end is done again.
"""

from datetime import UTC, datetime, timedelta

from django.db.models import F, Q

from northstar.access.worded_once import worded_once
from northstar.casework.inbox import handling
from northstar.casework.inbox.models import Habit, Piece, Sweep
from northstar.casework.worklist.holders import Holders
from northstar.chart.words import Attachment, DocumentReference
from northstar.record import arriving
from northstar.record.arriving import News
from northstar.record.following import owner_of
from northstar.record.store import batches
from northstar.rules.told import NOTICE, RESULT, told

_AT_FIRST = timedelta(days=14)  # how far back the first sweep of a clinic looks


def any_news() -> bool:
    """Has anything come since the last sweep? A quick look that waits for nobody."""
    done = Sweep.objects.values_list("arrival", flat=True).first()
    return done is None or arriving.newest() > done


def sweep(now: datetime, most: int = 500) -> int:
    """Take what has come since the last sweep. Gives how many pieces are new."""
    done = Sweep.objects.first() or Sweep(arrival=arriving.first_since(now - _AT_FIRST), at=now)
    found, last = arriving.news(done.arrival, now, most)
    fresh = _take(found, now) if found else 0
    _follow()
    done.arrival, done.at = max(last, done.arrival), now
    done.save()
    return fresh


def last_sweep() -> datetime | None:
    """When what machines told was last looked through."""
    return next(iter(_last()), None)


_last = worded_once(lambda: Sweep.objects.order_by("pk").values_list("at", flat=True)[:1])


def _take(found: list[News], now: datetime) -> int:
    known = _known(found)
    holders, habits = Holders(), _habits()
    holders.remember(sorted({one.patient for one in found if one.patient}), now.date())
    fresh = 0
    for one in found:
        if (one.arrival.pk, one.identity) not in known:
            fresh += _new(one, now, holders, habits)
    return fresh


def _follow() -> None:
    """Records that were joined or parted take with them what waits here about them."""
    waiting = Piece.objects.filter(is_open=True, sort__in=(RESULT, NOTICE))
    moved = waiting.annotate(whose=owner_of("identity")).filter(
        Q(whose=None, patient__isnull=False)
        | Q(whose__isnull=False, patient=None)
        | Q(whose__lt=F("patient"))
        | Q(whose__gt=F("patient"))
    )
    for piece in moved:
        piece.patient_id, piece.sure = piece.whose, piece.whose is not None
        piece.save(update_fields=["patient", "sure"])


def _known(found: list[News]) -> set[tuple[int, int]]:
    return {
        mark
        for some in batches({one.arrival.pk for one in found})
        for mark in Piece.objects.filter(arrival__in=some).values_list("arrival", "identity")
    }


def _new(one: News, now: datetime, holders: Holders, habits: dict[int, list[Habit]]) -> bool:
    said = told(one.values, now.tzinfo or UTC)
    if said is None:
        return False
    staff, team = holders.of(one.patient, now, urgent=False, wants="coordinator")
    part = _paper(one)
    piece = Piece.objects.create(
        arrival=one.arrival, identity_id=one.identity, sort=said.sort, gist=said.gist, quiet=said.quiet,
        came=one.arrival.received, sender=one.arrival.feed.title or one.arrival.feed.name,
        band=int(said.band), label=one.label, patient_id=one.patient, sure=one.patient is not None,
        part=0 if part else None, pages=(part.pages or 1) if part else 0, staff_id=staff, team_id=team,
    )  # fmt: skip
    habit = next((h for h in habits.get(staff or 0, ()) if _falls_under(piece, h)), None)
    if habit:
        handling.close(
            piece, at=now, what="filed", outcome=f"Filed by a rule of {habit.staff.name}."
        )
    return True


def _paper(one: News) -> Attachment | None:
    papers = (v for v in one.values if isinstance(v, DocumentReference) and v.attachments)
    return next((value.attachments[0] for value in papers), None) if one.is_item else None


def _habits() -> dict[int, list[Habit]]:
    found: dict[int, list[Habit]] = {}
    for habit in Habit.objects.filter(ended=None).select_related("staff"):
        found.setdefault(habit.staff_id, []).append(habit)
    return found


def _falls_under(piece: Piece, habit: Habit) -> bool:
    """Only what weighs little and is surely about somebody known."""
    return (
        piece.quiet and piece.sure and piece.sort in (NOTICE, RESULT)
        and (piece.sort, piece.sender) == (habit.sort, habit.sender)
        and (not habit.gist or piece.gist.startswith(habit.gist))
    )  # fmt: skip
