"""What each reader makes of its own samples and of the sample clinic's files, as a short mark a file.

A reader that says anything else of the same bytes than it did is another reader: its VERSION is raised,
so that whoever has read with the old one is offered the difference (docs/sources.md). Then note it:

    .venv/bin/python -m tests.house.readings
"""

import hashlib
import json
from pathlib import Path

from northstar.chart.kinds import encode
from northstar.sources.reading import Feed
from northstar.sources.recognise import formats, recognise

NOTED = Path(__file__).with_name("readings.json")
SOURCES = Path(__file__).parents[2] / "src/northstar/sources"
CLINIC = SOURCES.parent / "demo/data"
FOLDERS = ("clinic", "dialysis", "hospital-a", "hospital-b", "pharmacy")


def read():
    """By format: its version, and what it makes of each file, both as short marks."""
    return {
        name: {"version": one.version, "read": {short(data): told(one, data, path.name) for path, data in files}}
        for name, one in sorted(formats().items())
        if (files := [(path, data) for path, data in _files() if _reads(name, path, data)])
    }  # fmt: skip


def noted():
    return json.loads(NOTED.read_text("utf-8"))


def told(one, data, name):
    """Everything a reader says, as one mark."""
    reading = one.read(data, Feed("a feed", one.name, "America/Los_Angeles"), name)
    said = [
        (f.person, f.kind, f.key, encode(f.value).decode(), f.locator, str(f.recorded), f.sequence, f.label)
        for f in reading.found
    ]  # fmt: skip
    troubles = [[(t.locator, t.what, t.why) for t in some] for some in (reading.doubted, reading.dropped)]  # fmt: skip
    whole = (said, troubles, sorted(reading.kept.items()), reading.refused)
    return short(json.dumps(whole).encode())


def short(data):
    return hashlib.sha256(data).hexdigest()[:12]


def _files():
    folders = [*sorted(SOURCES.glob("*/samples")), *(CLINIC / name for name in FOLDERS)]
    paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    return [(path, path.read_bytes()) for path in paths]


def _reads(name, path, data):
    if path.parent.name == "samples":
        return path.parent.parent.name == name
    found = recognise(data[:4096], path.name)
    return found is not None and found.name == name


if __name__ == "__main__":
    NOTED.write_text(json.dumps(read(), indent=1) + "\n", "utf-8")
