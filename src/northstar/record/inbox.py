"""Messages and papers about somebody not settled yet: what they are, and who they are likely from."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from northstar.access.viewer import system_viewer
from northstar.chart.people import Patient as Person
from northstar.chart.value import Source
from northstar.chart.words import Communication
from northstar.engines.linking import written
from northstar.record import belonging
from northstar.record.charts import values_of
from northstar.record.models import Arrival, Fact, Identity, Link, Patient, Token
from northstar.record.store import batches
from northstar.rules.item import Item, Likely

_ALIVE = timedelta(days=60)
_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item with its arrival, and the patient it is about: `sure` where a person has said so, else
    likely, where exactly one is. `candidates` are all it may be about, with why; `caller` is common
    to all messages of one sender, and `caller_name` what they call themselves."""

    item: Item
    arrival: Arrival
    likely: Patient | None
    sure: bool
    caller: str
    caller_name: str
    candidates: tuple[tuple[int, str], ...]


def waiting(now: datetime) -> list[int]:
    """Items of the last two months; what a person has finished with stays finished."""
    recent = Fact.objects.filter(kind="Communication", start__gte=now - _ALIVE)
    return list(
        Identity.objects.filter(kind="item", pk__in=recent.values("identity")).values_list(
            "pk", flat=True
        )
    )


def item_of(arrival: int) -> int | None:
    """The message or paper that an arrival (by row number) brought."""
    facts = Fact.objects.filter(arrival=arrival, identity__kind="item").order_by("pk")
    return facts.values_list("identity", flat=True).first()


def take_back(arrival: int, *, by: str, at: datetime) -> None:
    """Whose it is was said too soon: it leaves the chart whole."""
    if item := item_of(arrival):
        belonging.take_off(identity=item, by=by, at=at, reason="taken back")


def items(
    identities: Iterable[int],
    now: datetime,
    finished: Callable[[Iterable[int]], set[int]] = lambda arrivals: set(),
) -> Iterator[Waiting]:
    """The messages of these identities as the rules see them, with earlier and later ones of the
    same sender that nobody has dealt with. `finished` says with which arrivals somebody has."""
    wanted = set(identities)
    everything, born = _messages(set(waiting(now)) | wanted)
    by_sender: dict[str, list[Communication]] = defaultdict(list)
    for message in everything.values():
        by_sender[_sender(message)].append(message)
    arrivals = _arrivals(everything.values())
    done = finished([arrival.pk for arrival in arrivals.values()])
    answered = {uid for uid, arrival in arrivals.items() if arrival.pk in done}
    confirmed = _confirmed(wanted)
    for pk in sorted(wanted & everything.keys()):
        message = everything[pk]
        arrival = _source(message).arrival
        of_sender = by_sender[_sender(message)] if _sender(message) else [message]
        others = [m for m in of_sender if m is not message and _source(m).arrival not in answered]
        who = confirmed.get(pk) or likely(message, born.get(pk, ""))
        yield Waiting(
            item=Item(
                message=message,
                likely=tuple(found for found, _ in who),
                earlier=tuple(m for m in others if _order(m) < _order(message)),
                later=tuple(m for m in others if _order(m) > _order(message)),
                answered=arrival in answered,
            ),
            arrival=arrivals[arrival],
            likely=who[0][1] if len(who) == 1 else None,
            sure=pk in confirmed,
            caller=_caller(message, of_sender),
            caller_name=_named(message) or message.phone or message.sender,
            candidates=tuple((patient.pk, found.why) for found, patient in who),
        )


def _caller(message: Communication, of_sender: list[Communication]) -> str:
    """One sender, unless two names are said in messages from there: then two people share it."""
    sender, named = _sender(message), {_first_name(m) for m in of_sender} - {""}
    return f"{sender}|{_first_name(message)}" if sender and len(named) > 1 else sender


def _named(message: Communication) -> str:
    """What the message calls the person it is from, else whom it is about."""
    said = dict(reversed(message.about))
    return said.get("caller") or said.get("name") or ""


