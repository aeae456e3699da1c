"""Prescribed, dispensed and said to be taken are three different facts."""

from northstar.chart.value import Concept, Value
from northstar.chart.when import When


class MedicationRequest(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Prescribed. `status` active, on-hold, stopped, completed, cancelled, entered-in-error, draft;
    `category` inpatient, outpatient, community, discharge, where the source says."""

    code: Concept = Concept()
    status: str = ""
    intent: str = ""
    authored: When | None = None
    start: When | None = None
    end: When | None = None
    dosage: str = ""
    reason: str = ""
    status_reason: str = ""
    category: str = ""
    requester: str = ""
    quantity: float | None = None
    days_supply: float | None = None
    refills: int | None = None
    encounter: str = ""
    note: str = ""

    @property
    def began(self):
        return self.start or self.authored

    @property
    def ended(self):
        return self.end


class MedicationStatement(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Said to be taken: a list in a document, or the person's own words. `absent` for "no medicines"."""

    code: Concept = Concept()
    status: str = ""
    start: When | None = None
    end: When | None = None
    asserted: When | None = None
    dosage: str = ""
    reason: str = ""
    informant: str = ""
    note: str = ""
    absent: bool = False

    @property
    def began(self):
        return self.start or self.asserted

    @property
    def ended(self):
        return self.end


class MedicationDispense(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Handed over by a pharmacy. `days_supply` in days, `price` what the person paid, in US dollars."""

    code: Concept = Concept()
    status: str = ""
    handed_over: When | None = None
    days_supply: float | None = None
    quantity: float | None = None
    price: float | None = None
    payer: str = ""
    pharmacy: str = ""
    prescriber: str = ""
    prescription: str = ""
    dosage: str = ""
    refill: int | None = None

    @property
    def began(self):
        return self.handed_over
