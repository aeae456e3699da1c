"""Where the person was and will be: encounters and appointments."""

from northstar.chart.value import Concept, Value
from northstar.chart.when import When


class Encounter(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A visit or stay, or, where `event` is set, one dated step of it that a chart folds together.

    `status` planned, arrived, in-progress, finished, cancelled, entered-in-error. `class_code` HL7 v3
    ActCode: AMB, EMER, IMP, ACUTE, OBSENC, SS, HH, VR, PRENC. `disposition` is our normal word: home, home-health,
    snf, rehab, ltac, hospice-home, hospice-facility, expired, ama, transfer, psych, other or ''; still-there
    where an account of part of a stay was sent, whose end is no leaving.
    `visit` is the number of the visit with its authority: the thread through its events. `event` is
    the HL7 v2 trigger (A01, A03, A11, A13 ...) and `occurred` its own time. `taken_back` is the leaving
    that this source told and took back (A13), where none stands since.
    """

    code: Concept = Concept()
    status: str = ""
    class_code: str = ""
    start: When | None = None
    end: When | None = None
    visit: str = ""
    event: str = ""
    occurred: When | None = None
    facility: str = ""
    location: str = ""
    service: str = ""
    admission_type: str = ""
    admit_source: str = ""
    disposition: str = ""
    disposition_text: str = ""
    reason: str = ""
    diagnoses: tuple[Concept, ...] = ()
    attending: str = ""
    expected_end: When | None = None
    taken_back: When | None = None

    @property
    def began(self):
        return self.start or self.occurred

    @property
    def ended(self):
        return self.end


class Appointment(Value, frozen=True, omit_defaults=True, kw_only=True):
    """`status` proposed, pending, booked, arrived, fulfilled, cancelled, noshow, waitlist, entered-in-error.
    `filler` is the scheduler's own number of it, `placer` that of whoever asked for it."""

    code: Concept = Concept()
    status: str = ""
    start: When | None = None
    end: When | None = None
    minutes: int | None = None
    practitioner: str = ""
    location: str = ""
    service: str = ""
    reason: str = ""
    cancel_reason: str = ""
    comment: str = ""
    created: When | None = None
    virtual: bool = False
    placer: str = ""
    filler: str = ""

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end
