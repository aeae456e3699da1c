"""Who pays, and what they said."""

from northstar.chart.value import Concept, Value
from northstar.chart.when import When


class Coverage(Value, frozen=True, omit_defaults=True, kw_only=True):
    """An insurance a person has. `type` in words: Medicare Advantage, Medicaid, self-pay ..."""

    code: Concept = Concept()
    status: str = ""
    payer: str = ""
    plan: str = ""
    member: str = ""
    group: str = ""
    relationship: str = ""
    order: int = 0
    start: When | None = None
    end: When | None = None

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end


class ClaimResponse(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A payer's answer. `use` preauthorization, predetermination or claim.

    `decision` approved, partial, denied, pended or ''; `deadline` as printed in the notice, `expires`
    the last day an approval holds.
    """

    code: Concept = Concept()
    status: str = ""
    use: str = ""
    decision: str = ""
    payer: str = ""
    reason: str = ""
    reference: str = ""
    request: str = ""
    created: When | None = None
    deadline: When | None = None
    start: When | None = None
    expires: When | None = None

    @property
    def began(self):
        return self.created

    @property
    def ended(self):
        return self.expires


class Claim(Value, frozen=True, omit_defaults=True, kw_only=True):
    """What was asked of a payer. `use` preauthorization, predetermination or claim."""

    code: Concept = Concept()
    status: str = ""
    use: str = ""
    payer: str = ""
    provider: str = ""
    priority: str = ""
    created: When | None = None
    amount: float | None = None
    diagnoses: tuple[Concept, ...] = ()

    @property
    def began(self):
        return self.created
