"""The cast's own files: written by hand, kept as package data, arriving as the list says."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

from northstar.demo.arrivals import Envelope

ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 9, 8, 7, 30, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of the cast and their families, each once."""

    families: list[str]
    givens: list[str]
    own: list[str]


def names() -> Names:
    """As `cast.json` lists them."""
    told = json.loads((resources.files("northstar.demo") / "data" / "cast.json").read_text("utf-8"))
    everyone = told["people"] + told["family"]
    return Names(
        sorted({one["family"] for one in everyone} | set(told["former"])),
        sorted({one["given"] for one in everyone}),
        sorted(told["own_script"]),
    )


def envelopes() -> Iterator[Envelope]:
    """Every file of the cast, in the order of the list."""
    data = resources.files("northstar.demo") / "data"
    with io.StringIO((data / "arrivals.csv").read_text(encoding="utf-8")) as lines:
        for row in csv.DictReader(lines):
            received = datetime.fromisoformat(row["received"]).replace(tzinfo=ZONE)
            path = data / row["feed"] / row["file"]
            yield Envelope(received, row["feed"], row["file"], path.read_bytes())
