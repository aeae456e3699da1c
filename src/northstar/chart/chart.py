"""One patient's chart: every current fact, by kind, each with its source. Pure values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from northstar.chart import bookings, clinical, coverage, medicines, people, visits, words
from northstar.chart.value import Value
from northstar.chart.visit_events import folded

_TAKEN_BACK = "entered-in-error"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Heard:
    """How a feed has been heard: what argues from silence must ask here first.

    `first` and `last` are UTC; `gaps` are the (start, end) stretches longer than the feed's own
    promised interval (`every`) in which nothing came; `kinds` what it is known to bring.
    """

    feed: str
    kinds: frozenset[str]
    first: datetime
    last: datetime
    every: timedelta = timedelta(days=1)
    gaps: tuple[tuple[datetime, datetime], ...] = ()

    def throughout(self, start: datetime, now: datetime) -> bool:
        """True where the feed spoke from `start` to `now` without a gap longer than it promised."""
        if self.first > start or now - self.last > self.every:
            return False
        return not any(begins < now and ends > start for begins, ends in self.gaps)


class Chart:
    """All current facts of one patient that this reader may see, oldest first inside a kind.

    `patient` is the public id (UUID text). `persons` are the demographics of each identity, the
    freshest last. `heard` tells how the feeds behind it have been heard. `settled` holds what a named
    person has settled between sources: for each matter who said what when it was settled.
    """

    def __init__(
        self,
        values: Iterable[tuple[str, Value]] = (),
        *,
        patient: str = "",
        heard: Iterable[Heard] = (),
        kin: tuple[str, ...] = (),
        settled: Mapping[str, Mapping[str, str]] | None = None,
    ):
        self.patient = patient
        self.heard = tuple(heard)
        self.kin = kin
        self.settled = settled or {}
        self.views: dict = {}  # what rules derived from this chart, so that they derive it once
        self._kinds: dict[str, list] = defaultdict(list)
        for kind, value in values:
            self._kinds[kind].append(value)
        for found in self._kinds.values():
            found.sort(key=_order)

    def of(self, kind: str) -> list:
        """Current facts of a kind by its FHIR name, oldest first; an empty list where there are none."""
        return self._kinds.get(kind, [])

    def kinds(self) -> list[str]:
        """The kinds of which there is at least one fact."""
        return sorted(self._kinds)

    def __len__(self) -> int:
        return sum(map(len, self._kinds.values()))

    # The kinds a coordinator works with, by name.
    @property
    def persons(self) -> list[people.Patient]:
        return self.of("Patient")

    @property
    def related(self) -> list[people.RelatedPerson]:
        return self.of("RelatedPerson")

    @property
    def conditions(self) -> list[clinical.Condition]:
        return self.of("Condition")

    @property
    def allergies(self) -> list[clinical.AllergyIntolerance]:
        return self.of("AllergyIntolerance")

    @property
    def observations(self) -> list[clinical.Observation]:
        return self.of("Observation")

    @property
    def reports(self) -> list[clinical.DiagnosticReport]:
        return self.of("DiagnosticReport")

    @property
    def procedures(self) -> list[clinical.Procedure]:
        return self.of("Procedure")

    @property
    def immunizations(self) -> list[clinical.Immunization]:
        return self.of("Immunization")

    @property
    def requests(self) -> list[clinical.ServiceRequest]:
        return self.of("ServiceRequest")

    @property
    def prescribed(self) -> list[medicines.MedicationRequest]:
        return self.of("MedicationRequest")

    @property
    def said_taken(self) -> list[medicines.MedicationStatement]:
        return self.of("MedicationStatement")

    @property
    def dispensed(self) -> list[medicines.MedicationDispense]:
        return self.of("MedicationDispense")

    @cached_property
    def appointments(self) -> list[visits.Appointment]:
        """Bookings, what was told of one under either of its numbers made one."""
        return bookings.folded(self.of("Appointment"))

    @property
    def coverages(self) -> list[coverage.Coverage]:
        return self.of("Coverage")

    @property
    def payer_answers(self) -> list[coverage.ClaimResponse]:
        return self.of("ClaimResponse")

    @cached_property
    def documents(self) -> list[words.DocumentReference]:
        """Documents; what its source took back is not among them."""
        return [d for d in self.of("DocumentReference") if d.status != _TAKEN_BACK]

    @cached_property
    def sections(self) -> list[words.Section]:
        """The narrative of documents; a document that was taken back says nothing any more."""
        gone = {
            (d.source.feed, d.source.key)
            for d in self.of("DocumentReference")
            if d.source and d.status == _TAKEN_BACK
        }
        return [
            s for s in self.of("Section") if not s.source or (s.source.feed, s.document) not in gone
        ]

    @cached_property
    def messages(self) -> list[words.Communication]:
        """What was said to us, and calls; what we wrote is in `written`, so that no rule hears our own
        words as the person's."""
        return [told for told in self.of("Communication") if not told.ours]

    @cached_property
    def written(self) -> list[words.Communication]:
        """What our people wrote to somebody, with what became of it."""
        return [told for told in self.of("Communication") if told.ours]

    @property
    def consents(self) -> list[words.Consent]:
        return self.of("Consent")

    @cached_property
    def encounters(self) -> list[visits.Encounter]:
        """Visits and stays, the events of one visit folded into one, cancelled ones left out."""
        return folded(self.of("Encounter"))

    @cached_property
    def by_code(self) -> dict[str, list[clinical.Observation]]:
        """Observations by every `system|code` they carry, oldest first."""
        index: dict[str, list] = defaultdict(list)
        for found in self.observations:
            for coding in found.code.codings:
                index[f"{coding.system}|{coding.code}"].append(found)
        return index

    def observed(self, *loincs: str) -> list[clinical.Observation]:
        """Observations with any of these LOINC codes, oldest first."""
        found = [o for loinc in loincs for o in self.by_code.get(f"loinc|{loinc}", ())]
        return sorted(found, key=_order) if len(loincs) > 1 else found

    @cached_property
    def birth_date(self):
        """The birth date (When) of the freshest source that gives one."""
        return next((p.birth_date for p in reversed(self.persons) if p.birth_date), None)

    @property
    def gender(self) -> str:
        """FHIR AdministrativeGender of the freshest source that gives one."""
        return next((p.gender for p in reversed(self.persons) if p.gender), "")

    def age(self, on: date) -> int | None:
        """Whole years on a day; None without a birth date. A year alone gives the lower bound."""
        born = self.birth_date
        if not born:
            return None
        text = (born.text + "-12-31"[len(born.text) - 4 :]) if len(born.text) < 10 else born.text
        year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
        return on.year - year - ((on.month, on.day) < (month, day))

    def heard_throughout(self, kind: str, start: datetime, now: datetime) -> bool:
        """True where every feed known to bring this kind for this person spoke throughout."""
        bringing = [h for h in self.heard if kind in h.kinds]
        return bool(bringing) and all(h.throughout(start, now) for h in bringing)


def _order(value: Value) -> tuple:
    """By time; of facts of one moment by feed and key, so that arriving earlier decides nothing."""
    began, source = value.began, value.source
    start = began.start if began else _LONG_AGO
    if source is None:
        return (start, _LONG_AGO, "", "")
    return (start, source.written or _LONG_AGO, source.feed, source.key)
