"""A fax of several people parted by page: each stretch a piece of its own, the whole kept as it came."""

from collections.abc import Iterable
from datetime import datetime

from northstar.access.refuse import Refused
from northstar.casework.inbox import handling
from northstar.casework.inbox.models import Piece
from northstar.record import splitting


def ranges(piece: Piece, cuts: Iterable[int]) -> list[tuple[int, int]]:
    """(first, last) of each stretch: `cuts` are the pages on which another person's part begins."""
    first, last = (piece.first, piece.last) if piece.first else (1, piece.pages)
    begins = sorted({page for page in cuts if first < page <= last})
    if not begins:
        if first == last:
            raise Refused("It has one page only: there is nothing to part.")
        where = f"page {last}" if first + 1 == last else f"a page from {first + 1} to {last}"
        raise Refused(f"Another person's part can begin on {where}. Say on which.")
    starts = [first, *begins]
    return [(start, end - 1) for start, end in zip(starts, [*begins, last + 1], strict=True)]


def part(*, piece: Piece, cuts: Iterable[int], at: datetime) -> list[Piece]:
    """The pieces of the stretches, in the order of their pages."""
    stretches = ranges(piece, cuts)
    items = splitting.split(
        piece.arrival, part=piece.part or 0, ranges=stretches, of=piece.identity_id, at=at
    )
    return [
        _open(piece, item, first, last, at)
        for item, (first, last) in zip(items, stretches, strict=True)
    ]


def unpart(parts: Iterable[int], *, at: datetime) -> None:
    """Taken back: the parts wait no more, for the whole waits again."""
    for piece in Piece.objects.filter(pk__in=list(parts)):
        if not piece.is_open:
            raise Refused("A part of it has been dealt with since. Take that back first.")
        handling.close(piece, at=at, what="whole again", outcome="The split was taken back.")


def _of_the_whole(whole: Piece) -> list[dict[str, object]]:
    """Where the pages name nobody that can be read: whoever the whole may have been about, to choose from."""
    return [
        one | {"why": f"the whole {whole.get_sort_display().lower()} may be about them"}
        for one in whole.candidates
    ]


def _open(whole: Piece, item: int, first: int, last: int, at: datetime) -> Piece:
    known = Piece.objects.filter(arrival=whole.arrival, identity=item, first=first).first()
    likely = splitting.likely(item)
    one = likely[0] if len(likely) == 1 else None
    text = " ".join(splitting.text_of(item).split())
    piece = known or Piece(
        arrival=whole.arrival, identity_id=item, first=first, last=last, whole=whole
    )
    piece.sort, piece.came, piece.sender, piece.label = (
        whole.sort,
        whole.came,
        whole.sender,
        whole.label,
    )
    piece.part, piece.pages, piece.band, piece.gist = (
        whole.part,
        whole.pages,
        whole.band,
        text[:400],
    )
    piece.staff_id, piece.team_id, piece.is_open, piece.closed = (
        whole.staff_id,
        whole.team_id,
        True,
        None,
    )
    piece.candidates = splitting.patients_known(likely) or _of_the_whole(whole)
    if one and not piece.sure:
        piece.patient, piece.why, piece.clear = one[1], one[0].why[:200], one[0].sure
    if not piece.gist:
        piece.gist = f"{whole.gist} (page {first}{f' to {last}' if last > first else ''})"[:400]
    piece.save()
    return piece
