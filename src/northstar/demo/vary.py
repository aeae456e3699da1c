"""The sample clinic as it is, or varied: other names, another order, other dates, a sentence less."""

from dataclasses import dataclass
from datetime import datetime

from northstar.demo import background, cast
from northstar.demo.arrivals import Envelope


@dataclass(frozen=True, slots=True)
class Clinic:
    """What arrives, and the moment at which the clinic stands."""

    envelopes: list[Envelope]
    now: datetime


def clinic(seed: int | None = None) -> Clinic:
    """The clinic for a seed; without one, as written."""
    return Clinic([*cast.envelopes(), *background.envelopes(cast.NOW)], cast.NOW)
