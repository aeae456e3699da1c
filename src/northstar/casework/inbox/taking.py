"""What arrives becomes a piece of the inbox, and stays what the record now knows of it.

Idempotent: taking the same twice changes nothing. What a person has finished with stays finished.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from northstar.casework.inbox import handling
from northstar.casework.inbox.marks import mark_of
from northstar.casework.inbox.models import Piece, Sort
from northstar.casework.worklist import asking
from northstar.casework.worklist.holders import Holders
from northstar.chart.words import Attachment, Communication
from northstar.record.inbox import Waiting
from northstar.record.store import batches
from northstar.rules.assess import Assessment
from northstar.rules.signal import Band

_SORTS = {
    "voicemail": Sort.VOICE, "fax": Sort.FAX, "email": Sort.EMAIL, "letter": Sort.PAPER,
    "upload": Sort.PAPER,
}  # fmt: skip
_HEARD = ("gist", "words", "weight")  # what a machine made out of a recording stands
_ALIKE = timedelta(days=60)
_PAPERS = ("application/pdf", "image/")


def take(judged: Iterable[tuple[Waiting, Assessment]], at: datetime, holders: Holders) -> int:
    """Bring messages and faxes, as they were just judged, into the inbox. Gives how many are new."""
    judged = list(judged)
    known = _known(_identity(found) for found, _ in judged)
    fresh = 0
    for found, answer in judged:
        piece = known.get(_identity(found))
        if piece is None and not found.item.answered:
            fresh += _new(found, _columns(found, answer), at, holders)
        elif piece is not None and piece.is_open:
            _refresh(piece, found, _columns(found, answer), at)
    return fresh


def finished(arrivals: Iterable[int]) -> set[int]:
    """Which of these arrivals (by row number) somebody has dealt with, or came before by another road."""
    arrivals = list(arrivals)
    twins = Piece.objects.filter(arrival__in=arrivals, twin__isnull=False)
    return asking.finished(arrivals) | set(twins.values_list("arrival", flat=True))


def dealt_with(arrivals: Iterable[int], at: datetime) -> None:
    """Their lines were closed in Today: nothing of them waits here any more."""
    done = asking.finished(arrivals)
    for piece in Piece.objects.filter(arrival__in=done, is_open=True, first=0, twin=None):
        handling.close(piece, at=at, what="dealt with", outcome="Its work is closed.")


def _known(identities: Iterable[int]) -> dict[int, Piece]:
    return {
        piece.identity_id: piece
        for some in batches(set(identities))
        for piece in Piece.objects.filter(identity__in=some, first=0)
    }


def _identity(found: Waiting) -> int:
    source = found.item.message.source
    assert source is not None, "what the record gives back says where it stands"
    return source.identity or 0


def _new(found: Waiting, wanted: dict[str, Any], at: datetime, holders: Holders) -> bool:
    message, mark = found.item.message, mark_of(found.arrival, found.item.message)
    twin = _twin(found, mark, at)
    staff, team = holders.of(wanted["patient_id"], at, urgent=False, wants="coordinator")
    piece = Piece.objects.create(
        arrival=found.arrival, identity_id=_identity(found), came=_came(found), mark=mark, twin=twin,
        sort=_SORTS.get(message.medium, Sort.MESSAGE), staff_id=staff, team_id=team, **wanted,
    )  # fmt: skip
    if twin and not twin.is_open:
        handling.close(
            piece, at=at, what="came before", outcome="The same came before, and is done."
        )
    return True


def _refresh(piece: Piece, found: Waiting, wanted: dict[str, Any], at: datetime) -> None:
    if found.item.answered and piece.twin_id is None:
        handling.close(piece, at=at, what="dealt with", outcome="Its work is closed.")
        return
    if piece.heard and not wanted["words"]:
        wanted = {name: value for name, value in wanted.items() if name not in _HEARD}
    changed = [name for name, value in wanted.items() if getattr(piece, name) != value]
    for name in changed:
        setattr(piece, name, wanted[name])
    if changed:
        piece.save(update_fields=[name.removesuffix("_id") for name in changed])


def _columns(found: Waiting, answer: Assessment) -> dict[str, Any]:
    message, likely = found.item.message, found.item.likely
    papers, sound = _papers(message), _sound(message)
    paper = papers[0] if papers else None
    words = [word for _, finding in answer.found for word in finding.words]
    bands = {
        int(signal.band if finding.band is None else finding.band): sum(finding.factors.values())
        for signal, finding in reversed(answer.found)
    }
    band = min(bands, default=int(Band.REST))
    return {
        "sender": (message.sender or message.phone or message.email)[:200],
        "gist": gist(message),
        "language": message.language[:40],
        "words": list(dict.fromkeys(words)),
        "band": band,
        "weight": bands[band] if band == Band.SAFETY else 0,
        "label": message.source.label if message.source else 0,
        "part": _number(paper or sound),
        "pages": sum(part.pages or 0 for part in papers),
        "seconds": sound.seconds if sound else None,
        "patient_id": found.likely.pk if found.likely else None,
        "sure": found.sure,
        "clear": len(likely) == 1 and likely[0].sure,
        "why": (likely[0].why if len(likely) == 1 else "")[:200],
        "candidates": [{"patient": pk, "why": why} for pk, why in found.candidates],
        "caller_name": found.caller_name[:120],
        "thread": _thread(found),
    }


def gist(message: Communication) -> str:
    """What it says, in a line: its own words, else what its sender calls it."""
    said = message.text
    if message.medium == "voicemail" and message.transcript != "carrier":
        said = ""
    if message.medium == "fax" and message.subject:
        said = message.subject
    return " ".join((said or message.subject).split())[:400]


def _thread(found: Waiting) -> str:
    """Messages of one conversation, or calls from one phone, are one row; a fax machine is many people's."""
    message = found.item.message
    if message.medium in ("portal", "email", "text") and message.thread:
        return f"thread:{message.thread}"[:300]
    if message.medium in ("voicemail", "text", "portal") and found.caller:
        return f"caller:{found.caller}"[:300]
    return ""


def _papers(message: Communication) -> list[Attachment]:
    return [part for part in message.attachments if part.content_type.startswith(_PAPERS)]


def _sound(message: Communication) -> Attachment | None:
    playing = (part for part in message.attachments if part.content_type.startswith("audio/"))
    return next(playing, None)


def _number(part: Attachment | None) -> int | None:
    place = part.locator.partition("#")[0].removeprefix("part:") if part else ""
    return int(place) if place.isdecimal() else None


def _came(found: Waiting) -> datetime:
    began = found.item.message.began
    return (began.start if began else None) or found.arrival.received


def _twin(found: Waiting, mark: str, at: datetime) -> Piece | None:
    """The same document, come before by another road: never one that is told of somebody else."""
    if not mark:
        return None
    alike = Piece.objects.filter(mark=mark, twin=None, came__gte=at - _ALIKE)
    whose = found.likely.pk if found.likely else None
    return next(
        (p for p in alike.order_by("pk") if not (p.patient_id and whose and p.patient_id != whose)),
        None,
    )