def _first_name(message: Communication) -> str:
    return (_named(message).split() or [""])[0].casefold()


def _arrivals(messages: Iterable[Communication]) -> dict[str, Arrival]:
    known = {_source(message).arrival for message in messages}
    return {
        str(arrival.public_id): arrival
        for some in batches(sorted(known))
        for arrival in Arrival.objects.filter(public_id__in=some)
    }


def _confirmed(pks: set[int]) -> dict[int, list[tuple[Likely, Patient]]]:
    """Items that a person has put to a patient."""
    links = Link.objects.filter(identity__in=pks, identity__kind="item", ended_at=None)
    return {
        link.identity_id: [
            (
                Likely(str(link.patient.public_id), link.patient.name, sure=True, why=link.reason),
                link.patient,
            )
        ]
        for link in links.select_related("patient")
    }


def _messages(pks: set[int]) -> tuple[dict[int, Communication], dict[int, str]]:
    """Each item's message, and the birth date written in it, as its reader understood it."""
    messages: dict[int, Communication] = {}
    born: dict[int, str] = {}
    for pk, _, _, value in values_of(system_viewer("inbox"), sorted(pks)):
        if isinstance(value, Communication):
            messages[pk] = value
        elif isinstance(value, Person) and value.birth_date:
            born[pk] = value.birth_date.text
    return messages, born


def _sender(message: Communication) -> str:
    """Who it came from: the phone, else address and name together (a portal writes for everyone)."""
    return message.phone or "|".join((message.email.casefold(), message.sender.casefold())).strip(
        "|"
    )


def _order(message: Communication) -> tuple[datetime, str]:
    at = message.received or message.sent
    source = _source(message)
    return ((at.start if at else source.received) or _UNKNOWN, source.key)


def _source(message: Communication) -> Source:
    assert message.source is not None, "what the record gives back says where it stands"
    return message.source


def likely(message: Communication, born: str) -> list[tuple[Likely, Patient]]:
    """Whom a message may be about: holders of the caller's phone, else of the name and birth date
    written in it; where the phone is shared, the one whose name is said."""
    said = " ".join((message.sender, message.text, *(words for _, words in message.about)))
    spoken = {written.plain(word) for word in re.findall(r"\w+", said)} - {""}
    by_phone = _holding(_phone_words(message))
    found = by_phone or _holding(_birth_words(born, spoken))
    named = [(patient, _parts(patient) & spoken) for patient in found]
    most = max((len(parts) for _, parts in named), default=0)
    best = [(p, parts) for p, parts in named if parts and len(parts) == most]
    best = best if len(best) == 1 else named
    how = "the phone is on record" if by_phone else "name and birth date agree"
    return [
        (
            Likely(
                patient=str(patient.public_id),
                name=patient.name,
                sure=len(best) == 1 and bool(parts),
                why=how + (" and the name is said" if parts and by_phone else ""),
            ),
            patient,
        )
        for patient, parts in best
    ]


def _phone_words(message: Communication) -> list[str]:
    digits = re.sub(r"\D", "", message.phone)[-10:]
    return [f"p:{digits}:"] if len(digits) == 10 else []


def _birth_words(born: str, spoken: set[str]) -> list[str]:
    return [f"b:{born}:{word}" for word in sorted(spoken)] if born else []


def _holding(words: list[str]) -> list[Patient]:
    if not words:
        return []
    wanted = Q()
    for word in words:
        wanted |= Q(word__startswith=word) if word.endswith(":") else Q(word=word)
    owners = Token.objects.filter(wanted).values("identity")
    patients = Patient.objects.filter(link__identity__in=owners, link__ended_at=None).distinct()
    return list(patients.order_by("sort_name", "pk")[:5])


def _parts(patient: Patient) -> set[str]:
    return {written.plain(part) for part in re.findall(r"\w+", patient.name) if len(part) > 1}
