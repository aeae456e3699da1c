"""The telephone behind a small door: dial, answer, hang up, who calls. Which one is there is a setting.

`by_hand` is the floor: a link that the device's own telephone opens, which tells nothing back.
`simulator` answers from a file, for tests and training. A clinic's exchange is one more file here.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ANSWERED, VOICEMAIL, BUSY, DEAD, SILENT = "answered", "voicemail", "busy", "dead", "no answer"


@dataclass(frozen=True, slots=True)
class Ring:
    """A number that was dialled or calls: `said` is what the line told, empty where it cannot tell."""

    number: str
    said: str = ""
    handle: str = ""


class Phone(Protocol):
    """What every telephone can do. `links`: the page itself opens the number (tel:)."""

    links: bool

    def dial(self, number: str) -> Ring:
        """Dial it, in E.164 where it can be."""
        ...

    def ringing(self) -> list[Ring]:
        """Who calls now."""
        ...

    def answer(self, handle: str) -> None:
        """Take the call."""
        ...

    def hang_up(self, handle: str) -> None:
        """It is over."""
        ...


def telephone(kind: str, home: Path) -> Phone:
    """The one of that name; `home` is the installation's folder."""
    from northstar.engines.phone.by_hand import ByHand
    from northstar.engines.phone.simulator import Simulator

    return Simulator(home / "telephones.csv") if kind == "simulator" else ByHand()
