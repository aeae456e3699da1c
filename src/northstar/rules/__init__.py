"""What a chart means: signals, instruments, measures, deadlines, ranking. Pure functions.

`version()` names the rules and knowledge as they stand; when it changes, every chart is due again.
"""

import hashlib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """A short hash over the files of `rules` and `knowledge`."""
    total = hashlib.sha256()
    house = Path(__file__).resolve().parent
    for room in (house, house.parent / "knowledge"):
        for file in sorted(room.rglob("*")):
            if file.suffix in (".py", ".csv", ".json") and not file.name.startswith("test_"):
                total.update(file.relative_to(house.parent).as_posix().encode())
                total.update(file.read_bytes())
    return total.hexdigest()[:16]
