"""What is wrong, what was measured, what was done: FHIR R4 names, in plain values."""

from msgspec import Struct

from northstar.chart.value import Concept, Value
from northstar.chart.when import When


class Condition(Value, frozen=True, omit_defaults=True, kw_only=True):
    """`clinical_status` active, recurrence, relapse, inactive, remission, resolved; `category`
    problem-list-item, encounter-diagnosis, health-concern; `absent` for a stated "no known"."""

    code: Concept = Concept()
    clinical_status: str = ""
    verification_status: str = ""
    category: str = ""
    severity: str = ""
    onset: When | None = None
    abatement: When | None = None
    recorded: When | None = None
    asserter: str = ""
    encounter: str = ""
    note: str = ""
    absent: bool = False

    @property
    def began(self):
        return self.onset or self.recorded

    @property
    def ended(self):
        return self.abatement


class AllergyIntolerance(Value, frozen=True, omit_defaults=True, kw_only=True):
    """`absent` for "no known allergies"; `reactions` in words, worst first."""

    code: Concept = Concept()
    clinical_status: str = ""
    verification_status: str = ""
    type: str = ""
    category: str = ""
    criticality: str = ""
    reactions: tuple[str, ...] = ()
    severity: str = ""
    onset: When | None = None
    recorded: When | None = None
    asserter: str = ""
    absent: bool = False

    @property
    def began(self):
        return self.onset or self.recorded


class Component(Struct, gc=False, frozen=True, omit_defaults=True):
    """One part of an observation, such as the systolic pressure."""

    code: Concept
    number: float | None = None
    unit: str = ""
    text: str = ""


class Observation(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A result, vital sign or answer. `category` laboratory, vital-signs, survey, social-history ...

    `number` with `unit` (UCUM where given), or `text`; `interpretation` is HL7 table 0078
    (H, HH, L, LL, A, AA, N). `order` names the request it answers, as the feed writes it.
    """

    code: Concept = Concept()
    status: str = ""
    category: str = ""
    effective: When | None = None
    issued: When | None = None
    number: float | None = None
    comparator: str = ""
    unit: str = ""
    text: str = ""
    value: Concept | None = None
    low: float | None = None
    high: float | None = None
    range_text: str = ""
    interpretation: str = ""
    components: tuple[Component, ...] = ()
    performer: str = ""
    order: str = ""
    report: str = ""
    encounter: str = ""
    note: str = ""
    absent_reason: str = ""

    @property
    def began(self):
        return self.effective or self.issued

    def part(self, loinc: str) -> float | None:
        """The number of the component with this LOINC code."""
        return next((c.number for c in self.components if c.code.has("loinc", (loinc,))), None)


class DiagnosticReport(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A report of one or several results; `conclusion` is its narrative."""

    code: Concept = Concept()
    status: str = ""
    category: str = ""
    effective: When | None = None
    issued: When | None = None
    performer: str = ""
    conclusion: str = ""
    order: str = ""
    encounter: str = ""

    @property
    def began(self):
        return self.effective or self.issued


class Procedure(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Something done to or for the person."""

    code: Concept = Concept()
    status: str = ""
    start: When | None = None
    end: When | None = None
    performer: str = ""
    location: str = ""
    body_site: str = ""
    reason: str = ""
    encounter: str = ""
    note: str = ""

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end


class Immunization(Value, frozen=True, omit_defaults=True, kw_only=True):
    """`status` completed or not-done, with `reason` why not."""

    code: Concept = Concept()
    status: str = ""
    occurrence: When | None = None
    lot: str = ""
    performer: str = ""
    reason: str = ""

    @property
    def began(self):
        return self.occurrence


class ServiceRequest(Value, frozen=True, omit_defaults=True, kw_only=True):
    """An order or referral. `category` laboratory, imaging, referral, procedure ...

    `orders` are the numbers under which it may be answered (placer, filler).
    """

    code: Concept = Concept()
    status: str = ""
    intent: str = ""
    category: str = ""
    priority: str = ""
    authored: When | None = None
    occurrence: When | None = None
    requester: str = ""
    performer: str = ""
    reason: str = ""
    orders: tuple[str, ...] = ()
    encounter: str = ""
    note: str = ""

    @property
    def began(self):
        return self.authored or self.occurrence


class QuestionnaireResponse(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Answers to a form: `answers` are (LOINC code of the question, else its linkId; answer in words or a
    number as text). `codes`, where there are any, holds the code of each of these answers, or ''."""

    code: Concept = Concept()
    status: str = ""
    authored: When | None = None
    author: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def began(self):
        return self.authored


class Flag(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A standing alert: fall risk, code status, isolation, advance directive."""

    code: Concept = Concept()
    status: str = ""
    category: str = ""
    start: When | None = None
    end: When | None = None

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end
