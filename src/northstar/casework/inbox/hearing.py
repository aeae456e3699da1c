"""Recordings without words: which wait for a machine to write them down, and what it heard.

What a machine heard is shown as its draft and lets urgent words come first. It never takes the place of
listening: the line that asks for that stays.
"""

from dataclasses import dataclass
from datetime import datetime

from northstar.access.audit import acted
from northstar.access.viewer import system_viewer
from northstar.casework.inbox.models import Piece, Sort
from northstar.record import arrivals
from northstar.rules.urgency import gravest, heard_in
from northstar.sources import mail

NOTHING = "(nothing was made out)"
_BY = system_viewer("transcribing")


@dataclass(frozen=True, slots=True)
class Recording:
    """A piece with its sound."""

    piece: int
    sound: bytes
    kind: str


def next_unheard() -> Recording | None:
    """The next recording of the inbox that nobody and nothing has written down."""
    waits = Piece.objects.filter(
        is_open=True, sort=Sort.VOICE, heard="", part__isnull=False, band=0, words=[]
    )
    piece = waits.select_related("arrival").order_by("came").first()
    if piece is None:
        return None
    try:
        kind, _, sound = mail.attachment(arrivals.original(piece.arrival), f"part:{piece.part}")
    except LookupError:
        kind, sound = "", b""
    return Recording(piece.pk, sound, kind)


def keep(recording: Recording, words: str, *, at: datetime) -> None:
    """What the machine made out, as a draft; urgent words among them bring the piece to the top."""
    piece = Piece.objects.select_related("arrival").get(pk=recording.piece)
    piece.heard = words or NOTHING
    if words:
        hits = heard_in(words, piece.language)
        first = gravest(hits)
        piece.gist, piece.words = words[:400], [words[hit.start : hit.end] for hit in hits[:4]]
        piece.weight += first.meaning.weight if first else 0
    piece.save(update_fields=["heard", "gist", "words", "weight"])
    acted(by=_BY, what="inbox: transcribed", arrivals=[str(piece.arrival.public_id)], at=at)
