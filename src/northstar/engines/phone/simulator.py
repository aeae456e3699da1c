"""A telephone that needs no line: what each number does stands in a file that tests and trainers write.

    number,does
    +14155550132,dead
    +14155550177,rings

`does` is answered, voicemail, busy, dead, no answer, or rings (it calls us). A number that is not in the
file answers.
"""

import csv
from pathlib import Path

from northstar.engines.phone import ANSWERED, Ring

_RINGS = "rings"


class Simulator:
    """Reads its file anew at every call, so that a trainer may change it meanwhile."""

    links = False

    def __init__(self, told: Path) -> None:
        self.told = told

    def dial(self, number: str) -> Ring:
        said = self._does().get(_digits(number), ANSWERED)
        return Ring(number, ANSWERED if said == _RINGS else said, f"simulated {_digits(number)}")

    def ringing(self) -> list[Ring]:
        return [Ring(n, handle=n) for n, does in self._does(plain=True).items() if does == _RINGS]

    def answer(self, handle: str) -> None:
        """From then on it rings no more."""
        self._becomes(handle, ANSWERED)

    def hang_up(self, handle: str) -> None:
        return None

    def _does(self, plain: bool = False) -> dict[str, str]:
        if not self.told.is_file():
            return {}
        with self.told.open(newline="", encoding="utf-8") as lines:
            rows = [
                (row.get("number") or "", row.get("does") or "") for row in csv.DictReader(lines)
            ]
        return {
            number if plain else _digits(number): does.strip() for number, does in rows if number
        }

    def _becomes(self, number: str, does: str) -> None:
        rows = self._does(plain=True) | {number: does}
        with self.told.open("w", newline="", encoding="utf-8") as lines:
            writer = csv.writer(lines)
            writer.writerow(("number", "does"))
            writer.writerows(rows.items())


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())[-10:]
