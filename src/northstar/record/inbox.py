"""Messages and papers about somebody not settled yet: what they are, and who they are likely from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import system_viewer
from northstar.chart.words import Communication
from northstar.engines.linking import normal
from northstar.record.charts import values_of
from northstar.record.models import Arrival, Identity, Link, Patient, Token
from northstar.rules.item import Item, Likely


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item with its arrival, and the patient it is likely about where exactly one is likely."""

    item: Item
    arrival: Arrival
    likely: Patient | None


def waiting() -> list[int]:
    """Items that no person has put to a patient."""
    linked = Link.objects.filter(ended_at=None).values("identity")
    return list(
        Identity.objects.filter(kind="item").exclude(pk__in=linked).values_list("pk", flat=True)
    )


def items(identities: Iterable[int], now: datetime) -> Iterator[Waiting]:
    """The messages of these identities as the rules see them, with earlier and later ones of the
    same sender."""
    wanted = set(identities)
    everything = _messages(set(waiting()) | wanted)
    by_sender: dict[str, list[Communication]] = {}
    for message in everything.values():
        for mark in _sender(message):
            by_sender.setdefault(mark, []).append(message)
    arrivals = {
        str(a.public_id): a
        for a in Arrival.objects.filter(
            public_id__in=[m.source.arrival for pk, m in everything.items() if pk in wanted]
        )
    }
    for pk in sorted(wanted & everything.keys()):
        message = everything[pk]
        others = _others(message, by_sender)
        likely = _likely(message)
        yield Waiting(
            item=Item(
                message=message,
                likely=tuple(found for found, _ in likely),
                earlier=tuple(m for m in others if _at(m) < _at(message)),
                later=tuple(m for m in others if _at(m) > _at(message)),
            ),
            arrival=arrivals[message.source.arrival],
            likely=likely[0][1] if len(likely) == 1 else None,
        )


def _messages(pks: set[int]) -> dict[int, Communication]:
    found = values_of(system_viewer("inbox"), sorted(pks))
    return {identity: v for identity, _, kind, v in found if kind == "Communication"}


def _sender(message: Communication) -> list[str]:
    return [mark for mark in (message.phone, message.email.casefold()) if mark]


def _at(message: Communication) -> datetime:
    at = message.received or message.sent
    return at.start if at else message.source.received


def _others(
    message: Communication, by_sender: dict[str, list[Communication]]
) -> list[Communication]:
    found = {id(m): m for mark in _sender(message) for m in by_sender[mark] if m is not message}
    return sorted(found.values(), key=_at)


def _likely(message: Communication) -> list[tuple[Likely, Patient]]:
    """Whom a message may be about: the callers' phones on record, and the name that is said in it."""
    digits = re.sub(r"\D", "", message.phone)[-10:]
    if len(digits) < 10:
        return []
    holders = Token.objects.filter(word__startswith=f"p:{digits}:").values("identity")
    patients = Patient.objects.filter(link__identity__in=holders, link__ended_at=None).distinct()
    said = " ".join((message.sender, message.text, *(words for _, words in message.about)))
    spoken = {normal.plain(word) for word in re.findall(r"\w+", said)}
    found = []
    for patient in patients.order_by("sort_name", "pk"):
        named = {normal.plain(part) for part in re.findall(r"\w+", patient.name)} & spoken
        found.append((patient, named))
    by_name = [(p, named) for p, named in found if named]
    best = by_name if len(by_name) == 1 else found
    return [
        (
            Likely(
                patient=str(patient.public_id),
                name=patient.name,
                sure=len(best) == 1 and bool(named),
                why="the phone is on record" + (" and the name is said" if named else ""),
            ),
            patient,
        )
        for patient, named in best
    ]
