"""What stands beside the list about one row, or on the row's own page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from northstar.access.asked import Asked
from northstar.access.rota import Cover, cover_of
from northstar.access.staffing import names_of_holders
from northstar.access.viewer import Viewer
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.steps import last_step, steps_of
from northstar.casework.worklist.today import other_work
from northstar.chart.words import Communication
from northstar.desk.own_words import own_words
from northstar.record.feeds import titles
from northstar.record.messages import messages

SHOWN, MOST = 60, 2000
OUTCOMES = (
    "Reached, and settled",
    "Reached, follow-up arranged",
    "Booked",
    "Sent or requested",
    "Declined by the person",
    "Escalated to a clinician",
    "Not needed any more",
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a row: its words, and which of them called for attention."""

    line: Any
    message: Communication
    marked: tuple[str, ...]

    @property
    def said(self) -> str:
        """The words, where there are any."""
        return self.message.text if was_said(self.message) else ""

    @property
    def arrival(self) -> str:
        """The public id of what came."""
        return str(self.line.arrival.public_id) if self.line.arrival else ""

    @property
    def sound(self) -> int | None:
        """The part of the message that plays, if one does."""
        playing = (a for a in self.message.attachments if a.content_type.startswith("audio/"))
        place = next((a.locator for a in playing), "").partition("#")[0].removeprefix("part:")
        return int(place) if place.isdecimal() else None


def beside(
    request: Asked,
    row: Row,
    now: datetime,
    *,
    cover: Cover | None = None,
    found: dict[int, Communication] | None = None,
    typed: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Everything the part beside the list shows. `cover`: the viewer's own days, and `found`: the
    row's messages, where they are at hand; `typed`: what stood in the form that was refused."""
    lead, steps, known = row.lead, steps_of(row.lead), found or {}
    theirs = cover if cover and lead.staff_id == request.viewer.staff_id else cover_of(lead.holder)
    missing = [pk for pk in arrivals_of(row) if pk not in known]
    heard = known | messages(request.viewer, missing) if missing else known
    return {
        "steps": steps[:8],
        "own": own_words(lead) if lead.is_open else None,
        "heard": _heard(row, heard),
        "to_whom": names_of_holders(request.viewer),
        "outcomes": OUTCOMES,
        "following": theirs.on_or_after(now.date() + timedelta(days=1)),
        "others": other_work(request.viewer, lead),
        "titles": titles(),
        "undo": last_step(request.viewer, steps),
        "factors": sorted(lead.factors.items(), key=lambda f: -f[1]),
        "typed": typed or {},
    }


def was_said(message: Communication) -> bool:
    """Whether the text is somebody's words, and not a carrier's note that there are none."""
    return bool(message.text) and (
        message.medium != "voicemail" or bool(message.transcript == "carrier")
    )


def arrivals_of(row: Row) -> list[int]:
    """The messages that a row stands for, by row number."""
    return [line.arrival_id for line in row.messages if line.arrival_id]


def heard_of(viewer: Viewer, row: Row) -> list[Heard]:
    """The messages of a row in full, as far as the viewer may read them."""
    return _heard(row, messages(viewer, arrivals_of(row)))


def _heard(row: Row, found: dict[int, Communication]) -> list[Heard]:
    return [
        Heard(line, found[line.arrival_id], _marked(row, line))
        for line in row.messages
        if line.arrival_id in found
    ]


def _marked(row: Row, of: Any) -> tuple[str, ...]:
    """The words that the rules quote from one message."""
    return tuple(
        dict.fromkeys(
            why["quote"]
            for line in row.lines
            if line.arrival_id == of.arrival_id
            for why in line.because
            if why["quote"]
        )
    )
