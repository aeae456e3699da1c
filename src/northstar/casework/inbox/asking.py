"""What waits in somebody's inbox, as rows ready to show: a conversation is one row, so is the digest."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import ExpressionWrapper, F, IntegerField, QuerySet

from northstar.access.refuse import Refused
from northstar.access.roles import PRIVACY_OFFICER
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.inbox import apart
from northstar.casework.inbox.models import Handling, Piece, Sort
from northstar.record.panels import in_panel
from northstar.record.people import Card, people
from northstar.rules.telephones import tidy

DIGEST = "digest"
TABS = {
    "all": "All",
    "voice": "Voice",
    "message": "Messages",
    "fax": "Fax and papers",
    "result": "Results",
    "notice": "Notices",
    "unmatched": "Unmatched",
}
ALONE = ("fax", "result", "notice", "unmatched")  # where each piece is a row of its own
_TAB_OF = {
    Sort.VOICE: "voice", Sort.MESSAGE: "message", Sort.EMAIL: "message", Sort.FAX: "fax",
    Sort.PAPER: "fax", Sort.RESULT: "result", Sort.NOTICE: "notice",
}  # fmt: skip
_BRIEF = ("pk", "public_id", "sort", "thread", "patient_id", "sure", "clear", "quiet", "twin_id")
_WITH = ("arrival", "arrival__feed")
# What a row shows of a piece: no more is read of what it hangs on.
_SHOWN = (*(column.name for column in Piece._meta.concrete_fields), "arrival__public_id")
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the leading piece, which is the latest of a conversation, and the others with it."""

    lead: Piece
    pieces: tuple[Piece, ...]
    who: Card | None
    candidates: tuple[tuple[Card, str], ...] = ()
    count: int = 1

    @property
    def digest(self) -> bool:
        """Whether this is the daily digest of what weighs little."""
        return self.lead.quiet and self.count > 1

    @property
    def sure(self) -> bool:
        """Whether it is settled whose this is."""
        return self.lead.sure and self.who is not None

    @property
    def name(self) -> str:
        """Whose it is, in words; never one name where it may be another."""
        if self.digest:
            return "Daily digest"
        if self.who:
            return self.who.name if self.lead.sure else f"Likely {self.who.name}"
        if self.candidates and len(self.candidates) < 4:
            return f"{' or '.join(card.name for card, _ in self.candidates)}?"
        if self.candidates:
            return f"One of {len(self.candidates)} people"
        said = self.lead.caller_name or self.lead.sender
        return (
            (f"Caller {tidy(said)}" if said[0] in "+0123456789" else f"“{said}”")
            if said
            else "Somebody"
        )


@dataclass(slots=True)
class Listing:
    """The rows of a tab, how many pieces each tab has, and whether there are more than are shown.

    A piece is counted in the tab of its sort, so that these make *All* together; *Unmatched* is a part of
    them. `folded`: into how many rows conversations and the digest fold everything.
    """

    rows: list[Row] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    chosen: Row | None = None
    more: int = 0
    folded: int = 0


def waiting(
    viewer: Viewer, tab: str = "all", *, most: int = MOST_SHOWN, chosen: str = ""
) -> Listing:
    """What waits for this person and their teams: urgent first, then by when it came. `chosen`, a
    piece's public id, is among the rows even where it stands below the last shown."""
    brief = _briefly(viewer.staff_id, sorted(viewer.teams), ~viewer.labels & 0x7FFF)
    groups = _folded(brief, tab)
    leads = [str(some[-1][1]) for some in groups]
    shown = groups[:most]
    shown += [some for some in groups[most:] if chosen in {str(each[1]) for each in some}]
    wanted = [each[0] for some in shown for each in _few(some)]
    found = {piece.pk: piece for piece in _shown(wanted)}
    viewer.looks_at(arrivals=[str(piece.arrival.public_id) for piece in found.values()])
    cards = people(viewer, _people_of(found.values()))
    rows = [
        row_of([found[e[0]] for e in _few(some) if e[0] in found], cards, len(some))
        for some in shown
    ]
    at = next((n for n, some in enumerate(shown) if chosen in {str(each[1]) for each in some}), 0)
    row = rows[at] if rows else None
    return Listing(
        rows=rows,
        counts=_counts(brief),
        order=leads,
        more=max(0, len(groups) - len(shown)),
        folded=len(groups if tab == "all" else _folded(brief, "all")),
        chosen=row,
    )


def mine(viewer: Viewer) -> QuerySet[Piece]:
    """Open pieces of the viewer and the viewer's teams, as far as the viewer may see them."""
    return _held(viewer.staff_id, sorted(viewer.teams), ~viewer.labels & 0x7FFF)


def _held(staff: int | None, teams: Iterable[int], hidden: int) -> QuerySet[Piece]:
    """Each holder is asked for alone, so that both find their index."""
    own = Piece.objects.filter(is_open=True, staff=staff, twin=None).values("pk")
    some = [Piece.objects.filter(is_open=True, team=team, twin=None).values("pk") for team in teams]
    held = own.union(*some, all=True) if some else own
    hides = ExpressionWrapper(F("label").bitand(hidden), IntegerField())
    return Piece.objects.annotate(hides=hides).filter(hides=0, pk__in=held)


