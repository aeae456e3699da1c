"""The numbers under which somebody can be had, what became of each, and whose it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.people import ContactPoint, RelatedPerson
from northstar.chart.value import Value
from northstar.chart.words import Communication
from northstar.rules.call_consents import Word, word_about
from northstar.rules.told_addresses import told_addresses

CALL, OFFICE_CALL = "call", "office call"
DEAD, WRONG = "dead number", "wrong number"
_SPOKEN = ("phone", "sms", "")


@dataclass(frozen=True, slots=True)
class Telephone:
    """One number. `whose` is empty for the person's own, else the name; `state` is empty, "dead number"
    or "wrong number", by the last call there; `consent` is what is known of speaking with who answers."""

    number: str
    whose: str = ""
    relation: str = ""
    use: str = ""
    state: str = ""
    last: Communication | None = None
    fact: Value | None = None
    consent: Word | None = None
    shared: tuple[str, ...] = ()

    @property
    def works(self) -> bool:
        """Nobody has found it dead or wrong since it last answered."""
        return not self.state


def digits(number: str) -> str:
    """The last ten digits: by them two ways of writing one number are the same."""
    return re.sub(r"\D", "", number)[-10:]


def tidy(number: str) -> str:
    """(415) 555-0132, however it was written; as written where it is no number of ten digits."""
    found = re.sub(r"\D", "", number)
    plain = found[1:] if len(found) == 11 and found[0] == "1" else found
    if len(plain) != 10 or re.search(r"[a-z#;,]", number, re.IGNORECASE):
        return number[:40]
    return f"({plain[:3]}) {plain[3:6]}-{plain[6:]}"


def dialable(number: str) -> str:
    """For a telephone: +14155550132; as written where it has not ten digits."""
    found = re.sub(r"[^\d+]", "", number.split("x")[0].split("ext")[0])
    if found.startswith("+"):
        return found
    return f"+1{found[-10:]}" if len(found) in (10, 11) else found


def own_numbers(chart: Chart) -> list[Telephone]:
    """The person's own, those that work first, in the order of the freshest source."""
    found: dict[str, Telephone] = {}
    for person in reversed(chart.persons):
        for point in _of(person.telecoms):
            found.setdefault(
                digits(point.value), Telephone(tidy(point.value), use=point.use, fact=person)
            )
    told = _told(chart)
    found = {key: one for key, (still, one) in told.items() if still} | {
        key: one for key, one in found.items() if key not in told or told[key][0]
    }
    return sorted(_tried(chart, found), key=lambda one: not one.works)


def _told(chart: Chart) -> dict[str, tuple[bool, Telephone]]:
    """What they told our people: whether it is theirs, and the number."""
    return {
        digits(address): (still, Telephone(tidy(address), use="told us", fact=word))
        for (channel, address), (still, word) in told_addresses(chart).items()
        if channel == "text"
    }


def numbers_of_others(chart: Chart, today: date, zone: tzinfo) -> list[Telephone]:
    """Of those around the person who are still so; a number that is also the person's own says so."""
    own = {digits(one.number) for one in own_numbers(chart)}
    found: dict[str, Telephone] = {}
    for kin in reversed(chart.related):
        if kin.end and kin.end.first_day(zone) < today:
            continue
        for point in _of(kin.telecoms):
            key = digits(point.value)
            if key not in own:
                found.setdefault(f"{key} {_name(kin)}", _others(kin, point, chart, today))
    return list(_tried(chart, found))


def _others(kin: RelatedPerson, point: ContactPoint, chart: Chart, today: date) -> Telephone:
    name = _name(kin)
    return Telephone(
        tidy(point.value), name, kin.relationship.words, point.use,
        fact=kin, consent=word_about(chart, name, today),
    )  # fmt: skip


def _name(kin: RelatedPerson) -> str:
    return kin.names[0].plain if kin.names else "Somebody without a name"


def _of(points: Iterable[ContactPoint]) -> Iterator[ContactPoint]:
    return (p for p in points if p.system in _SPOKEN and p.use != "old" and digits(p.value))


def _tried(chart: Chart, found: dict[str, Telephone]) -> Iterator[Telephone]:
    last = {digits(m.phone): m for m in chart.messages if m.medium == CALL and m.phone}
    for one in found.values():
        call = last.get(digits(one.number))
        state = call.status if call and call.status in (DEAD, WRONG) else ""
        yield replace(one, last=call, state=state)
