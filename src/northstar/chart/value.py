"""The common shape of a fact: a frozen value, the words it rests on, and where they stand."""

from datetime import datetime

from msgspec import Struct

from northstar.chart.when import When


class Source(Struct, gc=False, frozen=True):
    """Who said it and where: enough to open the original at the place.

    `locator` is `element#place` in the format's own notation; `quote` of the value is what stands
    there after the format's decoding. `written` is the source's own time, `received` ours.
    """

    feed: str
    arrival: str = ""
    locator: str = ""
    kind: str = ""
    key: str = ""
    received: datetime | None = None
    written: datetime | None = None
    identity: int = 0
    fact: int = 0
    label: int = 0
    title: str = ""

    @property
    def called(self) -> str:
        """The feed as people call it: what a sentence says."""
        return self.title or self.feed


class Coding(Struct, gc=False, frozen=True, omit_defaults=True):
    """`system` is a short name (`loinc`, `snomed`, `rxnorm`) or the address as given."""

    system: str
    code: str
    display: str = ""


class Concept(Struct, gc=False, frozen=True, omit_defaults=True):
    """FHIR CodeableConcept: the words used and the codes given for them."""

    text: str = ""
    codings: tuple[Coding, ...] = ()

    @property
    def words(self) -> str:
        """The best human words there are."""
        if self.text:
            return self.text
        for coding in self.codings:
            if coding.display:
                return coding.display
        return self.token.removeprefix("|")

    @property
    def token(self) -> str:
        """The main code as `loinc|4548-4`, or ''."""
        return f"{self.codings[0].system}|{self.codings[0].code}" if self.codings else ""

    def code(self, system: str) -> str:
        """The code in one system, or ''."""
        for coding in self.codings:
            if coding.system == system:
                return coding.code
        return ""

    def has(self, system: str, codes) -> bool:
        """True where any coding of that system is among `codes`."""
        return any(c.system == system and c.code in codes for c in self.codings)


class Value(Struct, gc=False, frozen=True, omit_defaults=True, kw_only=True):
    """One fact as its source put it.

    `quote` is the exact text at the source's locator. `source` is set when a chart is loaded and is
    never stored: the body of a fact is the same bytes whichever arrival brought it.
    """

    quote: str = ""
    source: Source | None = None

    @property
    def main(self) -> Concept | None:
        """The concept that names the fact; its token goes into the store's `code` column."""
        return getattr(self, "code", None)

    @property
    def began(self) -> When | None:
        """When what it tells of began, or happened."""
        return None

    @property
    def ended(self) -> When | None:
        """When what it tells of ended, where it has a length."""
        return None
