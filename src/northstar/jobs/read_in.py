"""Read files, folders and archives into the record, in slices that give way to people."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from northstar.access.viewer import system_viewer
from northstar.record import belonging, feeds
from northstar.record.collector import swept, without_collector
from northstar.record.feeds import Feed
from northstar.record.keeping import CLASH, unmapped
from northstar.sources.reading import Reading
from northstar.sources.recognise import read_member
from northstar.sources.unpack import members
from northstar.spine import Receipt, arrived, review_items

_SLICE_FACTS, _SLICE_BYTES, _SLICE_ARRIVALS = 2500, 8_000_000, 200


@dataclass(slots=True)
class Report:
    """The import report of `northstar read`: counts, troubles with their place, patients, seconds."""

    arrivals: int = 0
    duplicates: int = 0
    kept: Counter = field(default_factory=Counter)
    doubted: list[dict[str, str]] = field(default_factory=list)
    dropped: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    unmapped: Counter = field(default_factory=Counter)
    elements: int = 0
    doubted_elements: int = 0
    facts: int = 0
    new: int = 0
    matched: int = 0
    to_review: int = 0
    items: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)

    def as_json(self, seconds: float) -> dict[str, Any]:
        """The shape that DESIGN section 3 promises."""
        return {
            "arrivals": self.arrivals,
            "duplicates": self.duplicates,
            "kept": dict(sorted(self.kept.items())),
            "doubted": self.doubted,
            "dropped": self.dropped,
            "refused": self.refused,
            "unmapped": dict(self.unmapped.most_common()),
            "elements": self.elements,
            "doubted_elements": self.doubted_elements,
            "facts": self.facts,
            "patients": {"new": self.new, "matched": self.matched, "to_review": self.to_review},
            "seconds": round(seconds, 3),
        }


def read_in(
    paths: list[Path],
    feed: Feed,
    now: datetime,
    progress: Callable[[int], None] = lambda count: None,
) -> Report:
    """Read every file under `paths` as sent by one feed. Ctrl-C ends after the slice at hand."""
    report = Report()
    before = belonging.counts()
    with without_collector():
        for some in _slices(paths, feed, report):
            receipt = arrived(some, feed, by=system_viewer("reading"), at=now)
            _count(receipt, report)
            progress(len(some))
            swept()
    review_items(report.items, now)
    after = belonging.counts()
    report.new = after.patients - before.patients
    report.matched = max(0, (after.identities - before.identities) - report.new)
    report.to_review = after.questions - before.questions
    return report


def _slices(paths, feed: Feed, report: Report) -> Iterator[list[tuple[bytes, Reading, str]]]:
    source = feeds.as_source(feed)
    some: list[tuple[bytes, Reading, str]] = []
    facts = size = 0
    for path in paths:
        for member in members(path):
            for data, reading in read_member(member, source):
                _account(member.name, reading, report)
                if not data:
                    continue
                some.append((data, reading, member.name))
                facts, size = facts + len(reading.found), size + len(data)
                if facts > _SLICE_FACTS or size > _SLICE_BYTES or len(some) >= _SLICE_ARRIVALS:
                    yield some
                    some, facts, size = [], 0, 0
    if some:
        yield some


def _account(path: str, reading: Reading, report: Report) -> None:
    if reading.refused:
        report.refused.append({"path": path, "why": reading.refused})
        return
    report.kept.update(reading.kept)
    report.unmapped.update(unmapped(reading))
    report.elements += reading.elements
    report.doubted_elements += reading.doubted_elements
    for troubles, said in ((reading.doubted, report.doubted), (reading.dropped, report.dropped)):
        said += [
            {"path": path, "locator": t.locator, "what": t.what, "why": t.why} for t in troubles
        ]


def _count(receipt: Receipt, report: Report) -> None:
    report.arrivals += sum(not kept.repeat for kept in receipt.kept)
    report.duplicates += sum(kept.repeat for kept in receipt.kept)
    report.doubted += [
        {"path": kept.arrival.name, "locator": "", "what": kept.arrival.control, "why": CLASH}
        for kept in receipt.kept
        if kept.clash
    ]
    report.facts += receipt.filed.new
    report.items |= receipt.items
    report.touched |= receipt.patients
