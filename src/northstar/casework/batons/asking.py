"""Batons as their pages show them: what waits for an answer, what is out, and what came back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_default_timezone

from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.worded_once import in_all, worded_once
from northstar.casework.batons.acts import lines_of, standing
from northstar.casework.batons.models import Answer, Baton, Piece, Sheet
from northstar.casework.batons.sheet import order
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.seen import allowed
from northstar.record import following, patients
from northstar.record.belonging import Identity
from northstar.record.panels import holders as looked_after
from northstar.record.people import Card, people

_MOST = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """A baton in a list: how it stands, how many pieces and people it holds, and its last words."""

    baton: Baton
    state: str
    pieces: int
    mine: bool  # the viewer gives it
    said: str

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has still to read it back."""
        return self.state in ("offered", "with who covers")


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a baton: who, what was told when it was offered, and the lines as they are now."""

    who: Card
    tells: dict[str, Any]
    lines: list[Line]


@dataclass(slots=True)
class Meanwhile:
    """What a return tells: closed while somebody covered, still open, and what came in those days."""

    done: list[tuple[Line, str, str]] = field(default_factory=list)
    still: list[Line] = field(default_factory=list)
    came: list[Line] = field(default_factory=list)


def waiting_for(viewer: Viewer) -> list[Shown]:
    """What was offered to the viewer, or to a team of theirs, and waits to be read back."""
    mine = Q(staff=viewer.staff_id) | Q(team__in=viewer.teams)
    unanswered = Baton.objects.filter(mine & ~_answered()).exclude(giver=viewer.staff_id)
    return [_shown(viewer, row) for row in _full(unanswered.filter(~_returned()))]


def count_waiting(viewer: Viewer) -> int:
    """How many wait for the viewer: one question."""
    return _waiting(viewer.staff_id, list(viewer.teams))[0][0]


_waiting = worded_once(
    lambda staff, teams: in_all(
        Baton.objects.filter(
            (Q(staff=staff) | Q(team__in=teams)) & ~_answered() & ~_returned()
        ).exclude(giver=staff),
        count=Count("pk"),
    )
)


def given_by(viewer: Viewer, since: datetime) -> list[Shown]:
    """What the viewer has offered and nobody has answered, and what was answered since."""
    open_ones = ~_answered() | (Q(answers__at__gte=since)) | (_accepted() & ~_returned())
    rows = Baton.objects.filter(Q(giver=viewer.staff_id) & open_ones).distinct()
    return [_shown(viewer, row) for row in _full(rows)]


def held_for(viewer: Viewer) -> list[Shown]:
    """What the viewer has taken over for a time and has not given back."""
    rows = Baton.objects.filter(
        _taken() & ~_returned() & Q(staff=viewer.staff_id, until__isnull=False)
    )
    return [_shown(viewer, row) for row in _full(rows)]


def one(viewer: Viewer, public_id: str) -> Baton:
    """One baton, if the viewer gave it or it was offered to them."""
    row = _full(Baton.objects.filter(public_id=public_id)).first()
    mine = row and (
        viewer.staff_id in (row.giver_id, row.staff_id) or row.team_id in viewer.teams
        or viewer.may("hand-over-for")
    )  # fmt: skip
    if row is None or not mine:
        raise Refused("There is no such hand-over here.", status=404)
    return row


def persons(viewer: Viewer, baton: Baton, today: date) -> list[Person]:
    """Everybody of a baton, who cannot wait first: what was told, and what is open now."""
    sheets = [sheet for sheet in baton.sheets.all() if viewer.may_see(sheet.label)]
    owners = following.owners({sheet.identity_id for sheet in sheets})
    pieces = Piece.objects.filter(baton=baton).values("line")
    by_person: dict[int, list[Line]] = {}
    for line in _with_holders(allowed(Line.objects.filter(pk__in=pieces), viewer)):
        by_person.setdefault(line.patient_id or line.likely_id or 0, []).append(line)
    cards = people(viewer, {*owners.values(), *(pk for pk in by_person if pk)})
    told = _newest(sheets, owners)
    return sorted(
        (Person(cards[pk], told[pk], by_person.get(pk, [])) for pk in told if pk in cards),
        key=lambda person: (order(person.tells), person.who.sort_name),
    )


def of_nobody(viewer: Viewer, baton: Baton) -> list[Line]:
    """What goes with it and is told of nobody's sheet: nobody knows yet whose it is."""
    told = people_of(baton)
    lines = _with_holders(
        allowed(Line.objects.filter(pk__in=lines_of(baton), is_open=True), viewer)
    )
    return [line for line in lines if (line.patient_id or line.likely_id) not in told]


def people_of(baton: Baton) -> set[int]:
    """Whom it tells of, by patient's row number as the records stand now."""
    identities = set(baton.sheets.values_list("identity", flat=True))
    return set(following.owners(identities).values())