_briefly = worded_once(
    lambda staff, teams, hidden: (
        _held(staff, teams, hidden).order_by("band", "-weight", "came", "pk").values_list(*_BRIEF)
    )
)
_shown = worded_once(
    lambda pks: Piece.objects.filter(pk__in=pks).select_related("arrival").only(*_SHOWN)
)


def piece_for(viewer: Viewer, public_id: str, now: datetime) -> Piece:
    """One piece, if it is the viewer's to see now. Who knows its address gains nothing."""
    piece = Piece.objects.filter(public_id=public_id).select_related(*_WITH, "patient").first()
    if (
        piece is None
        or not viewer.may_see(piece.label)
        or not viewer.may_see(piece.arrival.feed.label)
    ):
        raise Refused("There is no such piece here.")
    if PRIVACY_OFFICER not in viewer.roles:
        _not_apart(piece)
    if not _opens_to(viewer, piece, now):
        raise Refused(
            "This is neither yours nor about somebody in your panel. Give a purpose to look."
        )
    viewer.looks_at(arrivals=[str(piece.arrival.public_id)])
    return piece


def _not_apart(piece: Piece) -> None:
    if why := apart.of(piece.arrival_id).hides(piece):
        raise Refused(why)


def _opens_to(viewer: Viewer, piece: Piece, now: datetime) -> bool:
    if viewer.everyone or viewer.purpose:
        return True
    if piece.team_id in viewer.teams or (viewer.staff_id and piece.staff_id == viewer.staff_id):
        return True
    return bool(piece.patient_id and in_panel(viewer, piece.patient_id, now.date()))


def row_for(viewer: Viewer, public_id: str, now: datetime, *, alone: bool = False) -> Row:
    """The row a piece stands in, with what else is open of the same conversation; or the piece `alone`,
    out of its digest."""
    piece = piece_for(viewer, public_id, now)
    pieces = [piece]
    if piece.is_open and not alone and (piece.thread or piece.quiet):
        digest = _place(_brief(piece)) == DIGEST
        place = {"quiet": True} if digest else {"thread": piece.thread, "quiet": False}
        same = mine(viewer).filter(**place).exclude(pk=piece.pk).select_related(*_WITH, "patient")
        pieces = sorted([*same[:200], piece], key=lambda p: (p.came, p.pk))
        pieces = [p for p in pieces if _place(_brief(p)) == _place(_brief(piece))]
    return row_of(pieces, people(viewer, _people_of(pieces)), len(pieces))


def row_of(pieces: list[Piece], cards: dict[int, Card], count: int) -> Row:
    """A row of these pieces, the latest of them last."""
    lead = pieces[-1]
    named = [
        (cards[one["patient"]], one["why"]) for one in lead.candidates if one["patient"] in cards
    ]
    return Row(lead, tuple(pieces), cards.get(lead.patient_id or 0), tuple(named), count)


def handlings_of(piece: Piece) -> list[Handling]:
    """What became of a piece, the latest first."""
    return list(piece.handlings.select_related("undone").order_by("-pk")[:20])


def handled_together(viewer: Viewer, row: UUID | None) -> Handling | None:
    """The viewer's act in the inbox that wrote these steps, if one did."""
    if row is None:
        return None
    acts = Handling.objects.filter(row=row, staff=viewer.staff_id, undoes=None, undone=None)
    return acts.select_related("piece").first()


def last_handled(viewer: Viewer, since: datetime) -> Handling | None:
    """The viewer's latest act in the inbox since a moment that was not taken back."""
    acts = Handling.objects.filter(staff=viewer.staff_id, at__gte=since, undoes=None, undone=None)
    return acts.select_related("piece", "piece__arrival", "piece__patient").order_by("-pk").first()


def _folded(brief: list[tuple], tab: str) -> list[list[tuple]]:
    groups: dict[Any, list[tuple]] = {}
    for each in brief:
        if tab == "all" or tab == tab_of(each) or (tab == "unmatched" and _unmatched(each)):
            place = each[0] if tab in ALONE else _place(each)
            groups.setdefault(place, []).append(each)
    digest = groups.pop(DIGEST, None)
    return [*groups.values(), *([digest] if digest else [])]


def _place(each: tuple) -> Any:
    """What is the same for all pieces of a row: two people on one phone are two rows."""
    pk, _, _, thread, patient, sure, _, quiet, _ = each
    if quiet and sure:
        return DIGEST
    return (thread, patient) if thread else pk


def _brief(piece: Piece) -> tuple:
    return tuple(getattr(piece, name) for name in _BRIEF)


def tab_of(each: tuple) -> str:
    """The tab a piece belongs to."""
    return _TAB_OF[each[2]]


def _unmatched(each: tuple) -> bool:
    return not each[5] and not each[6]


def _counts(brief: list[tuple]) -> dict[str, int]:
    counts = Counter(tab_of(each) for each in brief)
    counts["unmatched"] = sum(1 for each in brief if _unmatched(each))
    counts["all"] = len(brief)
    return {tab: counts[tab] for tab in TABS}


def _few(some: list[tuple]) -> list[tuple]:
    """The pieces of a row that its own line tells of: the latest dozen."""
    return some[-12:]


def _people_of(pieces: Iterable[Piece]) -> set[int]:
    found = set()
    for piece in pieces:
        found |= {piece.patient_id} if piece.patient_id else set()
        found |= {one["patient"] for one in piece.candidates}
    return found
