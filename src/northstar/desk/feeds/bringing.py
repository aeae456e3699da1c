"""Files brought by hand take the road of every other file: unpacked, recognised, kept, filed, judged."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from northstar import spine
from northstar.access.viewer import Viewer
from northstar.record.feeds import as_source
from northstar.sources.recognise import read_member
from northstar.sources.unpack import members

_SLICE = 50


@dataclass(slots=True)
class Brought:
    """What became of the files, for one sentence to whoever brought them."""

    arrivals: int = 0
    repeats: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    doubted: int = 0
    refused: list[str] = field(default_factory=list)


def bring(files: list[Any], feed: Any, *, by: Viewer, now: datetime) -> Brought:
    """Read uploaded files into the record as sent by this feed."""
    done = Brought()
    with TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            # The name says something to the readers, and nothing to the file system.
            home = Path(folder, str(number))
            home.mkdir()
            path = home / (Path(file.name).name[-120:] or "file")
            with path.open("wb") as out:
                for chunk in file.chunks():
                    out.write(chunk)
            _read(path, feed, by, now, done)
    return done


def _read(path: Path, feed: Any, by: Viewer, now: datetime, done: Brought) -> None:
    source, some = as_source(feed), []
    for member in members(path):
        for data, reading in read_member(member, source):
            if reading.refused:
                done.refused.append(reading.refused)
            done.kept.update(reading.kept)
            done.doubted += len(reading.doubted)
            if data:
                some.append((data, reading, Path(member.name).name))
            if len(some) >= _SLICE:
                _file(some, feed, by, now, done)
                some = []
    _file(some, feed, by, now, done)


def _file(some: list, feed: Any, by: Viewer, now: datetime, done: Brought) -> None:
    if some:
        receipt = spine.arrived(some, feed, by=by, at=now)
        done.arrivals += sum(not kept.repeat for kept in receipt.kept)
        done.repeats += sum(kept.repeat for kept in receipt.kept)
        spine.review(receipt.patients, now)
        spine.review_items(receipt.items, now)