def told_of(baton: Baton) -> list[tuple[str, Identity, int]]:
    """Each person it tells of (public id), once, with the clinic's registration that its sheet hangs on and how
    restricted all of it is."""
    sheets = list(baton.sheets.select_related("identity").order_by("pk"))
    owners = following.owners({sheet.identity_id for sheet in sheets})
    labels: dict[int, int] = {}
    hangs: dict[int, Identity] = {}
    for sheet in sheets:
        if pk := owners.get(sheet.identity_id):
            labels[pk] = labels.get(pk, 0) | sheet.label
            hangs.setdefault(pk, sheet.identity)
    return [(str(row.public_id), hangs[row.pk], labels[row.pk]) for row in patients.rows(hangs)]


def meanwhile(viewer: Viewer, baton: Baton) -> Meanwhile:
    """What became of it since it was accepted, and what came in those days to the giver's people."""
    found = Meanwhile()
    pieces = list(_with_holders(allowed(Line.objects.filter(pk__in=lines_of(baton)), viewer)))
    since = _since(baton)
    ended = Step.objects.filter(line__in=pieces, at__gte=since, what__in=("done", "settled"))
    how = {step.line_id: step for step in ended.order_by("pk") if not step.undone}
    for line in pieces:
        if line.is_open:
            found.still.append(line)
        elif line.pk in how:
            found.done.append((line, how[line.pk].outcome or how[line.pk].why, how[line.pk].by))
    found.came = came(baton, viewer)
    people(viewer, {pk for line in (*pieces, *found.came) if (pk := line.patient_id)})
    return found


def came(baton: Baton, viewer: Viewer) -> list[Line]:
    """Open work about people of the giver's own panel that came to whoever covered in those days, and
    that nobody has begun."""
    if baton.staff_id is None:
        return []
    mine = Line.objects.filter(staff=baton.staff_id, is_open=True, touched=False)
    fresh = list(_with_holders(allowed(mine.filter(opened__gte=_since(baton)), viewer)))
    whose = looked_after(
        [pk for line in fresh if (pk := _about(line))],
        baton.at.astimezone(get_default_timezone()).date(),
    )
    return [line for line in fresh if whose.get(_about(line), (None, None))[1] == baton.giver_id]


def _about(line: Line) -> int:
    """Whom it is about, or probably about; 0 for nobody known."""
    return line.patient_id or line.likely_id or 0


def lent_by_rota(giver: Staff, cover: Staff, until: date) -> list[Baton]:
    """What went to who covers for these days, and has not come home."""
    rows = Baton.objects.filter(by_rota=True, giver=giver, staff=cover, until=until)
    return list(rows.exclude(answers__what=Answer.RETURNED).order_by("pk"))


def over(day: date) -> Iterable[Baton]:
    """Batons whose cover ended before a day and that have not gone back."""
    rows = Baton.objects.filter(_taken() & ~_returned() & Q(until__lt=day))
    return _full(rows.filter(giver__is_active=True))


def offered_of(staff: Staff) -> list[Baton]:
    """Unanswered offers that somebody gave or was given."""
    rows = Baton.objects.filter(~_answered() & ~_returned() & (Q(giver=staff) | Q(staff=staff)))
    return list(_full(rows))


def lent_by(staff: Staff) -> list[Baton]:
    """What somebody gave for a time and has not got back."""
    return list(
        _full(Baton.objects.filter(_taken() & ~_returned() & Q(giver=staff, until__isnull=False)))
    )


def _newest(sheets: list[Sheet], owners: dict[int, int]) -> dict[int, dict[str, Any]]:
    """By patient's row number, as the records stand now: who proved to be one person is told once."""
    return {owners[one.identity_id]: one.tells for one in sheets if one.identity_id in owners}


def _since(baton: Baton) -> datetime:
    return min((a.at for a in baton.answers.all() if a.what == Answer.ACCEPTED), default=baton.at)


def _shown(viewer: Viewer, row: Baton) -> Shown:
    last = max(row.answers.all(), key=lambda answer: answer.pk, default=None)
    seen = allowed(Line.objects.filter(pk__in=row.pieces.values("line")), viewer).count()
    return Shown(
        row, standing(row), seen, row.giver_id == viewer.staff_id, last.says if last else ""
    )


def _answered() -> Q:
    return Q(Exists(Answer.objects.filter(baton=OuterRef("pk"), what__in=Answer.FIRST)))


def _accepted() -> Q:
    return Q(Exists(Answer.objects.filter(baton=OuterRef("pk"), what=Answer.ACCEPTED)))


def _taken() -> Q:
    return _accepted() | (Q(by_rota=True) & ~_answered())


def _returned() -> Q:
    return Q(Exists(Answer.objects.filter(baton=OuterRef("pk"), what=Answer.RETURNED)))


def _full(rows: QuerySet[Baton]) -> QuerySet[Baton]:
    related = rows.select_related("giver", "staff", "team").prefetch_related("answers", "sheets")
    return related.order_by("-pk")[:_MOST]


def _with_holders(lines: QuerySet[Line]) -> QuerySet[Line]:
    return lines.select_related("staff", "team", "patient", "likely", "arrival").order_by(
        "band", "-score", "pk"
    )
