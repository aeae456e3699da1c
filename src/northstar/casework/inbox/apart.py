"""What was meant for another organisation: the privacy officer's from then on, and shown to nobody else.

A whole message or paper, or the pages of one part of it: the other pages belong to their people and stay
open to them. The same paper by another road is set apart with it.
"""

from dataclasses import dataclass

from northstar.casework.inbox.models import Handling, Piece

MISDIRECTED = "Meant for another organisation"
REFUSED = "This was meant for another organisation; only the privacy officer opens it."
PART_REFUSED = (
    "A part of this was meant for another organisation. Its other pages stand by themselves."
)


@dataclass(frozen=True, slots=True)
class Apart:
    """`original`: what came is not shown as a whole, not even page by page. `pieces`: row numbers of what
    was misdirected whole. `pages`: (number of the message's part, or 0; page) that are not shown; `left`:
    those of the same papers that are."""

    original: bool = False
    pieces: frozenset[int] = frozenset()
    pages: frozenset[tuple[int, int]] = frozenset()
    left: tuple[tuple[int, int], ...] = ()

    def hides(self, piece: Piece) -> str:
        """Why this piece is not shown, in words; empty where it is."""
        if {piece.pk, piece.twin_id} & self.pieces or _pages(piece) & self.pages:
            return REFUSED
        return PART_REFUSED if self.pages and not piece.first else ""


def of(arrival: int) -> Apart:
    """What of an arrival, by its row number, is set apart."""
    papers = list(Piece.objects.filter(arrival=arrival, first=0).select_related("twin"))
    part_of = {_first(one).arrival_id: one.part or 0 for one in papers}
    said = Handling.objects.filter(
        what="not ours", outcome__startswith=MISDIRECTED, undone=None,
        piece__arrival__in={arrival, *part_of},
    ).select_related("piece")  # fmt: skip
    gone = [one.piece for one in said]
    whole = frozenset(piece.pk for piece in gone if not piece.first)
    pages = frozenset(
        (part_of.get(piece.arrival_id, piece.part or 0), page)
        for piece in gone
        for _, page in _pages(piece)
    )
    every = {(one.part or 0, page) for one in papers for page in range(1, one.pages + 1)}
    left = every - pages
    original = bool({_first(one).pk for one in papers} & whole or (pages and not left))
    return Apart(original, whole, pages, tuple(sorted(left)))


def _first(paper: Piece) -> Piece:
    """The piece by the road that was quicker, which is the one that is dealt with."""
    return paper.twin or paper


def _pages(piece: Piece) -> set[tuple[int, int]]:
    """(part, page) of a part of a paper; of what is whole, none."""
    return {(piece.part or 0, page) for page in range(piece.first, piece.last + 1) if piece.first}
