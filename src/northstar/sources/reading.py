"""What a reader gives back: people, facts, and an honest account of every element of the input.

A format is one folder in `sources/` whose package declares `FORMAT`. Its `read` takes the bytes of one
arrival and yields nothing by side effect: the same bytes and feed always give an equal `Reading`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from northstar.chart.people import Patient
from northstar.chart.value import Value
from northstar.chart.when import When


@dataclass(frozen=True, slots=True)
class Feed:
    """A source system as this clinic knows it.

    `zone` is the IANA zone of times written without one; `assigner` the authority of bare
    identifiers; `label` the least sensitivity of everything it sends (a behavioural feed);
    `settings` what its format needs (column map, default code system ...).
    """

    name: str
    format: str = ""
    zone: str = "UTC"
    assigner: str = ""
    label: int = 0
    settings: dict = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """One fact. `person` is the key of an identity within the feed; '' is the feed's own directory.

    `key` is the source's key, unique within person and kind. `locator` is `element#place` and
    `value.quote` the words there. `recorded` is the source's own time of writing and `sequence` its
    own count: together they decide which version of a key is current, whatever the order of arrival.
    """

    person: str
    kind: str
    key: str
    value: Value
    locator: str
    recorded: When | None = None
    sequence: int = 0
    label: int = 0


@dataclass(slots=True)
class Trouble:
    """Something doubted, dropped or refused: where, which value, and why in one plain sentence."""

    locator: str
    what: str
    why: str


@dataclass(slots=True)
class Reading:
    """The account of one arrival. kept + doubted elements + dropped = elements of the input.

    `kept` counts elements by kind (a FHIR resource type, `entry`/`section` of a C-CDA by section
    name, an HL7 segment name, `row`, `part`). An element counts once: in `kept`, or, where nothing
    of it could be used as a fact, in `doubted_elements` or `dropped`. `doubted` may also hold
    remarks about elements that were kept (an invalid date in a kept resource): those are remarks
    with `kept=True` in effect and are not counted in `elements`.
    `people` maps identity key -> Patient value (demographics; may be empty of names).
    `sender` and `control` name the message for feeds that number them (HL7 MSH-3/4 and MSH-10).
    `sort` is the type of document within its format ("ADT A01", "Discharge summary"), never words
    about a person. `refused` is the plain sentence where nothing could be read at all.
    """

    format: str
    version: str
    kept: Counter = field(default_factory=Counter)
    people: dict[str, Patient] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    doubted: list[Trouble] = field(default_factory=list)
    dropped: list[Trouble] = field(default_factory=list)
    unmapped: Counter = field(default_factory=Counter)
    doubted_elements: int = 0
    written: When | None = None
    sender: str = ""
    control: str = ""
    title: str = ""
    sort: str = ""
    refused: str = ""

    @property
    def elements(self) -> int:
        """How many elements the input had, by this account."""
        return sum(self.kept.values()) + self.doubted_elements + len(self.dropped)


@dataclass(frozen=True, slots=True)
class Format:
    """One source format. All functions are pure.

    `recognises(head, name)`: could these first 4 KiB, from a file of this name, be mine? 0.0 to 1.0.
    `read(data, feed, name)`: the account of one arrival. Never raises for bad input: it refuses.
    `split(stream)`: cuts a long stream into arrivals without loading it whole (NDJSON lines, HL7
    batches); None where a file is one arrival.
    `place(data, locator)`: the decoded words at a locator, for the proof of a quote; raises
    LookupError where the place does not exist.
    """

    name: str
    title: str
    version: str
    recognises: Callable[[bytes, str], float]
    read: Callable[[bytes, Feed, str], Reading]
    place: Callable[[bytes, str], str]
    split: Callable[[BinaryIO], Iterable[bytes]] | None = None


def refused(fmt: str, version: str, why: str) -> Reading:
    """A reading that says why nothing could be read."""
    return Reading(format=fmt, version=version, refused=why)
